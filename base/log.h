// The program's own log, for the technician: lines on standard error, which systemd's journal
// takes. What an operator reads is base::Text and goes elsewhere.
#pragma once

#include <string_view>

namespace loa::base {

enum class LogLevel { debug, info, warning, error };

// Thread-safe; may block on standard error. Lines below LOA_LOG (debug, info, warning, error; info
// unless set) are dropped.
void log(LogLevel level, std::string_view message);

}  // namespace loa::base
