// What the limiter, the equaliser and the meters cost: times real time on one core, one JSON line.
//   limiter FILE        FILE: 48 kHz stereo, raw 32-bit floats
// Beside it: ffmpeg -benchmark -f f32le -ar 48000 -ac 2 -i FILE -af alimiter -f null -
#include <ebur128.h>
#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <vector>

#include "audio/air.h"
#include "audio/equaliser.h"
#include "audio/limiter.h"

namespace {

using namespace loa::audio;

std::vector<float> read_samples(const char* path) {
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::vector<float> samples(bytes.size() / sizeof(float) / 2 * 2);
  std::copy_n(bytes.data(), samples.size() * sizeof(float),
              reinterpret_cast<char*>(samples.data()));
  return samples;
}

// CPU time, in the blocks that the feed uses.
template <class Work>
double times_real_time(std::vector<float> samples, float gain, Work work) {
  constexpr std::size_t kBlock = 9600 * 2;
  for (float& sample : samples) sample *= gain;
  const std::clock_t begun = std::clock();
  for (std::size_t at = 0; at < samples.size(); at += kBlock)
    work(std::span(samples).subspan(at, std::min(kBlock, samples.size() - at)));
  const double seconds = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  return static_cast<double>(samples.size()) / kChannels / kRate / seconds;
}

double limiter_at(const std::vector<float>& samples, float gain) {
  Limiter limiter(0.891251F);
  return times_real_time(samples, gain, [&](std::span<float> block) { limiter.process(block); });
}

double ebur128_at(const std::vector<float>& samples, int mode) {
  ebur128_state* state = ebur128_init(kChannels, kRate, mode);
  const double times = times_real_time(samples, 1, [&](std::span<float> block) {
    ebur128_add_frames_float(state, block.data(), block.size() / kChannels);
  });
  ebur128_destroy(&state);
  return times;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const auto samples = read_samples(arguments[1]);
  Equaliser equaliser(*equaliser_preset("loa-nen"));
  TruePeakMeter meter;
  fmt::print(
      "{{\"limiter_soft\":{:.0f},\"limiter_as_it_is\":{:.0f},\"limiter_8_db_up\":{:.0f},"
      "\"equaliser_loa_nen\":{:.0f},\"true_peak_meter\":{:.0f},\"ebur128\":{:.0f},"
      "\"ebur128_true_peak\":{:.0f}}}\n",
      limiter_at(samples, 0.1F), limiter_at(samples, 1), limiter_at(samples, 2.5F),
      times_real_time(samples, 1, [&](std::span<float> block) { equaliser.process(block); }),
      times_real_time(samples, 1, [&](std::span<float> block) { meter.add(block); }),
      ebur128_at(samples, EBUR128_MODE_I),
      ebur128_at(samples, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK));
}
