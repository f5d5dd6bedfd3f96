// Names and texts of times.
#include "base/time.h"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <locale>
#include <sstream>
#include <utility>

namespace loa::base {
namespace {

constexpr std::array<std::pair<ClockQuality, std::string_view>, 4> kQualities{{
    {ClockQuality::unknown, "unknown"},
    {ClockQuality::floor, "floor"},
    {ClockQuality::holdover, "holdover"},
    {ClockQuality::synced, "synced"},
}};

// Whether `text` begins as `shape` does, in which 'd' is a digit and 'a' anything. Asked before a
// text is read, since date 3.0 casts a NaN where %T finds none.
bool begins_as(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  return std::equal(shape.begin(), shape.end(), text.begin(), [](char wanted, char is) {
    return wanted == 'a' || (wanted == 'd' ? is >= '0' && is <= '9' : is == wanted);
  });
}

constexpr std::string_view kRfc3339 = "dddd-dd-ddTdd:dd:dd";  // §5.6, up to its seconds
constexpr std::string_view kHttpDate = "aaa, dd aaa dddd dd:dd:dd GMT";

// The whole years that a Wall's 64 bits of nanoseconds reach.
bool is_year_of_wall(std::string_view year) { return "1678" <= year && year <= "2261"; }

}  // namespace

std::string_view name_of(ClockQuality quality) {
  for (const auto& [value, name] : kQualities) {
    if (value == quality) return name;
  }
  return "unknown";
}

std::optional<ClockQuality> clock_quality_named(std::string_view name) {
  for (const auto& [value, known] : kQualities) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::string to_rfc3339(Wall time) {
  return date::format("%FT%TZ", date::floor<std::chrono::milliseconds>(time));
}

std::optional<Wall> from_rfc3339(std::string_view text) {
  if (!begins_as(text, kRfc3339) || !is_year_of_wall(text.substr(0, 4))) return std::nullopt;
  // date's %Ez wants "+00:00" where people and JavaScript write "Z".
  std::string numeric(text);
  if (!numeric.empty() && numeric.back() == 'Z') numeric.replace(numeric.size() - 1, 1, "+00:00");
  std::istringstream in(numeric);
  date::sys_time<Duration> time;
  in >> date::parse("%FT%T%Ez", time);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return time;
}

std::string to_http_date(Wall time) {
  return date::format(std::locale::classic(), "%a, %d %b %Y %T GMT",
                      date::floor<std::chrono::seconds>(time));
}

std::optional<Wall> from_http_date(const std::string& text) {
  if (!begins_as(text, kHttpDate) || !is_year_of_wall(text.substr(12, 4))) return std::nullopt;
  std::istringstream in(text);
  in.imbue(std::locale::classic());
  date::sys_seconds time;
  in >> date::parse("%a, %d %b %Y %T GMT", time);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return time;
}

}  // namespace loa::base
