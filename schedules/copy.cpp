// A week copied to another.
#include "schedules/copy.h"

#include <fmt/format.h>

#include <charconv>

#include "schedules/notation.h"

namespace loa::schedules {
namespace {

using date::days;
using date::local_days;

constexpr days kWeek{7};

// The first week of a year is the one with its fourth of January.
local_days first_monday(int year) { return monday_of(local_days(date::year(year) / 1 / 4)); }

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end || value < 0) return std::nullopt;
  return value;
}

bool touches(const DatedException& exception, local_days monday) {
  return exception.date < monday + kWeek && exception.date + days(exception.days) > monday;
}

}  // namespace

std::optional<local_days> monday_from(std::string_view text) {
  if (const auto day = date_from(text)) return monday_of(*day);
  const bool form = text.size() == 8 && text[4] == '-' && (text[5] == 'W' || text[5] == 'w');
  if (!form) return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto week = number(text.substr(6));
  // 1971 to 2199, as for dates.
  if (!year || *year < 1971 || *year > 2199 || !week || *week < 1) return std::nullopt;
  const auto monday = first_monday(*year) + kWeek * (*week - 1);
  if (monday >= first_monday(*year + 1)) return std::nullopt;
  return monday;
}

std::string week_text(local_days monday) {
  // A week belongs to the year of its Thursday.
  const int year = year_of(monday + days(3));
  return fmt::format("{:04}-W{:02}", year, (monday - first_monday(year)) / kWeek + 1);
}

CopiedWeek copied(const WeeklySchedule& schedule, local_days from, local_days to) {
  CopiedWeek result{schedule, {}};
  auto& week = result.week;
  ++week.version;
  week.valid_from = to;
  week.valid_to = to + kWeek - days(1);
  week.exceptions.clear();
  for (const auto& exception : schedule.exceptions) {
    const bool stays = !exception.holiday.empty() || touches(exception, to);
    if (stays) {
      week.exceptions.push_back(exception);
    } else if (touches(exception, from)) {
      result.left_out.push_back(exception);
    }
  }
  return result;
}

}  // namespace loa::schedules
