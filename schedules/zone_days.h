// Civil time of one zone as absolute time, quick for many times in a row. Private to the room.
#pragma once

#include <date/tz.h>

#include <optional>

#include "base/time.h"
#include "schedules/model.h"

namespace loa::schedules {

// Remembers the zone's last offset. One thread; make one for each run of questions.
class ZoneDays {
 public:
  explicit ZoneDays(const date::time_zone* zone) : zone_(zone) {}

  // A civil time in a gap gives the transition; one that exists twice gives the first.
  date::sys_seconds absolute(date::local_seconds civil);
  // Whether the zone left the whole civil day out, as Samoa did with 2011-12-30.
  bool skipped(date::local_days day);
  date::local_seconds civil(date::sys_seconds absolute);
  // The start of `day` if the clocks run evenly from more than a day before it until more than a
  // day after it: each of its civil times is that much later. Nothing near a transition.
  std::optional<date::sys_seconds> even_midnight(date::local_days day);

 private:
  const date::sys_info& info_at(date::sys_seconds absolute);

  const date::time_zone* zone_;
  date::sys_info info_{};
  bool known_ = false;
};

}  // namespace loa::schedules
