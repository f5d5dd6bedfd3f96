// How well two stations keep time: two LiveAirs on two test cards whose clocks are off play the
// same cue; one JSON line.
//   drift [SECONDS] [PPM_A] [PPM_B]
// Each tenth of a second after the first ten, the place in the media that each card presents is
// compared with the steady clock's and with the other card's.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <thread>
#include <vector>

#include "audio/house_clock.h"
#include "audio/live_air.h"
#include "audio/wav.h"
#include "base/clock.h"
#include "support/test_card.h"

namespace {

using namespace loa;
using namespace std::chrono_literals;

constexpr double kTurn = audio::kRate;  // one turn of the two channels' pointer a second
constexpr float kRadius = 0.5F;

std::string make_pointer(const std::filesystem::path& folder, int seconds) {
  const auto path = folder / "pointer.wav";
  audio::WavWriter writer(path, audio::kRate, audio::kChannels);
  std::vector<float> second;
  for (int i = 0; i < audio::kRate; ++i) {
    const double angle = 2 * std::numbers::pi * i / kTurn;
    second.push_back(kRadius * static_cast<float>(std::cos(angle)));
    second.push_back(kRadius * static_cast<float>(std::sin(angle)));
  }
  for (int i = 0; i < seconds; ++i) writer.write(second);
  return path.string();
}

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

// The error of the pointer at `time`, in milliseconds; the whole seconds are known.
double error_ms(const tests::Segment& segment, base::Steady time, base::Steady start) {
  const std::int64_t frame = segment.frame_at(time);
  const double shown =
      std::atan2(segment.right(frame), segment.left(frame)) / 2 / std::numbers::pi * kTurn;
  const double due =
      audio::house_position_at(segment.time_of(frame)) - audio::house_position_at(start);
  const double error = shown - due;
  return (error - std::round(error / kTurn) * kTurn) / audio::kRate * 1000;
}

double quantile(std::vector<double> values, double q) {
  for (double& value : values) value = std::abs(value);
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(q * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 60;
  const double ppm_a = argc > 2 ? std::atof(argv[2]) : 100;
  const double ppm_b = argc > 3 ? std::atof(argv[3]) : -80;
  Station a(ppm_a);
  Station b(ppm_b);
  audio::Cue cue;
  cue.id = 1;
  cue.source = make_pointer(a.card.folder(), seconds + 1);
  cue.start = base::steady_now() + 4s;
  cue.length = std::chrono::seconds{seconds};
  a.air->cue(cue);
  b.air->cue(cue);
  std::this_thread::sleep_until(cue.start + cue.length + 1s);
  const auto heard_a = a.card.recording();
  const auto heard_b = b.card.recording();
  std::vector<double> errors_a;
  std::vector<double> errors_b;
  std::vector<double> between;
  for (base::Steady time = cue.start + 10s; time < cue.start + cue.length - 1s; time += 100ms) {
    errors_a.push_back(error_ms(heard_a.segments.back(), time, cue.start));
    errors_b.push_back(error_ms(heard_b.segments.back(), time, cue.start));
    between.push_back(errors_a.back() - errors_b.back());
  }
  if (between.empty()) return 1;
  fmt::print(
      "{{\"seconds\":{},\"ppm\":[{},{}],\"measured_ppm\":[{:.2f},{:.2f}],\"xruns\":{},"
      "\"clock_p99_ms\":[{:.4f},{:.4f}],\"between_p50_ms\":{:.4f},\"between_p95_ms\":{:.4f},"
      "\"between_max_ms\":{:.4f}}}\n",
      seconds, ppm_a, ppm_b, a.air->status().ppm, b.air->status().ppm,
      heard_a.xruns + heard_b.xruns, quantile(errors_a, 0.99), quantile(errors_b, 0.99),
      quantile(between, 0.5), quantile(between, 0.95), quantile(between, 1));
  return 0;
}
