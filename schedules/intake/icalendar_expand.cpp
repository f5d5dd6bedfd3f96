// Rules are followed without a zone, as the RFC wants: a start keeps its civil time when clocks
// change.
#include "schedules/intake/icalendar_expand.h"

#include <algorithm>
#include <memory>
#include <set>

#include "schedules/intake/icalendar_write.h"
#include "schedules/zone_days.h"

namespace loa::schedules::intake::icalendar {
namespace {

using date::days;
using date::local_days;
using date::local_seconds;
using std::chrono::floor;

// No zone is further than this from another.
constexpr days kZonesApart{2};

struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

local_seconds from_ical(const icaltimetype& time) {
  const auto day = local_days(date::year(time.year) / time.month / time.day);
  return local_seconds(day) + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
         Seconds(time.second);
}

// UNTIL in the event's own civil time; a date means all of that day.
void localize_until(icalrecurrencetype& rule, const date::time_zone* own) {
  if (icaltime_is_null_time(rule.until)) return;
  if (rule.until.is_date != 0) {
    rule.until = to_ical(from_ical(rule.until) + days(1) - Seconds(1));
  } else if (icaltime_is_utc(rule.until)) {
    const auto utc = date::sys_seconds(from_ical(rule.until).time_since_epoch());
    rule.until = to_ical(ZoneDays(own).civil(utc));
  }
}

// Starts that do not take place, in the event's own civil time.
class LeftOut {
 public:
  explicit LeftOut(const date::time_zone* own) : own_(own) {}

  void add(const std::vector<Moment>& moments) {
    for (const auto& moment : moments) {
      if (moment.whole_day) days_.insert(floor<days>(moment.civil));
      if (!moment.whole_day) times_.insert(civil_in(own_, moment));
    }
  }
  bool has(local_seconds civil) const {
    return times_.contains(civil) || days_.contains(floor<days>(civil));
  }

 private:
  const date::time_zone* own_;
  std::set<local_seconds> times_;
  std::set<local_days> days_;
};

// From one zone's civil time to another's.
void bring(std::vector<local_seconds>& all, const date::time_zone* from,
           const date::time_zone* to) {
  if (from == to) return;
  ZoneDays theirs(from);
  ZoneDays ours(to);
  for (auto& civil : all) civil = ours.civil(theirs.absolute(civil));
}

}  // namespace

local_seconds civil_in(const date::time_zone* zone, const Moment& moment) {
  if (moment.zone == nullptr || moment.zone == zone) return moment.civil;
  return ZoneDays(zone).civil(ZoneDays(moment.zone).absolute(moment.civil));
}

bool goes_on_for_ever(const Event& event) {
  return std::ranges::any_of(event.rules, [](const icalrecurrencetype& rule) {
    return rule.count == 0 && icaltime_is_null_time(rule.until);
  });
}

std::vector<local_seconds> Expansion::of_rule(icalrecurrencetype rule, local_seconds first,
                                              const date::time_zone* own) {
  localize_until(rule, own);
  const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator(
      icalrecur_iterator_new(rule, to_ical(first)));
  std::vector<local_seconds> starts;
  if (!iterator) return starts;
  const local_seconds begin(from_ - kZonesApart);
  const local_seconds end(to_ + kZonesApart);
  // What lies before need not be walked through, unless it counts.
  if (rule.count == 0 && first < begin)
    icalrecur_iterator_set_start(iterator.get(), to_ical(begin));
  while (left_ > 0) {
    const auto next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next)) break;
    --left_;
    const auto civil = from_ical(next);
    if (civil >= end) break;
    if (civil >= begin) starts.push_back(civil);
  }
  return starts;
}

std::vector<local_seconds> Expansion::starts(const Event& event, const std::vector<Moment>& moved) {
  const auto* own = event.start.zone == nullptr ? zone_ : event.start.zone;
  std::vector<local_seconds> all;
  if (event.rules.empty()) all.push_back(event.start.civil);
  for (const auto& rule : event.rules) {
    const auto some = of_rule(rule, event.start.civil, own);
    all.insert(all.end(), some.begin(), some.end());
  }
  const auto time_of_day = event.start.civil - floor<days>(event.start.civil);
  for (const auto& moment : event.added) {
    all.push_back(moment.whole_day ? moment.civil + time_of_day : civil_in(own, moment));
  }
  LeftOut left_out(own);
  left_out.add(event.left_out);
  left_out.add(moved);
  std::erase_if(all, [&](local_seconds civil) { return left_out.has(civil); });
  bring(all, own, zone_);
  std::erase_if(all, [&](local_seconds civil) {
    return civil < local_seconds(from_) || civil >= local_seconds(to_ + days(1));
  });
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace loa::schedules::intake::icalendar
