// How well two stations keep time: two LiveAirs on two test cards whose clocks are off play the
// same cue; one JSON line.
//   drift [SECONDS] [PPM_A] [PPM_B]
// Each tenth of a second after the first ten, the place in the media that each card presents is
// compared with the steady clock's and with the other card's. `start_ms` is where each stands half
// a second after the cue's start, `steps` how often a card's place moved by more than 0.05 ms in a
// tenth, `busy` the share of the machine's processors that was at work meanwhile. An hour takes
// 0.7 GB a card in TMPDIR, and 1.4 GB for the media.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <numbers>
#include <numeric>
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
    audio::AirEvents events;
    events.ended = [this](const audio::CueEnded& event) { ended = event; };
    air = std::make_unique<audio::LiveAir>(settings, events, [this](std::function<void()> job) {
      const std::lock_guard lock(mutex);
      job();
    });
    air->wake();
  }
  audio::CueEnded end() {
    const std::lock_guard lock(mutex);
    return ended;
  }
  tests::TestCard card;
  std::mutex mutex;
  audio::CueEnded ended;
  std::unique_ptr<audio::LiveAir> air;
};

// What was measured of one station, errors in milliseconds.
struct Kept {
  double ppm = 0;
  int xruns = 0;
  std::uint64_t underruns = 0;
  audio::CueEnded end;
  double start = 0;
  std::vector<double> errors;
};

// Jiffies of all processors: at work, and all.
std::pair<double, double> processor_time() {
  std::ifstream in("/proc/stat");
  std::string cpu;
  in >> cpu;
  std::vector<double> parts(8);
  for (double& part : parts) in >> part;
  const double all = std::accumulate(parts.begin(), parts.end(), 0.0);
  return {all - parts[3] - parts[4], all};
}

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

const tests::Segment& segment_at(const tests::Recording& heard, base::Steady time) {
  const tests::Segment* last = &heard.segments.front();
  for (const tests::Segment& segment : heard.segments)
    if (segment.start <= time) last = &segment;
  return *last;
}

Kept look_at(Station& station, const audio::Cue& cue) {
  Kept kept;
  kept.ppm = station.air->status().ppm;
  kept.underruns = station.air->status().underruns;
  kept.end = station.end();
  const tests::Recording heard = station.card.recording();
  kept.xruns = heard.xruns;
  const auto error_at = [&](base::Steady time) {
    return error_ms(segment_at(heard, time), time, cue.start);
  };
  kept.start = error_at(cue.start + 500ms);
  for (base::Steady time = cue.start + 10s; time < cue.start + cue.length - 1s; time += 100ms)
    kept.errors.push_back(error_at(time));
  return kept;
}

double quantile(std::vector<double> values, double q) {
  for (double& value : values) value = std::abs(value);
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(q * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

int steps_in(const std::vector<double>& errors) {
  int steps = 0;
  for (std::size_t i = 1; i < errors.size(); ++i)
    if (std::abs(errors[i] - errors[i - 1]) > 0.05) ++steps;
  return steps;
}

void tell(const Kept& kept) {
  fmt::print(
      "{{\"measured_ppm\":{:.2f},\"xruns\":{},\"underruns\":{},\"frames_played\":{},"
      "\"frames_dropped\":{},\"start_ms\":{:.4f},\"clock_p50_ms\":{:.4f},\"clock_p99_ms\":{:.4f},"
      "\"clock_max_ms\":{:.4f},\"steps\":{}}}",
      kept.ppm, kept.xruns, kept.underruns, kept.end.frames_played, kept.end.frames_dropped,
      kept.start, quantile(kept.errors, 0.5), quantile(kept.errors, 0.99), quantile(kept.errors, 1),
      steps_in(kept.errors));
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
  const auto [busy_then, all_then] = processor_time();
  std::this_thread::sleep_until(cue.start + cue.length + 2s);
  const auto [busy, all] = processor_time();
  const Kept kept_a = look_at(a, cue);
  const Kept kept_b = look_at(b, cue);
  std::vector<double> between;
  for (std::size_t i = 0; i < kept_a.errors.size(); ++i)
    between.push_back(kept_a.errors[i] - kept_b.errors[i]);
  if (between.empty()) return 1;
  fmt::print("{{\"seconds\":{},\"ppm\":[{},{}],\"busy\":{:.3f},\"stations\":[", seconds, ppm_a,
             ppm_b, (busy - busy_then) / (all - all_then));
  tell(kept_a);
  fmt::print(",");
  tell(kept_b);
  fmt::print("],\"between_p50_ms\":{:.4f},\"between_p95_ms\":{:.4f},\"between_max_ms\":{:.4f}}}\n",
             quantile(between, 0.5), quantile(between, 0.95), quantile(between, 1));
  return 0;
}
