// A time that has surely passed, for a board that boots without a clock battery.
#pragma once

#include "base/timers.h"
#include "journal/journal.h"
#include "protocol/tls.h"

namespace loa::daemon {

// By the station's own knowledge: the latest of the last trusted time that the journal remembers or
// its newest rows tell, the time for which it has run since then, and the time of this program's
// file.
base::Wall clock_floor(const journal::Journal& journal);

// How far the centre's word may be ahead of clock_floor(). A centre whose clock is years ahead must
// not have its stations refuse every certificate for good. A server's certificate is made anew when
// a third of its two years is left (protocol/kept_identity.h), so it always has 243 days before it:
// at what 200 days ahead of the truth says, all certificates still hold.
inline constexpr base::Duration kCentreLead = std::chrono::hours{24 * 200};

// What certificates are judged by: clock_floor(), or what the centre said, as far as kCentreLead
// allows. Only the station's own knowledge counts against the bound, so that it cannot be moved on
// step by step.
base::Wall certificate_floor(const journal::Journal& journal);

// What a certificate is judged by: a clock that is not trusted says only that the floor has passed.
protocol::TimeBounds certificate_time(const base::Now& now, base::Wall floor);

// Writes into the journal once an hour what has surely passed: while the clock is trusted, the wall
// time; while it is not, the floor and how long the station has run since. A disk that refuses is
// logged: the floor is then older.
class FloorKeeper {
 public:
  FloorKeeper(base::Timers& timers, journal::Journal& journal);
  ~FloorKeeper();
  FloorKeeper(const FloorKeeper&) = delete;
  FloorKeeper& operator=(const FloorKeeper&) = delete;

  // The centre says what time it is, and has signed that. Written where it is an hour later than
  // what is known, and only while the clock is not trusted.
  void heard(base::Wall time);

 private:
  void keep();
  void keep_hourly();
  void remember(const char* name, base::Wall time);

  base::Timers& timers_;
  journal::Journal& journal_;
  base::Timers::Id timer_ = 0;
  // What had surely passed at a moment of the steady clock.
  base::Wall known_;
  base::Steady known_at_;
};

}  // namespace loa::daemon
