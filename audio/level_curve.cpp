#include "audio/level_curve.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace loa::audio {

float LevelCurve::level(const Leg& leg, std::int64_t frame) {
  const std::int64_t gone = frame - leg.move.from;
  if (gone >= leg.move.length) return leg.move.to;
  const auto done = static_cast<float>(gone) / static_cast<float>(leg.move.length);
  const float share = 0.5F - 0.5F * std::cos(done * std::numbers::pi_v<float>);
  return leg.start + (leg.move.to - leg.start) * share;
}

void LevelCurve::move(const Move& move, std::int64_t now) {
  std::erase_if(legs_, [&](const Leg& leg) { return leg.move.from >= move.from; });
  while (legs_.size() > 1 && legs_[1].move.from <= now) legs_.erase(legs_.begin());
  legs_.push_back({move, at(move.from)});
}

float LevelCurve::at(std::int64_t frame) const {
  float now = 1.0F;
  for (const Leg& leg : legs_)
    if (leg.move.from <= frame) now = level(leg, frame);
  return now;
}

bool LevelCurve::rests(std::int64_t from, std::int64_t frames) const {
  return std::ranges::none_of(legs_, [&](const Leg& leg) {
    const bool before = from + frames <= leg.move.from;
    const bool after = from >= leg.move.from + leg.move.length;
    return !before && !after;
  });
}

}  // namespace loa::audio
