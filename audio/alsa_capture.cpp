// The calls to alsa-lib while a capture device is open.
#include "audio/alsa_capture.h"

#include <alsa/asoundlib.h>

#include "audio/alsa_error.h"
#include "audio/alsa_setup.h"
#include "audio/alsa_state.h"
#include "audio/speech_band.h"
#include "base/clock.h"

namespace loa::audio {

std::optional<std::string> capture_device(const std::string& input) {
  constexpr std::string_view kScheme = "alsa:";
  if (!input.starts_with(kScheme) || input.size() == kScheme.size()) return std::nullopt;
  return input.substr(kScheme.size());
}

AlsaCapture::AlsaCapture(std::string name, base::Duration buffer)
    : name_(std::move(name)), buffer_(buffer) {
  quiet_alsa();
}

std::error_code AlsaCapture::open() {
  close();
  if (auto error = open_pcm(pcm_, pcm_name(name_), SND_PCM_STREAM_CAPTURE)) return error;
  AlsaSetup setup;
  std::error_code error = set_up(pcm_, buffer_, kChannels, setup);
  if (!error) error = alsa_error(snd_pcm_start(pcm_));
  format_ = sample_format(setup.format);
  if (error) close();
  return error;
}

void AlsaCapture::close() {
  if (!pcm_) return;
  snd_pcm_drop(pcm_);
  snd_pcm_close(pcm_);
  pcm_ = nullptr;
}

std::error_code AlsaCapture::recover() {
  if (auto error = prepare_again(pcm_)) return error;
  return alsa_error(snd_pcm_start(pcm_));
}

void AlsaCapture::read(Captured& captured) {
  snd_pcm_status_t* status;
  snd_pcm_status_alloca(&status);
  captured = {};
  const base::Steady before = base::steady_now();
  captured.error = alsa_error(snd_pcm_status(pcm_, status));
  if (captured.error) return;
  captured.at = stamp_of(status, before, base::steady_now());
  captured.state = device_state(snd_pcm_status_get_state(status));
  if (captured.state != DeviceState::running) {
    captured.error = error_of(captured.state);
    return;
  }
  captured.behind = snd_pcm_status_get_delay(status);
  const auto there = static_cast<std::int64_t>(snd_pcm_status_get_avail(status));
  captured.error = take(there - there % kSpeechRatio, captured.mono);
  if (captured.error) captured.state = device_state(snd_pcm_state(pcm_));
}

std::error_code AlsaCapture::take(std::int64_t frames, std::vector<float>& mono) {
  if (frames <= 0) return {};
  const std::int64_t frame_bytes = std::int64_t{kChannels} * (format_ == SampleFormat::s16 ? 2 : 4);
  bytes_.resize(static_cast<std::size_t>(frames * frame_bytes));
  for (std::int64_t done = 0; done < frames;) {
    const snd_pcm_sframes_t taken = snd_pcm_readi(pcm_, bytes_.data() + done * frame_bytes,
                                                  static_cast<snd_pcm_uframes_t>(frames - done));
    if (taken < 0) return alsa_error(taken);
    done += taken;
  }
  unpack_mono(bytes_, format_, mono);
  return {};
}

}  // namespace loa::audio
