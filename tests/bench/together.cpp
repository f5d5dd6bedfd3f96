// How far two players are apart: plays a file at once by two LiveAirs on two test cards whose
// clocks are off, and compares by cross-correlation what the cards presented; then the same of two
// recordings that another program's players made on two test cards meanwhile. One JSON line.
//   together SECONDS PPM_A PPM_B MEDIUM.wav [OTHER_A OTHER_B]
// tests/bench/snapcast.py gives it both. The medium must not repeat itself: noise.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <thread>
#include <vector>

#include "audio/live_air.h"
#include "base/clock.h"
#include "support/test_card.h"

namespace {

using namespace loa;
using namespace std::chrono_literals;

constexpr std::int64_t kWindow = audio::kRate / 20;
constexpr std::int64_t kFarthest = audio::kRate / 10;  // apart, that is looked for
constexpr double kAlike = 0.7;                         // or it is not the same sound

struct Station {
  explicit Station(double ppm) : card(ppm, "S16_LE") {
    audio::LiveAirSettings settings;
    settings.output = "alsa:" + card.name();
    settings.decoder = std::filesystem::path(LOA_BUILD_DIR) / "bin/loa-decoder";
    air = std::make_unique<audio::LiveAir>(settings, audio::AirEvents{},
                                           [](std::function<void()> job) { job(); });
    air->wake();
  }
  tests::TestCard card;
  std::unique_ptr<audio::LiveAir> air;
};

// The segment that holds all frames from `before` of `time` to `after` it.
const tests::Segment* segment_around(const tests::Recording& heard, base::Steady time,
                                     std::int64_t before, std::int64_t after) {
  for (const tests::Segment& segment : heard.segments) {
    const std::int64_t at = segment.frame_at(time);
    if (at >= before && at + after < segment.frames()) return &segment;
  }
  return nullptr;
}

// Of the two windows, -1 to 1.
double likeness(const tests::Segment& a, std::int64_t at_a, const tests::Segment& b,
                std::int64_t at_b) {
  double both = 0;
  double power_a = 1e-12;
  double power_b = 1e-12;
  for (std::int64_t i = 0; i < kWindow; ++i) {
    const double one = a.left(at_a + i);
    const double other = b.left(at_b + i);
    both += one * other;
    power_a += one * one;
    power_b += other * other;
  }
  return both / std::sqrt(power_a * power_b);
}

// How much later, in milliseconds, `b` presents what `a` presents at `time`; nothing where they do
// not present the same within kFarthest.
std::optional<double> apart_at(const tests::Recording& a, const tests::Recording& b,
                               base::Steady time) {
  const auto* one = segment_around(a, time, 0, kWindow);
  const auto* other = segment_around(b, time, kFarthest + 1, kFarthest + kWindow + 1);
  if (one == nullptr || other == nullptr) return std::nullopt;
  const std::int64_t at = one->frame_at(time);
  const std::int64_t there = other->frame_at(one->time_of(at));
  std::vector<double> scores;
  for (std::int64_t lag = -kFarthest; lag <= kFarthest; ++lag)
    scores.push_back(likeness(*one, at, *other, there + lag));
  const auto best = std::ranges::max_element(scores) - scores.begin();
  if (best == 0 || best == 2 * kFarthest || scores[static_cast<std::size_t>(best)] < kAlike)
    return std::nullopt;
  const auto score = [&](std::ptrdiff_t i) { return scores[static_cast<std::size_t>(best + i)]; };
  // The top of the parabola through the three highest.
  const double top = (score(-1) - score(1)) / 2 / (score(-1) - 2 * score(0) + score(1));
  const double lag = static_cast<double>(best - kFarthest) + top;
  const std::chrono::duration<double, std::milli> rest = other->time_of(there) - one->time_of(at);
  return lag / audio::kRate * 1000 + rest.count();
}

double quantile(std::vector<double> values, double q) {
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(q * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

std::string compared(const tests::Recording& a, const tests::Recording& b, base::Steady from,
                     base::Steady to) {
  std::vector<double> apart;
  int looks = 0;
  for (base::Steady time = from; time < to; time += 250ms, ++looks)
    if (const auto found = apart_at(a, b, time)) apart.push_back(std::abs(*found));
  if (apart.empty()) return fmt::format("{{\"looks\":{},\"compared\":0}}", looks);
  return fmt::format(
      "{{\"looks\":{},\"compared\":{},\"xruns\":{},\"p50_ms\":{:.4f},\"p95_ms\":{:.4f},"
      "\"max_ms\":{:.4f}}}",
      looks, apart.size(), a.xruns + b.xruns, quantile(apart, 0.5), quantile(apart, 0.95),
      quantile(apart, 1));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const int seconds = std::atoi(argv[1]);
  Station a(std::atof(argv[2]));
  Station b(std::atof(argv[3]));
  audio::Cue cue;
  cue.id = 1;
  cue.source = argv[4];
  cue.start = base::steady_now() + 4s;
  cue.length = std::chrono::seconds{seconds};
  a.air->cue(cue);
  b.air->cue(cue);
  std::this_thread::sleep_until(cue.start + cue.length + 1s);
  const base::Steady from = cue.start + 10s;
  const base::Steady to = cue.start + cue.length - 1s;
  fmt::print("{{\"seconds\":{},\"ppm\":[{},{}],\"loa\":{}", seconds, argv[2], argv[3],
             compared(a.card.recording(), b.card.recording(), from, to));
  if (argc > 6)
    fmt::print(",\"other\":{}",
               compared(tests::recording_in(argv[5]), tests::recording_in(argv[6]), from, to));
  fmt::print("}}\n");
  return 0;
}
