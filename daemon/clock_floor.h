// A time that has surely passed, for a board that boots without a clock battery.
#pragma once

#include "base/timers.h"
#include "journal/journal.h"
#include "protocol/tls.h"

namespace loa::daemon {

// The later of the last time that the journal remembers and the time of this program's file.
base::Wall clock_floor(const journal::Journal& journal);

// What a certificate is judged by: a clock that is not trusted says only that the floor has passed.
protocol::TimeBounds certificate_time(const base::Now& now, base::Wall floor);

// Writes the wall time into the journal while it is trusted: after something was recorded, though
// not more than once a minute, and once an hour. A disk that refuses is logged: the floor is then
// older.
class FloorKeeper {
 public:
  FloorKeeper(base::Timers& timers, journal::Journal& journal);
  ~FloorKeeper();
  FloorKeeper(const FloorKeeper&) = delete;
  FloorKeeper& operator=(const FloorKeeper&) = delete;

  // Something may have been recorded.
  void look();

 private:
  void keep();
  void keep_hourly();

  base::Timers& timers_;
  journal::Journal& journal_;
  base::Timers::Id timer_ = 0;
  std::uint64_t seq_ = 0;
  base::Steady kept_{};
};

}  // namespace loa::daemon
