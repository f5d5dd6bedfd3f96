// Block by block, step by step.
#include "audio/output_watch.h"

#include <algorithm>

namespace loa::audio {
void OutputWatch::begin(base::Steady at, base::Duration delay, bool audible) {
  at_ = at;
  begun_ = true;
  audible_ = audible;
  due_.clear();
  for (CueTally& tally : tallies_) {
    ++tally.looks;
    tally.delays += delay;
  }
}

OutputWatch::CueTally& OutputWatch::tally_of(CueId cue) {
  const auto found = std::ranges::find(tallies_, cue, &CueTally::cue);
  if (found != tallies_.end()) return *found;
  tallies_.emplace_back().cue = cue;
  return tallies_.back();
}

void OutputWatch::due(CueId cue) {
  tally_of(cue);
  due_.push_back(cue);
  last_cue_ = cue;
}

void OutputWatch::process(std::span<float> frames) {
  if (reference_ != nullptr && !due_.empty()) reference_->put(at_, last_cue_, frames);
  std::span<const float> left = frames;
  while (!left.empty()) {
    const std::size_t before = left.size();
    const auto step = meter_.take(left);
    at_ += duration_of(static_cast<std::int64_t>(before - left.size()) / kChannels);
    if (step && begun_) count(*step);
  }
  begun_ = false;
  due_.clear();
}

void OutputWatch::count(const SoundStep& step) {
  const SoundFault before = guard_.fault();
  guard_.step(at_ - kStepLength, step, audible_ && !due_.empty());
  const SoundFault fault = guard_.fault();
  const base::Duration length = fault == before ? kStepLength : guard_.lasted();
  for (const CueId cue : due_) {
    CueTally& tally = tally_of(cue);
    ++tally.steps;
    tally.power += step.power;
    // The first step may have begun before the cue.
    if (tally.steps > 4) tally.loudness.add(meter_.momentary());
    if (fault == SoundFault::silent) tally.silent += length;
    if (fault == SoundFault::stuck) tally.stuck += length;
  }
}

void OutputWatch::nothing_on() { guard_.step(at_, {}, false); }

CueProof OutputWatch::take(CueId cue) {
  CueProof proof;
  const auto found = std::ranges::find(tallies_, cue, &CueTally::cue);
  if (found == tallies_.end()) return proof;
  proof.metered = found->steps * kStepFrames;
  if (found->steps > 0)
    proof.rms_db = power_decibels(found->power / static_cast<double>(found->steps));
  proof.loudness = found->loudness.value();
  if (found->looks > 0) proof.delay = found->delays / static_cast<std::int64_t>(found->looks);
  proof.silent = found->silent;
  proof.stuck = found->stuck;
  tallies_.erase(found);
  return proof;
}

}  // namespace loa::audio
