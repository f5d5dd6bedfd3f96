// Times as the station's people read them.
#pragma once

#include <optional>
#include <string>

namespace loa::cli {

// What people write for --since ("2026-11-23", "2026-11-23T05:00", or RFC 3339 whole), as RFC 3339.
// `now` is the station's time, which lends its offset. Nothing if it cannot be understood.
std::optional<std::string> since_time(const std::string& text, const std::string& now);

}  // namespace loa::cli
