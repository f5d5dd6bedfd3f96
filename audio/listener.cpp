// Windows a second apart, each complete on both sides before it is compared.
#include "audio/listener.h"

namespace loa::audio {
namespace {

// Windows that wait for a capture that does not come are given up after this.
constexpr std::int64_t kWaitForCapture = std::int64_t{5} * kSpeechRate;

}  // namespace

void Listener::sent(const ReferenceBlock& block) {
  samples_.clear();
  sent_decimator_.add(std::span(block.mono).first(block.frames - block.frames % kSpeechRatio),
                      samples_);
  const base::Steady at = block.at - SpeechDecimator::latency();
  const std::int64_t first = SpeechTrack::number_at(at);
  const bool begins = sent_.empty() || first - sent_.end() > kHop / 10;
  sent_.add(at, samples_);
  if (begins) next_ = first;
  if (changes_.empty() || changes_.back().cue != block.cue) changes_.push_back({first, block.cue});
}

void Listener::captured(base::Steady at, std::span<const float> mono) {
  samples_.clear();
  heard_decimator_.add(mono, samples_);
  heard_.add(at - SpeechDecimator::latency(), samples_);
}

CueId Listener::cue_at(std::int64_t number) {
  while (changes_.size() > 1 && changes_[1].from <= number) changes_.pop_front();
  return changes_.front().cue;
}

std::optional<Match> Listener::compare() {
  while (!sent_.empty() && sent_.end() >= next_ + Correlator::kWindow) {
    const std::int64_t captured = next_ + Correlator::kEarliest;
    const bool there = !heard_.empty() && heard_.end() >= captured + Correlator::kCaptured;
    if (!there && sent_.end() - next_ < kWaitForCapture) return std::nullopt;
    sent_window_.resize(Correlator::kWindow);
    heard_window_.resize(Correlator::kCaptured);
    const std::int64_t window = next_;
    next_ += kHop;
    if (!there || !sent_.copy(window, sent_window_) || !heard_.copy(captured, heard_window_))
      continue;
    const Match match = correlator_.compare(sent_window_, heard_window_);
    add(match, cue_at(window + Correlator::kWindow / 2));
    return match;
  }
  return std::nullopt;
}

void Listener::add(const Match& match, CueId cue) {
  hearing_.add(match);
  if (cue != last_cue_) of_cue_ = Hearing(hearing_.first_gain());
  last_cue_ = cue;
  of_cue_.add(match);
}

}  // namespace loa::audio
