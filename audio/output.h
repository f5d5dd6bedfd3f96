// Where mixed frames go, at the pace of a clock that is not ours.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include "audio/air.h"

namespace loa::audio {

// One look at an open output.
struct OutputReading {
  DeviceState state = DeviceState::lost;  // running, xrun, suspended or lost
  std::error_code error;                  // why it is not running
  base::Steady at{};                      // when the rest was so
  std::int64_t delay = 0;  // frames that write() took and that are not presented at `at`
  std::int64_t room = 0;   // frames that write() will take now
};

// A device of 48 kHz, stereo or of more channels. All calls on the audio thread (the constructor
// and destructor on any), none blocks longer than the driver makes it, none throws. Errors are of
// alsa_category() or the system's.
class Output {
 public:
  virtual ~Output() = default;

  // Opens the device, empty and standing still. Its buffer is as near to the wanted one as it can.
  virtual std::error_code open() noexcept = 0;
  // Stops at once: what was not presented never will be. Idempotent.
  virtual void close() noexcept = 0;
  // After xrun or suspended: makes the device empty and standing still again.
  // std::errc::resource_unavailable_try_again: not yet, ask again.
  virtual std::error_code recover() noexcept = 0;
  virtual OutputReading read() noexcept = 0;
  // Takes interleaved frames, never more than `room`, and starts a device that stands still. After
  // an error read() tells the state.
  virtual std::error_code write(std::span<const float> frames) noexcept = 0;
  // Of the open device, frames.
  virtual std::int64_t buffer_frames() const noexcept = 0;
};

// "alsa:NAME" or "wav:PATH" as in LiveAirSettings; `buffer` is the device's, and it takes frames of
// `channels`. Throws std::invalid_argument for any other.
std::unique_ptr<Output> make_output(const std::string& name, base::Duration buffer, int channels);

}  // namespace loa::audio
