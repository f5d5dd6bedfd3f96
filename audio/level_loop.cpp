#include "audio/level_loop.h"

#include <algorithm>

namespace loa::audio {
namespace {

constexpr double kAverage = 20;  // s
constexpr double kMost = 500e-6;

}  // namespace

void LevelLoop::step(double level, double elapsed) {
  level_ += (level - level_) * std::min(1.0, elapsed / kAverage);
  const double error = level_ - target_;
  trend_ = std::clamp(trend_ + pull_ * pull_ / 4 * error * elapsed, -kMost, kMost);
  rate_ = std::clamp(pull_ * error + trend_, -kMost, kMost);
}

}  // namespace loa::audio
