// Judges the wall clock: a machine without I/O. What the kernel says of the clock goes in; what the
// station may believe comes out.
#pragma once

#include <optional>

#include "base/time.h"

namespace loa::daemon {

// The wall clock jumped against the steady one.
struct ClockStep {
  base::Wall from{};
  base::Wall to{};
  base::Duration by{0};
};

class Timekeeper {
 public:
  // Smaller changes are a clock being slewed, not a step.
  static constexpr base::Duration kStep = std::chrono::milliseconds{500};
  // A trusted clock that jumps further than this is not believed...
  static constexpr base::Duration kSuspiciousStep = std::chrono::hours{1};
  // ...until it has kept its new time for so long,
  static constexpr base::Duration kProbation = std::chrono::minutes{5};
  // ...and what it jumped over is not settled as missed before this: a wrong clock that goes right
  // again must not have used up the weeks between.
  static constexpr base::Duration kSettlingHold = std::chrono::hours{24};
  // A station that was off for longer settles its past only after kSettlingHold as well.
  static constexpr base::Duration kLongAbsence = std::chrono::hours{24 * 30};

  // `last_known`: the newest wall time that the journal remembers, if any.
  explicit Timekeeper(std::optional<base::Wall> last_known) : last_known_(last_known) {}

  struct Observation {
    base::Now now;                  // with the quality that the station may believe
    std::optional<ClockStep> step;  // since the last observation
    bool became_trusted = false;
  };
  Observation observe(base::Now raw);

  // Whether what lies before the last jump may be settled as missed.
  bool may_settle_past(base::Steady now) const { return now >= settle_from_; }
  base::Steady settle_from() const { return settle_from_; }
  // When observe() should be called at the latest for the sake of a probation.
  std::optional<base::Steady> next_wakeup() const;

 private:
  std::optional<ClockStep> find_step(const base::Now& raw);
  base::ClockQuality judge(const base::Now& raw);

  std::optional<base::Wall> last_known_;
  std::optional<base::Now> last_;
  bool was_synced_ = false;
  bool trusted_ = false;
  std::optional<base::Steady> probation_ends_;
  base::Steady settle_from_ = base::Steady::min();
};

}  // namespace loa::daemon
