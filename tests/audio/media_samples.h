// Media that the tests make for themselves, and how they are listened to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "audio/decoder_child.h"
#include "audio/level_meter.h"

namespace loa::audio {

// A folder that is gone with the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The loa-decoder of this build.
std::filesystem::path decoder_program();

// A sine of 1 kHz at half of full scale, on all `channels`, as a WAV by our own writer.
void write_tone(const std::filesystem::path& path, int rate, int channels, double seconds);
// Noise without a period, the same for the same seed: no two places in it are alike.
void write_noise(const std::filesystem::path& path, int rate, double seconds, unsigned seed);
// Runs the ffmpeg program: "ffmpeg -i FROM OPTIONS TO". False if it fails.
bool convert(const std::filesystem::path& from, const std::string& options,
             const std::filesystem::path& to);

// By amr_encode, as old phones do: "nb" or "wb", into an .amr, or a .3gp around it.
bool encode_amr(const std::filesystem::path& from, const std::string& band,
                const std::filesystem::path& to);

std::string read_bytes(const std::filesystem::path& path);
void write_bytes(const std::filesystem::path& path, const std::string& bytes);

// All that a decoder gives until it ends, and how it ended.
struct Heard {
  std::vector<float> samples;
  DecoderChild::State state = DecoderChild::State::running;
  std::string detail;
  std::int64_t frames() const { return static_cast<std::int64_t>(samples.size() / 2); }
};
// Gives up (state running) once `most_frames` have come, or after 60 s in which nothing comes.
Heard listen(const DecoderRequest& request, std::int64_t most_frames = INT64_MAX);

// What one channel holds near 1 kHz, over its middle half.
struct Tone {
  double amplitude = 0;
  double hertz = 0;
};
Tone tone_in(const std::vector<float>& samples, std::size_t channel);

}  // namespace loa::audio
