// The week with its exceptions.
#include "schedules/effective_day.h"

#include <algorithm>
#include <set>

#include "schedules/holidays.h"

namespace loa::schedules {
namespace {

bool pointed_before(const Slot* a, const Slot* b) { return begins_before(*a, *b); }

const std::vector<const Slot*>& none() {
  static const std::vector<const Slot*> slots;
  return slots;
}

bool id_before(const std::string& a, const std::string& b) {
  const auto [left, right] = std::ranges::mismatch(a, b);
  const char next_left = left == a.end() ? '/' : *left;
  const char next_right = right == b.end() ? '/' : *right;
  return next_left < next_right;
}

}  // namespace

bool goes_before(const Slot& a, const Slot& b) {
  if (a.level != b.level) return a.level < b.level;
  return id_before(a.id, b.id);
}

std::vector<date::local_days> dates_of(const DatedException& exception,
                                       const WeeklySchedule& schedule) {
  NamedDays named{std::nullopt, exception.holiday, exception.offset, exception.days};
  if (exception.holiday.empty()) named.date = exception.date;
  return dates_of(named, schedule.valid_from, schedule.valid_to);
}

bool begins_before(const Slot& a, const Slot& b) {
  if (a.start != b.start) return a.start < b.start;
  return goes_before(a, b);
}

EffectiveDays::EffectiveDays(const WeeklySchedule& schedule) : schedule_(schedule) {
  for (const auto& [days, slot] : schedule.slots) {
    for (const auto day : days) week_[day.c_encoding()].push_back(&slot);
  }
  for (auto& slots : week_) std::ranges::sort(slots, pointed_before);
  // Two exceptions for one date are an error of the file; the first counts, but a date goes before
  // a holiday.
  for (const bool holidays : {false, true}) {
    for (const auto& exception : schedule.exceptions) {
      if (exception.holiday.empty() == holidays) continue;
      for (const auto day : dates_of(exception, schedule)) exceptions_.emplace(day, &exception);
    }
  }
}

const std::vector<const Slot*>& EffectiveDays::slots_of(date::local_days day,
                                                        std::vector<const Slot*>& scratch) const {
  if (day < schedule_.valid_from || day > schedule_.valid_to) return none();
  const auto& usual = week_[date::weekday(day).c_encoding()];
  const auto found = exceptions_.find(day);
  if (found == exceptions_.end()) return usual;
  const auto& exception = *found->second;
  scratch.clear();
  if (!exception.replace) {
    const std::set<std::string_view> skipped(exception.skip.begin(), exception.skip.end());
    std::ranges::copy_if(usual, std::back_inserter(scratch),
                         [&](const Slot* slot) { return !skipped.contains(slot->id); });
  }
  const auto added = static_cast<std::ptrdiff_t>(scratch.size());
  for (const auto& slot : exception.add) scratch.push_back(&slot);
  std::sort(scratch.begin() + added, scratch.end(), pointed_before);
  std::inplace_merge(scratch.begin(), scratch.begin() + added, scratch.end(), pointed_before);
  return scratch;
}

std::size_t EffectiveDays::most_in(date::local_days first, date::local_days last) const {
  const auto from = std::max(first, schedule_.valid_from);
  const auto to = std::min(last, schedule_.valid_to);
  if (from > to) return 0;
  const auto weeks = static_cast<std::size_t>((to - from).count()) / 7 + 1;
  std::size_t most = 0;
  for (const auto& slots : week_) most += weeks * slots.size();
  for (auto found = exceptions_.lower_bound(from); found != exceptions_.end() && found->first <= to;
       ++found) {
    most += found->second->add.size();
  }
  return most;
}

}  // namespace loa::schedules
