// Counting, and a gentle pull.
#include "audio/steady_place.h"

#include <algorithm>
#include <cmath>

#include "audio/air.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration kFarOff = 40ms;
constexpr double kLearning = 20.0;  // seconds in which the rate comes to two thirds of what is said
constexpr double kSettle = 10.0;    // the same of an error of the place
constexpr double kMostGlide = 50e-6;

}  // namespace

base::Steady SteadyPlace::place(base::Steady said, std::int64_t frames, double ppm) {
  if (!placed_ || said - next_ > kFarOff || next_ - said > kFarOff) next_ = said;
  placed_ = true;
  const base::Steady at = next_;
  const double seconds = static_cast<double>(frames) / kRate;
  rate_ += (ppm * 1e-6 - rate_) * std::min(1.0, seconds / kLearning);
  const double off = std::chrono::duration<double>(said - next_).count();
  const double glide = std::clamp(off / kSettle, -kMostGlide, kMostGlide);
  next_ += base::Duration{std::llround(1e9 * seconds * (1 - rate_ + glide))};
  return at;
}

}  // namespace loa::audio
