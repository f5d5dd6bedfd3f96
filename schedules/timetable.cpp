// Due times: civil days, one after another, turned into absolute time.
#include "schedules/timetable.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

#include "schedules/effective_day.h"
#include "schedules/notation.h"
#include "schedules/zone_days.h"

namespace loa::schedules {
namespace {

using base::Wall;
using date::local_days;
using std::chrono::floor;

bool due_before(const Occurrence& a, const Occurrence& b) {
  if (a.start != b.start) return a.start < b.start;
  // Slots of different civil times can meet at the end of a gap.
  return goes_before(*a.slot, *b.slot);
}

bool same_key(const Occurrence& a, const Occurrence& b) {
  return a.start == b.start && a.slot->id == b.slot->id;
}

// Sorts what stands from `first` on. Two lines of one slot that meet at the end of a gap are one.
void put_in_order(std::vector<Occurrence>& due, std::size_t first) {
  const auto begin = due.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, due.end(), due_before);
  due.erase(std::unique(begin, due.end(), same_key), due.end());
}

void put_two(char* at, unsigned number) {
  at[0] = static_cast<char>('0' + number / 10);
  at[1] = static_cast<char>('0' + number % 10);
}

// Appends "/20261123T220000Z". By hand, as a year may have half a million of them.
void append_stamp(std::string& text, Wall when) {
  const auto time = floor<Seconds>(when);
  const auto day = floor<date::days>(time);
  const date::year_month_day civil(day);
  const auto year = static_cast<unsigned>(static_cast<int>(civil.year()));
  const auto second = static_cast<unsigned>((time - day).count());
  char stamp[] = "/YYYYMMDDThhmmssZ";
  put_two(stamp + 1, year / 100);
  put_two(stamp + 3, year % 100);
  put_two(stamp + 5, static_cast<unsigned>(civil.month()));
  put_two(stamp + 7, static_cast<unsigned>(civil.day()));
  put_two(stamp + 10, second / 3600);
  put_two(stamp + 12, second / 60 % 60);
  put_two(stamp + 14, second % 60);
  text.append(stamp, sizeof stamp - 1);
}

}  // namespace

std::string Occurrence::key() const {
  std::string key;
  key.reserve(slot->id.size() + 17);
  key.append(slot->id);
  append_stamp(key, start);
  return key;
}

std::string Occurrence::id() const {
  return fmt::format("{}.{}/{}", week->id, week->version, key());
}

struct Timetable::Impl {
  explicit Impl(std::shared_ptr<const WeeklySchedule> given)
      : schedule(std::move(given)), zone(date::locate_zone(schedule->zone)), days(*schedule) {
    ZoneDays civil(zone);
    // A start in a gap moves by up to a day, an end comes up to a day after its start.
    begins = civil.absolute(date::local_seconds(schedule->valid_from)) - kDay;
    ends = civil.absolute(date::local_seconds(schedule->valid_to)) + 4 * kDay;
    if (const auto& expires = schedule->warrant.expires) {
      ends = std::max(begins, std::min(ends, floor<Seconds>(*expires)));
    }
  }

  // The time around the validity; what lies beyond is cut off, so that no arithmetic overflows.
  Wall clip(Wall when) const { return std::clamp(when, Wall(begins), Wall(ends)); }

  // Calls `take(start, slot)` for what one civil day has. False if the clocks change near it, so
  // that its starts may be out of order, though only among themselves and those of such days.
  template <class Take>
  bool each_on(local_days day, ZoneDays& civil, std::vector<const Slot*>& scratch,
               Take take) const {
    const auto& slots = days.slots_of(day, scratch);
    if (slots.empty()) return true;
    if (const auto midnight = civil.even_midnight(day)) {
      for (const Slot* slot : slots) take(*midnight + slot->start, *slot);
      return true;
    }
    if (civil.skipped(day)) return true;
    for (const Slot* slot : slots) {
      take(civil.absolute(date::local_seconds(day) + slot->start), *slot);
    }
    return false;
  }

  // What starts in [from, to), both within the clipped time, in due order.
  std::vector<Occurrence> due_in(Wall from, Wall to) const;
  // The first start of a civil day that is not before `from`.
  std::optional<Wall> first_on(local_days day, Wall from, ZoneDays& civil,
                               std::vector<const Slot*>& scratch) const;

  std::shared_ptr<const WeeklySchedule> schedule;
  const date::time_zone* zone;
  EffectiveDays days;
  date::sys_seconds begins;
  date::sys_seconds ends;
};

std::vector<Occurrence> Timetable::Impl::due_in(Wall from, Wall to) const {
  ZoneDays civil(zone);
  std::vector<const Slot*> scratch;
  std::vector<Occurrence> due;
  const auto first = floor<date::days>(civil.civil(floor<Seconds>(from))) - date::days(1);
  const auto last = floor<date::days>(civil.civil(floor<Seconds>(to))) + date::days(1);
  if (last - first > date::days(7)) due.reserve(days.most_in(first, last));
  std::size_t in_order = 0;
  for (auto day = first; day <= last; day += date::days(1)) {
    const bool even = each_on(day, civil, scratch, [&](date::sys_seconds start, const Slot& slot) {
      if (start < from || start >= to) return;
      due.push_back({schedule, &slot, start, start + slot.length});
    });
    if (!even) put_in_order(due, in_order);
    if (even) in_order = due.size();
  }
  return due;
}

std::optional<Wall> Timetable::Impl::first_on(local_days day, Wall from, ZoneDays& civil,
                                              std::vector<const Slot*>& scratch) const {
  if (const auto midnight = civil.even_midnight(day)) {
    const auto& slots = days.slots_of(day, scratch);
    const auto found = std::ranges::lower_bound(
        slots, from, {}, [&](const Slot* slot) { return Wall(*midnight + slot->start); });
    if (found == slots.end()) return std::nullopt;
    return *midnight + (*found)->start;
  }
  std::optional<Wall> first;
  each_on(day, civil, scratch, [&](date::sys_seconds start, const Slot&) {
    if (start >= from && (!first || start < *first)) first = start;
  });
  return first;
}

Timetable::Timetable(std::shared_ptr<const WeeklySchedule> schedule)
    : impl_(std::make_unique<Impl>(std::move(schedule))) {}
Timetable::~Timetable() = default;
Timetable::Timetable(Timetable&&) noexcept = default;
Timetable& Timetable::operator=(Timetable&&) noexcept = default;

std::vector<Occurrence> Timetable::starting_in(Wall from, Wall to) const {
  return impl_->due_in(impl_->clip(from), impl_->clip(to));
}

std::vector<Occurrence> Timetable::covering(Wall when) const {
  const auto clipped = impl_->clip(when);
  if (clipped != when) return {};
  // Nothing lasts longer than a day; the nanosecond takes `when` itself in.
  auto due = impl_->due_in(when - kDay, when + base::Duration(1));
  std::erase_if(due, [&](const Occurrence& one) { return one.end <= when; });
  return due;
}

std::optional<Wall> Timetable::next_start(Wall when) const {
  const auto from = impl_->clip(when);
  ZoneDays civil(impl_->zone);
  std::vector<const Slot*> scratch;
  // A day's starts all come before the next day's.
  auto day = floor<date::days>(civil.civil(floor<Seconds>(from))) - date::days(1);
  for (; day <= impl_->schedule->valid_to; day += date::days(1)) {
    const auto start = impl_->first_on(day, from, civil, scratch);
    if (start && *start >= impl_->ends) return std::nullopt;
    if (start) return start;
  }
  return std::nullopt;
}

const WeeklySchedule& Timetable::schedule() const { return *impl_->schedule; }

Wall Timetable::start_of_day(local_days day) const {
  return ZoneDays(impl_->zone).absolute(date::local_seconds(day));
}

local_days Timetable::local_day(Wall when) const {
  return floor<date::days>(ZoneDays(impl_->zone).civil(floor<Seconds>(when)));
}

std::string Timetable::local_rfc3339(Wall when) const {
  const auto second = floor<Seconds>(when);
  // RFC 3339 knows no seconds of offset, which some zones had until 1972.
  const auto offset =
      std::chrono::duration_cast<std::chrono::minutes>(impl_->zone->get_info(second).offset);
  const auto civil = second + offset;
  const auto day = floor<date::days>(civil);
  const auto time = (civil - day).count();
  const auto minutes = std::abs(offset.count());
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}",
                     date_text(local_days(day.time_since_epoch())), time / 3600, time / 60 % 60,
                     time % 60, offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace loa::schedules
