// Lengths of time as people write them: "90s", "15m", "1h", "1h30m", "250ms".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace loa::base {

// Whole numbers, each with its unit, from the larger to the smaller: h, m, s, ms. "0s" is zero.
// Nothing if `text` is not of that form or is longer than 10,000 hours.
std::optional<std::chrono::milliseconds> duration_from(std::string_view text);

// The shortest form that duration_from() reads back: "1h30m". Not for negative values.
std::string to_text(std::chrono::milliseconds duration);

}  // namespace loa::base
