// Flat, the same, or alive: step by step.
#include "audio/sound_guard.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration kGap = 1s;   // in the steps: the device was started anew
constexpr base::Duration kBack = 1s;  // of sound ends a fault
constexpr double kSameLevel = 0.5;    // dB
constexpr int kSameCrossings = 3;

}  // namespace

void SoundGuard::forget() {
  due_since_.reset();
  flat_since_.reset();
  same_since_.reset();
  sound_since_.reset();
}

void SoundGuard::step(base::Steady at, const SoundStep& step, bool due) {
  if (!due) {
    forget();
    fault_ = SoundFault::none;
    return;
  }
  if (at - end_ > kGap || end_ - at > kGap) forget();
  end_ = at + kStepLength;
  if (!due_since_) due_since_ = at;
  look_for_silence(at, step);
  look_for_sameness(at, step);
  judge(end_, std::min(step.same, end_ - *due_since_));
}

void SoundGuard::look_for_silence(base::Steady at, const SoundStep& step) {
  if (power_decibels(step.moving) >= limits_.floor) {
    flat_since_.reset();
    return;
  }
  const bool dc = decibels(step.mean) >= limits_.floor;
  if (!flat_since_ || dc != dc_) flat_since_ = at;
  dc_ = dc;
}

void SoundGuard::look_for_sameness(base::Steady at, const SoundStep& step) {
  const double level = power_decibels(step.power);
  const int leeway = std::max(kSameCrossings, same_crossings_ / 10);
  const bool same = std::abs(level - same_level_) <= kSameLevel &&
                    std::abs(step.crossings - same_crossings_) <= leeway;
  if (level < limits_.floor) {
    same_since_.reset();
  } else if (!same_since_ || !same) {
    same_since_ = at;
    same_level_ = level;
    same_crossings_ = step.crossings;
  }
}

// The fault that there is at `until`, and how long it has lasted.
std::optional<SoundFault> SoundGuard::found(base::Steady until, base::Duration tone) {
  if (flat_since_ && until - *flat_since_ >= limits_.silent) {
    lasted_ = until - *flat_since_;
    return dc_ ? SoundFault::stuck : SoundFault::silent;
  }
  const base::Duration hiss = same_since_ ? until - *same_since_ : base::Duration{0};
  if (tone < limits_.tone && hiss < limits_.hiss) return std::nullopt;
  lasted_ = std::max(tone, hiss);
  return SoundFault::stuck;
}

void SoundGuard::judge(base::Steady until, base::Duration tone) {
  if (const auto fault = found(until, tone)) {
    fault_ = *fault;
    sound_since_.reset();
    return;
  }
  const bool alive = !flat_since_ && (!same_since_ || until - *same_since_ <= kStepLength);
  if (!alive) return;
  if (!sound_since_) sound_since_ = until - kStepLength;
  if (until - *sound_since_ >= kBack) fault_ = SoundFault::none;
}

}  // namespace loa::audio
