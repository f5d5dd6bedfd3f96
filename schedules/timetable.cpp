// Due times: civil days, one after another, turned into absolute time.
#include "schedules/timetable.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "schedules/effective_day.h"
#include "schedules/notation.h"
#include "schedules/zone_days.h"

namespace loa::schedules {
namespace {

using base::Wall;
using date::local_days;
using std::chrono::floor;

// A due start before it is written out; `order` is the slot's rank among those of its civil day.
struct Due {
  date::sys_seconds start;
  const Slot* slot;
  std::size_t order;
};

bool due_before(const Due& a, const Due& b) {
  if (a.start != b.start) return a.start < b.start;
  // Slots of different civil times can meet at the end of a gap.
  if (a.slot->level != b.slot->level) return a.slot->level < b.slot->level;
  if (a.slot->start == b.slot->start) return a.order < b.order;
  return a.slot->id + '/' < b.slot->id + '/';
}

void put_two(char* at, unsigned number) {
  at[0] = static_cast<char>('0' + number / 10);
  at[1] = static_cast<char>('0' + number % 10);
}

// Appends "/20261123T220000Z". By hand, as a year may have half a million of them.
void append_stamp(std::string& text, date::sys_seconds time) {
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

struct Timetable::Impl {
  explicit Impl(std::shared_ptr<const WeeklySchedule> given)
      : schedule(std::move(given)),
        zone(date::locate_zone(schedule->zone)),
        days(*schedule),
        prefix(fmt::format("{}.{}/", schedule->id, schedule->version)) {
    ZoneDays civil(zone);
    // A start in a gap moves by up to a day, an end comes up to a day after its start.
    begins = civil.absolute(date::local_seconds(schedule->valid_from)) - kDay;
    ends = civil.absolute(date::local_seconds(schedule->valid_to)) + 4 * kDay;
  }

  // The time around the validity; what lies beyond is cut off, so that no arithmetic overflows.
  Wall clip(Wall when) const { return std::clamp(when, Wall(begins), Wall(ends)); }

  // Appends the starts of one civil day.
  void due_on(local_days day, ZoneDays& civil, std::vector<const Slot*>& scratch,
              std::vector<Due>& out) const {
    const auto& slots = days.slots_of(day, scratch);
    if (slots.empty() || civil.skipped(day)) return;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      out.push_back({civil.absolute(date::local_seconds(day) + slots[i]->start), slots[i], i});
    }
  }

  // What starts in [from, to), both within the clipped time.
  std::vector<Due> due_in(Wall from, Wall to) const;
  Occurrence occurrence(const Due& due) const;

  std::shared_ptr<const WeeklySchedule> schedule;
  const date::time_zone* zone;
  EffectiveDays days;
  std::string prefix;
  date::sys_seconds begins;
  date::sys_seconds ends;
};

std::vector<Due> Timetable::Impl::due_in(Wall from, Wall to) const {
  ZoneDays civil(zone);
  std::vector<const Slot*> scratch;
  std::vector<Due> due;
  const auto first = floor<date::days>(civil.civil(floor<Seconds>(from))) - date::days(1);
  const auto last = floor<date::days>(civil.civil(floor<Seconds>(to))) + date::days(1);
  for (auto day = first; day <= last; day += date::days(1)) due_on(day, civil, scratch, due);
  std::erase_if(due, [&](const Due& d) { return d.start < from || d.start >= to; });
  std::ranges::sort(due, due_before);
  return due;
}

Occurrence Timetable::Impl::occurrence(const Due& due) const {
  const auto& slot = *due.slot;
  Occurrence result;
  result.key.reserve(slot.id.size() + 17);
  result.key.append(slot.id);
  append_stamp(result.key, due.start);
  result.id.reserve(prefix.size() + result.key.size());
  result.id.append(prefix).append(result.key);
  result.slot = slot.id;
  result.start = due.start;
  result.end = due.start + slot.length;
  result.programme = slot.programme;
  result.level = slot.level;
  result.start_rule = slot.start_rule;
  result.late_rule = slot.late_rule;
  result.slogans = slot.slogans;
  result.area = slot.area;
  return result;
}

Timetable::Timetable(std::shared_ptr<const WeeklySchedule> schedule)
    : impl_(std::make_unique<Impl>(std::move(schedule))) {}
Timetable::~Timetable() = default;
Timetable::Timetable(Timetable&&) noexcept = default;
Timetable& Timetable::operator=(Timetable&&) noexcept = default;

std::vector<Occurrence> Timetable::starting_in(Wall from, Wall to) const {
  std::vector<Occurrence> result;
  const auto due = impl_->due_in(impl_->clip(from), impl_->clip(to));
  result.reserve(due.size());
  for (const auto& one : due) result.push_back(impl_->occurrence(one));
  return result;
}

std::vector<Occurrence> Timetable::covering(Wall when) const {
  const auto clipped = impl_->clip(when);
  if (clipped != when) return {};
  std::vector<Occurrence> result;
  // Nothing lasts longer than a day; the nanosecond takes `when` itself in.
  for (const auto& one : impl_->due_in(when - kDay, when + base::Duration(1))) {
    if (one.start + one.slot->length > when) result.push_back(impl_->occurrence(one));
  }
  return result;
}

std::optional<Wall> Timetable::next_start(Wall when) const {
  const auto from = impl_->clip(when);
  ZoneDays civil(impl_->zone);
  std::vector<const Slot*> scratch;
  std::vector<Due> due;
  // A day's starts all come before the next day's.
  auto day = floor<date::days>(civil.civil(floor<Seconds>(from))) - date::days(1);
  for (; day <= impl_->schedule->valid_to; day += date::days(1)) {
    due.clear();
    impl_->due_on(day, civil, scratch, due);
    std::erase_if(due, [&](const Due& d) { return d.start < from; });
    if (!due.empty()) return std::ranges::min(due, {}, &Due::start).start;
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
