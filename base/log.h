// The program's own log, for the technician: lines on standard error, which systemd's journal
// takes. What an operator reads is base::Text and goes elsewhere. What machines are to read is
// written by base/log_event.h.
#pragma once

#include <cstdint>
#include <string_view>

namespace loa::base {

enum class LogLevel { debug, info, warning, error };

// Thread-safe; may block on standard error. Lines below LOA_LOG (debug, info, warning, error; info
// unless set) are dropped.
void log(LogLevel level, std::string_view message);
// Whether lines of the level are written.
bool logs(LogLevel level);

// Before a line to systemd's journal: "<6>" for info (sd-daemon(3)), which becomes its PRIORITY.
std::string_view journal_prefix(LogLevel level);
// Whether a file is the one that JOURNAL_STREAM ("device:inode"; null where it is not set) names.
bool is_journal(const char* stream, std::uint64_t device, std::uint64_t inode);

}  // namespace loa::base
