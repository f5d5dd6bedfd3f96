#include "cli/local_time.h"

#include <fmt/format.h>

#include "base/time.h"

namespace loa::cli {

std::optional<std::string> since_time(const std::string& text, const std::string& now) {
  constexpr std::size_t kOffset = 19;  // of "+07:00" in "2026-11-23T05:00:00+07:00"
  const std::string offset = now.size() > kOffset ? now.substr(kOffset) : "Z";
  if (base::from_rfc3339(text)) return text;
  for (const char* left_out : {":00", "T00:00:00"}) {
    auto whole = fmt::format("{}{}{}", text, left_out, offset);
    if (base::from_rfc3339(whole)) return whole;
  }
  return std::nullopt;
}

}  // namespace loa::cli
