// Steps, holdover and probation of the wall clock.
#include "daemon/timekeeper.h"

#include <algorithm>

namespace loa::daemon {

using base::ClockQuality;
using base::Now;

std::optional<ClockStep> Timekeeper::find_step(const Now& raw) {
  if (!last_) return std::nullopt;
  const base::Wall expected = last_->wall_at(raw.steady);
  const base::Duration by = raw.wall - expected;
  if (std::chrono::abs(by) < kStep) return std::nullopt;
  return ClockStep{expected, raw.wall, by};
}

ClockQuality Timekeeper::judge(const Now& raw) {
  if (raw.quality == ClockQuality::synced) was_synced_ = true;
  const bool holds_over = was_synced_ && raw.quality == ClockQuality::floor;
  const ClockQuality quality = holds_over ? ClockQuality::holdover : raw.quality;
  if (probation_ends_ && raw.steady >= *probation_ends_) probation_ends_.reset();
  return probation_ends_ ? std::min(quality, ClockQuality::floor) : quality;
}

Timekeeper::Observation Timekeeper::observe(Now raw) {
  Observation seen;
  seen.step = find_step(raw);
  if (seen.step && std::chrono::abs(seen.step->by) > kSuspiciousStep && trusted_) {
    probation_ends_ = raw.steady + kProbation;
    settle_from_ = raw.steady + kSettlingHold;
  }
  last_ = raw;
  seen.now = raw;
  seen.now.quality = judge(raw);
  const bool trusted_now = base::trusted(seen.now.quality);
  seen.became_trusted = trusted_now && !trusted_;
  if (seen.became_trusted && last_known_) {
    if (raw.wall - *last_known_ > kLongAbsence) settle_from_ = raw.steady + kSettlingHold;
    last_known_.reset();
  }
  // A clock in probation was trusted; it stays so for the judgement of further steps.
  if (!probation_ends_) trusted_ = trusted_now;
  return seen;
}

std::optional<base::Steady> Timekeeper::next_wakeup() const { return probation_ends_; }

}  // namespace loa::daemon
