// Pairs, medians, reasons.
#include "audio/hearing.h"

#include <algorithm>
#include <cstdlib>

namespace loa::audio {
namespace {

constexpr std::int64_t kSameDelay = kSpeechRate / 200;  // 5 ms
constexpr std::size_t kEnough = 4;                      // windows to say that it is not heard

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

template <class Of>
double median_of(const std::vector<Match>& matches, Of of) {
  std::vector<double> values;
  values.reserve(matches.size());
  for (const Match& match : matches) values.push_back(of(match));
  return median(std::move(values));
}

}  // namespace

// The recent windows that scored, and agree with the best of them on the delay.
std::vector<Match> Hearing::hits() const {
  const auto best = std::ranges::max_element(recent_, {}, &Match::score);
  std::vector<Match> agreeing;
  for (const Match& match : recent_) {
    const bool same = std::abs(match.delay - best->delay) <= kSameDelay;
    if (match.score >= kScore && same) agreeing.push_back(match);
  }
  return agreeing;
}

void Hearing::add(const Match& match) {
  if (match.sent_db < kQuiet) return;
  recent_.push_back(match);
  if (recent_.size() > kRecent) recent_.pop_front();
  ++windows_;
  if (match.score >= kScore) {
    ++heard_;
    scores_ += match.score;
    gains_ += match.gain_db;
  }
  if (match.score > best_score_) {
    best_score_ = match.score;
    best_delay_ms_ = 1000.0 * static_cast<double>(match.delay) / kSpeechRate;
  }
  const auto agreeing = hits();
  if (agreeing.size() >= 2 && match.score >= kScore) calibrate(match.gain_db);
  verdict_ = judge(agreeing);
  worst_ = std::max(worst_, verdict_);
}

void Hearing::calibrate(double gain_db) {
  if (first_gain_) return;
  calibrating_.push_back(gain_db);
  if (calibrating_.size() >= kCalibrating) first_gain_ = median(calibrating_);
}

AirVerdict Hearing::judge(const std::vector<Match>& hits) const {
  if (hits.size() < 2) return recent_.size() < kEnough ? AirVerdict::unknown : why_not();
  const double gain = median_of(hits, [](const Match& match) { return match.gain_db; });
  const bool fallen = first_gain_ && gain - *first_gain_ <= kFallen;
  return fallen ? AirVerdict::fallen : AirVerdict::heard;
}

AirVerdict Hearing::why_not() const {
  std::vector<Match> missed;
  for (const Match& match : recent_)
    if (match.score < kScore) missed.push_back(match);
  if (missed.empty()) return AirVerdict::wrong;
  const double level = median_of(missed, [](const Match& match) { return match.heard_db; });
  const double sent = median_of(missed, [](const Match& match) { return match.sent_db; });
  if (level < kDead) return AirVerdict::dead;
  const bool muted = first_gain_ ? level - sent - *first_gain_ < kMuted : level < kSilent;
  return muted ? AirVerdict::muted : AirVerdict::wrong;
}

LoopbackProof Hearing::proof() const {
  LoopbackProof proof;
  proof.verdict = worst_;
  proof.windows = windows_;
  proof.heard = heard_;
  if (heard_ > 0) {
    proof.score = scores_ / heard_;
    proof.delay_ms = best_delay_ms_;
    if (first_gain_) proof.gain_db = gains_ / heard_ - *first_gain_;
  }
  return proof;
}

}  // namespace loa::audio
