// How exactly cues start: 200 of them through alsa-lib and the test card, one JSON line.
//   start_error [STARTS] [PPM] [SPACING_MS]
// The error is from a cue's start to where it has risen to half its level, as presented by the
// card.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

#include "audio/live_air.h"
#include "audio/wav.h"
#include "base/clock.h"
#include "support/test_card.h"

namespace {

using namespace loa;
using namespace std::chrono_literals;

constexpr base::Duration kLeastSpacing = 150ms;
constexpr base::Duration kLength = 50ms;

std::string make_tone(const std::filesystem::path& folder) {
  const auto path = folder / "tone.wav";
  audio::WavWriter(path, audio::kRate, audio::kChannels)
      .write(std::vector<float>(static_cast<std::size_t>(audio::kRate) / 5, 0.25F));
  return path.string();
}

// Odd times, so that no start falls on a frame or a period by luck.
std::vector<base::Steady> plan(int starts, base::Duration spacing) {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::int64_t> odd(0, 20'000'000);
  std::vector<base::Steady> times;
  for (int i = 0; i < starts; ++i)
    times.push_back(base::steady_now() + 1s + i * spacing + base::Duration{odd(random)});
  return times;
}

void play(const tests::TestCard& card, const std::vector<base::Steady>& times) {
  audio::LiveAirSettings settings;
  settings.output = "alsa:" + card.name();
  settings.decoder = std::filesystem::path(LOA_BUILD_DIR) / "bin/loa-decoder";
  audio::LiveAir air(settings, {}, [](std::function<void()> job) { job(); });
  air.wake();
  const std::string tone = make_tone(card.folder());
  for (std::size_t i = 0; i < times.size(); ++i) {
    audio::Cue cue;
    cue.id = i + 1;
    cue.source = tone;
    cue.start = times[i];
    cue.length = kLength;
    std::this_thread::sleep_until(cue.start - 2 * audio::kCueLead);
    air.cue(cue);
  }
  std::this_thread::sleep_until(times.back() + 1s);
}

}  // namespace

int main(int argc, char** argv) {
  const int starts = argc > 1 ? std::atoi(argv[1]) : 200;
  const double ppm = argc > 2 ? std::atof(argv[2]) : 40;
  const base::Duration spacing = std::max<base::Duration>(
      kLeastSpacing, std::chrono::milliseconds{argc > 3 ? std::atoi(argv[3]) : 0});
  const tests::TestCard card(ppm, "S16_LE");
  const auto times = plan(starts, spacing);
  play(card, times);
  const tests::Recording recording = card.recording();
  std::vector<double> errors;
  for (const base::Steady time : times) {
    const auto heard = recording.first_sound(0.125F, time - 20ms);
    if (!heard || heard->at > time + kLeastSpacing / 2) continue;
    errors.push_back(std::abs(std::chrono::duration<double, std::milli>(heard->at - time).count()));
  }
  std::ranges::sort(errors);
  if (errors.empty()) return 1;
  const auto quantile = [&](double q) {
    return errors[std::min(errors.size() - 1,
                           static_cast<std::size_t>(q * static_cast<double>(errors.size())))];
  };
  fmt::print(
      "{{\"starts\":{},\"heard\":{},\"ppm\":{},\"xruns\":{},\"p50_ms\":{:.4f},\"p99_ms\":{:.4f},"
      "\"max_ms\":{:.4f}}}\n",
      starts, errors.size(), ppm, recording.xruns, quantile(0.5), quantile(0.99), errors.back());
  return errors.size() == times.size() ? 0 : 1;
}
