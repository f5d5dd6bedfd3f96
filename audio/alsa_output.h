// A sound card through alsa-lib. Only the files alsa_* know alsa-lib.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audio/output.h"
#include "audio/sample_format.h"

typedef struct _snd_pcm snd_pcm_t;

namespace loa::audio {

// Opens the PCM without waiting (SND_PCM_NONBLOCK). The name is a PCM's, or a card's id ("Device",
// as in /proc/asound/cards), which holds when card numbers change. No other device is ever tried.
class AlsaOutput final : public Output {
 public:
  // A device that has not exactly `channels` is opened with the next higher number that it has, and
  // those beyond stay silent; one for stereo must have two.
  AlsaOutput(std::string name, base::Duration buffer, int channels = kChannels);
  ~AlsaOutput() override { close(); }
  std::error_code open() noexcept override;
  void close() noexcept override;
  std::error_code recover() noexcept override;
  OutputReading read() noexcept override;
  std::error_code write(std::span<const float> frames) noexcept override;
  std::int64_t buffer_frames() const noexcept override { return buffer_frames_; }

 private:
  std::error_code set_up_device() noexcept;
  std::error_code start_if_prepared() noexcept;
  std::span<const float> widened(std::span<const float> frames);

  std::string name_;
  base::Duration buffer_;
  int channels_;
  snd_pcm_t* pcm_ = nullptr;
  SampleFormat format_ = SampleFormat::s16;
  std::int64_t buffer_frames_ = 0;
  int device_channels_ = 0;
  std::vector<float> wide_;
  std::vector<std::byte> bytes_;
};

}  // namespace loa::audio
