// The days of the week, and the dates that differ from it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "schedules/diff_parts.h"
#include "schedules/holidays.h"
#include "schedules/notation.h"

namespace loa::schedules::diff {
namespace {

using base::Text;
using Slots = std::vector<const Slot*>;

// By date::weekday::iso_encoding() - 1: Monday first.
std::array<Slots, 7> days_of(const WeeklySchedule& schedule) {
  std::array<Slots, 7> days;
  for (const auto& [on, slot] : schedule.slots) {
    for (const auto day : on) days[day.iso_encoding() - 1].push_back(&slot);
  }
  for (auto& slots : days) std::ranges::stable_sort(slots, {}, &Slot::start);
  return days;
}

Text day_names(const std::vector<unsigned>& days) {
  if (days.size() == 7) return {"Hằng ngày", "Every day"};
  Text names;
  for (const auto day : days) {
    if (!names.vi.empty()) names = names + same_in_both(", ");
    names = names + weekday_name(date::weekday((day + 1) % 7));
  }
  return names;
}

// What an exception is known by: its date, or its holiday.
std::string key_of(const DatedException& exception) {
  if (exception.holiday.empty()) return date_text(exception.date);
  return fmt::format("{}{:+}", exception.holiday, exception.offset);
}

Text name_of(const DatedException& exception) {
  if (exception.holiday.empty()) {
    const date::year_month_day day(exception.date);
    return Text{"Ngày ", ""} +
           same_in_both(fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(day.day()),
                                    static_cast<unsigned>(day.month()),
                                    static_cast<int>(day.year())));
  }
  auto title = holiday_title(exception.holiday);
  if (exception.offset == 0) return title;
  return title + same_in_both(fmt::format(" {:+}", exception.offset));
}

Slots added_by(const DatedException& exception) {
  Slots slots;
  for (const auto& slot : exception.add) slots.push_back(&slot);
  return slots;
}

Text skipped(const std::vector<std::string>& ids) {
  Text names;
  for (const auto& id : ids) {
    if (!names.vi.empty()) names = names + same_in_both(", ");
    names = names + quoted(id);
  }
  return names.vi.empty() ? Text{"không khung nào", "no slot"} : names;
}

// What an exception does, in one phrase.
Text summary_of(const DatedException& exception) {
  Text text = exception.replace ? Text{"thay cả ngày", "replaces the day"}
                                : Text{"ngày riêng", "an exception"};
  if (!exception.title.empty()) text = text + same_in_both(" ") + quoted(exception.title);
  if (!exception.skip.empty()) text = text + Text{", bỏ ", ", skips "} + skipped(exception.skip);
  const auto count = exception.add.size();
  if (count == 0) return text;
  return text + Text{fmt::format(", {} khung giờ", count),
                     fmt::format(", {} slot{}", count, count == 1 ? "" : "s")};
}

void compare(const DatedException& before, const DatedException& after, const Sides& sides,
             std::vector<Difference>& out) {
  const auto where = name_of(after);
  const auto days = [](int count) {
    return Text{fmt::format("{} ngày", count),
                fmt::format("{} day{}", count, count == 1 ? "" : "s")};
  };
  if (before.days != after.days) {
    out.push_back(
        {"exception-days", where,
         Text{"đổi số ngày", "its days changed"} + from_to(days(before.days), days(after.days))});
  }
  if (before.replace != after.replace) {
    out.push_back({"exception-replace", where,
                   after.replace ? Text{"thay cả ngày, không chỉ thêm bớt",
                                        "replaces the whole day instead of adding to it"}
                                 : Text{"chỉ thêm bớt, không thay cả ngày",
                                        "adds to the day instead of replacing it"}});
  }
  if (before.skip != after.skip) {
    out.push_back({"exception-skip", where,
                   Text{"khung bị bỏ đổi", "skipped slots changed"} +
                       from_to(skipped(before.skip), skipped(after.skip))});
  }
  auto changes = slot_changes(added_by(before), added_by(after), sides);
  std::ranges::stable_sort(changes, {}, &SlotChange::time);
  for (auto& change : changes) {
    out.push_back({change.code, where + same_in_both(" " + time_of_day_text(change.time)),
                   std::move(change.what)});
  }
}

}  // namespace

void week_differences(const Sides& sides, std::vector<Difference>& out) {
  const auto before = days_of(sides.before);
  const auto after = days_of(sides.after);
  struct Told {
    Text what;
    std::vector<unsigned> days;
  };
  // By time and sentence, so that one change on several days is told once.
  std::map<std::tuple<Seconds, std::string, std::string>, Told> told;
  for (unsigned day = 0; day < 7; ++day) {
    for (auto& change : slot_changes(before[day], after[day], sides)) {
      auto& one = told[{change.time, change.code, change.what.vi}];
      one.what = std::move(change.what);
      if (one.days.empty() || one.days.back() != day) one.days.push_back(day);
    }
  }
  std::vector<std::pair<std::tuple<unsigned, Seconds>, Difference>> sorted;
  for (auto& [key, one] : told) {
    const auto& [time, code, vi] = key;
    const auto where = day_names(one.days) + same_in_both(" " + time_of_day_text(time));
    sorted.push_back({{one.days.front(), time}, {code, where, std::move(one.what)}});
  }
  std::ranges::stable_sort(sorted, {}, [](const auto& one) { return one.first; });
  for (auto& [when, difference] : sorted) out.push_back(std::move(difference));
}

void exception_differences(const Sides& sides, std::vector<Difference>& out) {
  std::map<std::string, std::pair<const DatedException*, const DatedException*>> all;
  for (const auto& one : sides.before.exceptions) all[key_of(one)].first = &one;
  for (const auto& one : sides.after.exceptions) all[key_of(one)].second = &one;
  for (const auto& [key, pair] : all) {
    const auto [before, after] = pair;
    if (before == nullptr) {
      out.push_back(
          {"exception-added", name_of(*after), Text{"thêm ", "added: "} + summary_of(*after)});
    } else if (after == nullptr) {
      out.push_back(
          {"exception-removed", name_of(*before), Text{"bỏ ", "removed: "} + summary_of(*before)});
    } else {
      compare(*before, *after, sides, out);
    }
  }
}

}  // namespace loa::schedules::diff
