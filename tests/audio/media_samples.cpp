#include "tests/audio/media_samples.h"

#include <poll.h>
#include <stdlib.h>

#include <array>
#include <cmath>
#include <complex>
#include <fstream>
#include <iterator>
#include <numbers>
#include <random>

#include "audio/wav.h"

namespace loa::audio {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "loa-media-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path decoder_program() {
  return std::filesystem::path(LOA_BUILD_DIR) / "bin" / "loa-decoder";
}

void write_tone(const std::filesystem::path& path, int rate, int channels, double seconds) {
  std::vector<float> samples;
  const auto frames = static_cast<int>(seconds * rate);
  for (int i = 0; i < frames; ++i) {
    const double phase = 2 * std::numbers::pi * 1000 * i / rate;
    samples.insert(samples.end(), static_cast<std::size_t>(channels),
                   static_cast<float>(0.5 * std::sin(phase)));
  }
  WavWriter out(path, rate, channels);
  out.write(samples);
  out.close();
}

void write_noise(const std::filesystem::path& path, int rate, double seconds, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<float> samples;
  double low = 0;  // low-passed, as lossy codecs throw away the highest
  for (int i = 0; i < static_cast<int>(seconds * rate); ++i) {
    const double white = static_cast<double>(random()) / static_cast<double>(random.max()) - 0.5;
    low += 0.2 * (white - low);
    samples.insert(samples.end(), 2, static_cast<float>(low));
  }
  WavWriter out(path, rate, 2);
  out.write(samples);
  out.close();
}

bool convert(const std::filesystem::path& from, const std::string& options,
             const std::filesystem::path& to) {
  const std::string command = "ffmpeg -nostdin -v error -y -i '" + from.string() + "' " + options +
                              " '" + to.string() + "'";
  return std::system(command.c_str()) == 0;
}

bool encode_amr(const std::filesystem::path& from, const std::string& band,
                const std::filesystem::path& to) {
  const auto encoder = std::filesystem::path(LOA_BUILD_DIR) / "bin" / "amr_encode";
  const std::string amr = to.string() + ".amr";
  const std::string command = "ffmpeg -nostdin -v error -i '" + from.string() + "' -ac 1 -ar " +
                              (band == "nb" ? "8000" : "16000") + " -f s16le - | " +
                              encoder.string() + " " + band + " > '" + amr + "'";
  if (std::system(command.c_str()) != 0) return false;
  if (to.extension() != ".amr") return convert(amr, "-c copy", to);
  std::filesystem::rename(amr, to);
  return true;
}

std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

Heard listen(const DecoderRequest& request, std::int64_t most_frames) {
  DecoderChild child(decoder_program(), request);
  Heard heard;
  std::array<float, 4801> buffer{};
  while (heard.frames() < most_frames) {
    const std::size_t got = child.read(buffer);
    heard.samples.insert(heard.samples.end(), buffer.begin(),
                         buffer.begin() + static_cast<std::ptrdiff_t>(got * 2));
    if (got > 0) continue;
    if (child.state() != DecoderChild::State::running) break;
    pollfd wait{child.fd(), POLLIN, 0};
    if (::poll(&wait, 1, 60'000) == 0) break;
  }
  heard.state = child.state();
  heard.detail = child.detail();
  return heard;
}

namespace {

// The component at exactly 1 kHz of `count` frames from `begin`.
std::complex<double> component(const std::vector<float>& samples, std::size_t channel,
                               std::size_t begin, std::size_t count) {
  std::complex<double> sum;
  for (std::size_t i = 0; i < count; ++i) {
    const double phase = -2 * std::numbers::pi * 1000 * static_cast<double>(i) / 48000;
    sum += std::polar(static_cast<double>(samples[(begin + i) * 2 + channel]), phase);
  }
  return 2.0 * sum / static_cast<double>(count);
}

}  // namespace

Tone tone_in(const std::vector<float>& samples, std::size_t channel) {
  const std::size_t frames = samples.size() / 2;
  const std::size_t count = frames / 4 / 48 * 48;  // whole periods
  if (count == 0) return {};
  const auto first = component(samples, channel, frames / 4, count);
  const auto second = component(samples, channel, frames / 4 + count, count);
  const double turned = std::arg(second / first);
  const double seconds = static_cast<double>(count) / 48000;
  return {std::abs(component(samples, channel, frames / 4, 2 * count)),
          1000 + turned / (2 * std::numbers::pi * seconds)};
}

}  // namespace loa::audio
