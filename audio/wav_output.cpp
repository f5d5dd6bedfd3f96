// The virtual output's clock and file.
#include "audio/wav_output.h"

#include <algorithm>
#include <new>

#include "base/clock.h"

namespace loa::audio {

WavOutput::WavOutput(std::filesystem::path path, base::Duration buffer, int channels)
    : path_(std::move(path)), buffer_(frames_in(buffer)), channels_(channels) {}

std::error_code WavOutput::open() noexcept {
  error_.clear();
  moving_ = false;
  written_ = 0;
  try {
    if (!file_) file_ = std::make_unique<WavWriter>(path_, kRate, channels_);
  } catch (const std::system_error& error) {
    error_ = error.code();
  } catch (const std::bad_alloc&) {
    error_ = std::make_error_code(std::errc::not_enough_memory);
  }
  return error_;
}

void WavOutput::close() noexcept { moving_ = false; }

std::error_code WavOutput::recover() noexcept { return open(); }

OutputReading WavOutput::read() noexcept {
  const base::Steady now = base::steady_now();
  const std::int64_t delay = written_ - presented(now);
  OutputReading reading{DeviceState::running, error_, now, delay, buffer_ - delay};
  if (error_) {
    reading.state = DeviceState::lost;
  } else if (moving_ && delay <= 0) {
    reading.state = DeviceState::xrun;
    reading.error = std::make_error_code(std::errc::broken_pipe);
  }
  return reading;
}

std::error_code WavOutput::write(std::span<const float> frames) noexcept {
  if (error_) return error_;
  try {
    file_->write(frames);
  } catch (const std::system_error& error) {
    error_ = error.code();
    file_.reset();
    return error_;
  } catch (const std::bad_alloc&) {
    return std::make_error_code(std::errc::not_enough_memory);
  }
  if (!moving_) started_ = base::steady_now();
  moving_ = true;
  written_ += static_cast<std::int64_t>(frames.size()) / channels_;
  return {};
}

std::int64_t WavOutput::presented(base::Steady now) const {
  return moving_ ? std::min(frames_in(now - started_), written_) : 0;
}

}  // namespace loa::audio
