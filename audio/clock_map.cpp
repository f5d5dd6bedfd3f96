// A line over a sliding window of (time, frame) observations.
#include "audio/clock_map.h"

#include <algorithm>
#include <cmath>

#include "audio/air.h"

namespace loa::audio {
namespace {

constexpr double kSpacing = 0.08;     // seconds between observations worth keeping
constexpr double kSpanForRate = 2.0;  // seconds to see before the rate is believed
constexpr double kRateLimit = 500e-6;
constexpr double kUsualRate = 100e-6;     // the standard deviation of what crystals are off by
constexpr double kJump = 0.020 * kRate;   // frames
constexpr double kAgree = 0.005 * kRate;  // frames
constexpr double kRunSeconds = 0.5;
constexpr int kRun = 3;

double seconds_between(base::Steady from, base::Steady to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

void ClockMap::reset() {
  count_ = 0;
  astray_count_ = 0;
}

bool ClockMap::observe(base::Steady at, std::int64_t frame) {
  if (!known()) {
    begin_at(at, frame);
    return true;
  }
  const Point point = relative(at, frame);
  if (off(point)) {
    if (!jumped(point)) return true;
    begin_at(at, frame);
    return false;
  }
  astray_count_ = 0;
  if (point.seconds - last_seconds_ >= kSpacing) {
    add(point);
    fit();
  }
  return true;
}

base::Steady ClockMap::time_of(std::int64_t frame) const {
  const double wanted = static_cast<double>(frame - origin_frame_);
  const double offset = level_ - slope_ * kRate * centre_;
  const double seconds = (wanted - offset) / (kRate * (1 + slope_));
  return origin_time_ + base::Duration{std::llround(seconds * 1e9)};
}

std::int64_t ClockMap::frame_at(base::Steady time) const {
  return origin_frame_ + std::llround(frames_after(seconds_between(origin_time_, time)));
}

ClockMap::Point ClockMap::relative(base::Steady at, std::int64_t frame) const {
  const double seconds = seconds_between(origin_time_, at);
  return {seconds, static_cast<double>(frame - origin_frame_) - seconds * kRate};
}

void ClockMap::begin_at(base::Steady at, std::int64_t frame) {
  origin_time_ = at;
  origin_frame_ = frame;
  count_ = next_ = 0;
  astray_count_ = 0;
  slope_ = 0;
  add({});
  fit();
}

bool ClockMap::off(Point point) const {
  return std::abs(point.seconds * kRate + point.excess - frames_after(point.seconds)) > kJump;
}

bool ClockMap::jumped(Point point) {
  if (astray_count_ == 0 || std::abs(point.excess - astray_.excess) > kAgree) {
    astray_ = point;
    astray_count_ = 0;
  }
  ++astray_count_;
  return astray_count_ >= kRun && point.seconds - astray_.seconds >= kRunSeconds;
}

void ClockMap::add(Point point) {
  points_[next_] = point;
  next_ = (next_ + 1) % kWindow;
  count_ = std::min(count_ + 1, kWindow);
  last_seconds_ = point.seconds;
}

void ClockMap::fit() {
  double seconds = 0;
  double excess = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    seconds += points_[i].seconds;
    excess += points_[i].excess;
  }
  const double n = static_cast<double>(count_);
  centre_ = seconds / n;
  level_ = excess / n;
  double spread = 0;
  double covariance = 0;
  double scatter = 0;  // squares of frames, until it is less the line's
  for (std::size_t i = 0; i < count_; ++i) {
    const double x = points_[i].seconds - centre_;
    spread += x * x;
    const double y = points_[i].excess - level_;
    covariance += x * y;
    scatter += y * y;
  }
  const double oldest = points_[count_ < kWindow ? 0 : next_].seconds;
  if (last_seconds_ - oldest < kSpanForRate) return;
  const double noise = std::max(0.0, scatter - covariance * covariance / spread) / n;
  const double ridge = noise / (kUsualRate * kRate * kUsualRate * kRate);
  slope_ = std::clamp(covariance / (spread + ridge) / kRate, -kRateLimit, kRateLimit);
}

double ClockMap::frames_after(double seconds) const {
  return seconds * kRate + level_ + slope_ * kRate * (seconds - centre_);
}

}  // namespace loa::audio
