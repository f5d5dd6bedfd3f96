// A capture device through alsa-lib: what comes in, and when it was so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "audio/air.h"
#include "audio/sample_format.h"

typedef struct _snd_pcm snd_pcm_t;

namespace loa::audio {

// The device that "alsa:NAME" means; nothing for any other text.
std::optional<std::string> capture_device(const std::string& input);

// What has come since the last look.
struct Captured {
  DeviceState state = DeviceState::lost;  // running, xrun, suspended or lost
  std::error_code error;                  // why it is not running
  base::Steady at{};                      // when the rest was so
  std::int64_t behind = 0;                // frames from the first of `mono` to what came in at `at`
  std::vector<float> mono;                // 48 kHz
};

// 48 kHz, stereo made mono, without waiting (SND_PCM_NONBLOCK). One thread at a time; throws
// nothing but std::bad_alloc. The name is as for AlsaOutput; no other device is ever tried.
class AlsaCapture {
 public:
  AlsaCapture(std::string name, base::Duration buffer);
  AlsaCapture(const AlsaCapture&) = delete;
  AlsaCapture& operator=(const AlsaCapture&) = delete;
  ~AlsaCapture() { close(); }

  // Opens the device and lets it run.
  std::error_code open();
  void close();
  // After xrun or suspended: what came meanwhile is lost.
  std::error_code recover();
  // Takes all that is there, in whole multiples of six frames; the rest comes with the next.
  void read(Captured& captured);

 private:
  std::error_code take(std::int64_t frames, std::vector<float>& mono);

  std::string name_;
  base::Duration buffer_;
  snd_pcm_t* pcm_ = nullptr;
  SampleFormat format_ = SampleFormat::s16;
  std::vector<std::byte> bytes_;
};

}  // namespace loa::audio
