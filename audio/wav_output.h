// The virtual output: a device made of the steady clock and a WAV file.
#pragma once

#include <filesystem>
#include <memory>

#include "audio/output.h"
#include "audio/wav.h"

namespace loa::audio {

// Presents frames at 48 kHz of CLOCK_MONOTONIC, underruns like a device, and writes what it is
// given to a file, which it begins anew when first opened. A file that cannot be written is a lost
// device.
class WavOutput final : public Output {
 public:
  WavOutput(std::filesystem::path path, base::Duration buffer, int channels = kChannels);
  std::error_code open() noexcept override;
  void close() noexcept override;
  std::error_code recover() noexcept override;
  OutputReading read() noexcept override;
  std::error_code write(std::span<const float> frames) noexcept override;
  std::int64_t buffer_frames() const noexcept override { return buffer_; }

 private:
  std::int64_t presented(base::Steady now) const;

  std::filesystem::path path_;
  std::int64_t buffer_;
  int channels_;
  std::unique_ptr<WavWriter> file_;
  bool moving_ = false;
  base::Steady started_{};
  std::int64_t written_ = 0;  // frames since the start
  std::error_code error_;
};

}  // namespace loa::audio
