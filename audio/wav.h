// Writes WAV files (RIFF, 16-bit PCM) as a stream, so that what was written can be played even if
// the writer is killed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace loa::audio {

inline constexpr int kMostWavChannels = 8;

// One thread at a time. Calls block on the disk; they throw std::system_error with the path.
class WavWriter {
 public:
  // Truncates `path`. `rate` in frames a second, `channels` 1..8.
  WavWriter(const std::filesystem::path& path, int rate, int channels);
  WavWriter(const WavWriter&) = delete;
  WavWriter& operator=(const WavWriter&) = delete;
  // Closes, and is silent about errors.
  ~WavWriter();

  // Interleaved samples, full scale ±1, clipped beyond it; a whole number of frames. The header's
  // sizes are put right at least once a second of sound. At 4 GiB, the format's end, it throws
  // EFBIG.
  void write(std::span<const float> samples);
  // Puts the header right and closes the file. Idempotent; write() must not follow.
  void close();

  std::uint64_t frames() const { return frames_; }

 private:
  void put(std::span<const std::uint8_t> bytes, std::uint64_t offset);
  void patch_sizes();

  std::string path_;
  int fd_ = -1;
  int rate_;
  int channels_;
  std::uint64_t frames_ = 0;
  std::uint64_t frames_patched_ = 0;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace loa::audio
