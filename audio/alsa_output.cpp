// The calls to alsa-lib while a device is open.
#include "audio/alsa_output.h"

#include <alsa/asoundlib.h>

#include <algorithm>
#include <new>

#include "audio/alsa_error.h"
#include "audio/alsa_setup.h"
#include "audio/alsa_state.h"
#include "base/clock.h"

namespace loa::audio {
AlsaOutput::AlsaOutput(std::string name, base::Duration buffer, int channels)
    : name_(std::move(name)), buffer_(buffer), channels_(channels) {
  quiet_alsa();
}

std::error_code AlsaOutput::open() noexcept {
  close();
  if (auto error = open_pcm(pcm_, pcm_name(name_), SND_PCM_STREAM_PLAYBACK)) return error;
  const std::error_code error = set_up_device();
  if (error) close();
  return error;
}

std::error_code AlsaOutput::set_up_device() noexcept {
  AlsaSetup setup;
  if (auto error = set_up(pcm_, buffer_, channels_, setup)) return error;
  format_ = sample_format(setup.format);
  buffer_frames_ = setup.buffer_frames;
  device_channels_ = setup.channels;
  return {};
}

void AlsaOutput::close() noexcept {
  if (!pcm_) return;
  snd_pcm_drop(pcm_);
  snd_pcm_close(pcm_);
  pcm_ = nullptr;
}

std::error_code AlsaOutput::recover() noexcept { return prepare_again(pcm_); }

OutputReading AlsaOutput::read() noexcept {
  snd_pcm_status_t* status;
  snd_pcm_status_alloca(&status);
  OutputReading reading;
  const base::Steady before = base::steady_now();
  reading.error = alsa_error(snd_pcm_status(pcm_, status));
  if (reading.error) return reading;
  reading.at = stamp_of(status, before, base::steady_now());
  reading.state = device_state(snd_pcm_status_get_state(status));
  if (reading.state != DeviceState::running) reading.error = error_of(reading.state);
  reading.delay = snd_pcm_status_get_delay(status);
  reading.room =
      std::min(static_cast<std::int64_t>(snd_pcm_status_get_avail(status)), buffer_frames_);
  return reading;
}

std::error_code AlsaOutput::write(std::span<const float> frames) noexcept {
  try {
    pack(widened(frames), format_, bytes_);
  } catch (const std::bad_alloc&) {
    return std::make_error_code(std::errc::not_enough_memory);
  }
  const std::byte* from = bytes_.data();
  auto left = static_cast<snd_pcm_sframes_t>(frames.size()) / channels_;
  const auto frame_bytes = left ? static_cast<snd_pcm_sframes_t>(bytes_.size()) / left : 0;
  while (left > 0) {
    const snd_pcm_sframes_t taken =
        snd_pcm_writei(pcm_, from, static_cast<snd_pcm_uframes_t>(left));
    if (taken < 0) return alsa_error(taken);
    from += taken * frame_bytes;
    left -= taken;
  }
  return start_if_prepared();
}

std::span<const float> AlsaOutput::widened(std::span<const float> frames) {
  if (device_channels_ == channels_) return frames;
  const auto from = static_cast<std::size_t>(channels_);
  const auto to = static_cast<std::size_t>(device_channels_);
  wide_.assign(frames.size() / from * to, 0.0F);
  for (std::size_t i = 0; i * from < frames.size(); ++i)
    std::ranges::copy(frames.subspan(i * from, from), wide_.data() + i * to);
  return wide_;
}

std::error_code AlsaOutput::start_if_prepared() noexcept {
  if (snd_pcm_state(pcm_) != SND_PCM_STATE_PREPARED) return {};
  return alsa_error(snd_pcm_start(pcm_));
}

}  // namespace loa::audio
