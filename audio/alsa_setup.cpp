// Hardware and software parameters of the PCM.
#include "audio/alsa_setup.h"

#include <array>

#include "audio/air.h"
#include "audio/alsa_error.h"

namespace loa::audio {
namespace {

// The widest integer first: a volume turned down costs no bits there.
constexpr std::array kFormats{SND_PCM_FORMAT_S32_LE, SND_PCM_FORMAT_S16_LE,
                              SND_PCM_FORMAT_FLOAT_LE};

std::error_code choose_format(snd_pcm_t* pcm, snd_pcm_hw_params_t* params, AlsaSetup& result) {
  for (const snd_pcm_format_t format : kFormats) {
    if (snd_pcm_hw_params_set_format(pcm, params, format) < 0) continue;
    result.format = format;
    return {};
  }
  return std::make_error_code(std::errc::not_supported);
}

std::error_code choose_buffer(snd_pcm_t* pcm, snd_pcm_hw_params_t* params, base::Duration buffer) {
  auto frames = static_cast<snd_pcm_uframes_t>(frames_in(buffer));
  snd_pcm_uframes_t period = frames / 4;
  if (auto error = alsa_error(snd_pcm_hw_params_set_buffer_size_near(pcm, params, &frames)))
    return error;
  return alsa_error(snd_pcm_hw_params_set_period_size_near(pcm, params, &period, nullptr));
}

std::error_code choose_channels(snd_pcm_t* pcm, snd_pcm_hw_params_t* params, int channels,
                                AlsaSetup& result) {
  auto count = static_cast<unsigned int>(channels);
  result.channels = channels;
  if (channels == kChannels) return alsa_error(snd_pcm_hw_params_set_channels(pcm, params, count));
  if (auto error = alsa_error(snd_pcm_hw_params_set_channels_min(pcm, params, &count)))
    return error;
  const auto error = alsa_error(snd_pcm_hw_params_set_channels_first(pcm, params, &count));
  result.channels = static_cast<int>(count);
  return error;
}

std::error_code set_hardware(snd_pcm_t* pcm, base::Duration buffer, int channels,
                             AlsaSetup& result) {
  snd_pcm_hw_params_t* params;
  snd_pcm_hw_params_alloca(&params);
  if (auto error = alsa_error(snd_pcm_hw_params_any(pcm, params))) return error;
  if (auto error =
          alsa_error(snd_pcm_hw_params_set_access(pcm, params, SND_PCM_ACCESS_RW_INTERLEAVED)))
    return error;
  if (auto error = choose_format(pcm, params, result)) return error;
  if (auto error = choose_channels(pcm, params, channels, result)) return error;
  if (auto error = alsa_error(snd_pcm_hw_params_set_rate(pcm, params, kRate, 0))) return error;
  if (auto error = choose_buffer(pcm, params, buffer)) return error;
  if (auto error = alsa_error(snd_pcm_hw_params(pcm, params))) return error;
  snd_pcm_uframes_t frames = 0;
  if (auto error = alsa_error(snd_pcm_hw_params_get_buffer_size(params, &frames))) return error;
  result.buffer_frames = static_cast<std::int64_t>(frames);
  return {};
}

std::error_code set_software(snd_pcm_t* pcm) {
  snd_pcm_sw_params_t* params;
  snd_pcm_sw_params_alloca(&params);
  snd_pcm_uframes_t never = 0;
  if (auto error = alsa_error(snd_pcm_sw_params_current(pcm, params))) return error;
  if (auto error = alsa_error(snd_pcm_sw_params_get_boundary(params, &never))) return error;
  if (auto error = alsa_error(snd_pcm_sw_params_set_start_threshold(pcm, params, never)))
    return error;
  // Where a device has no such stamps, the time of the call stands in for them: no error.
  snd_pcm_sw_params_set_tstamp_mode(pcm, params, SND_PCM_TSTAMP_ENABLE);
  snd_pcm_sw_params_set_tstamp_type(pcm, params, SND_PCM_TSTAMP_TYPE_MONOTONIC);
  return alsa_error(snd_pcm_sw_params(pcm, params));
}

}  // namespace

std::span<const snd_pcm_format_t> alsa_formats() { return kFormats; }

std::error_code open_pcm(snd_pcm_t*& pcm, const std::string& name, snd_pcm_stream_t stream) {
  const auto error = alsa_error(snd_pcm_open(&pcm, name.c_str(), stream, SND_PCM_NONBLOCK));
  if (error) pcm = nullptr;
  return error;
}

std::error_code set_up(snd_pcm_t* pcm, base::Duration buffer, int channels, AlsaSetup& result) {
  if (auto error = set_hardware(pcm, buffer, channels, result)) return error;
  if (auto error = set_software(pcm)) return error;
  return alsa_error(snd_pcm_prepare(pcm));
}

std::error_code prepare_again(snd_pcm_t* pcm) {
  switch (snd_pcm_state(pcm)) {
    case SND_PCM_STATE_SUSPENDED: {
      // A driver that cannot resume says ENOSYS: then it is prepared like after an underrun.
      const int resumed = snd_pcm_resume(pcm);
      if (resumed == -EAGAIN || resumed == -ENODEV) return alsa_error(resumed);
      snd_pcm_drop(pcm);
      return alsa_error(snd_pcm_prepare(pcm));
    }
    case SND_PCM_STATE_PREPARED:
    case SND_PCM_STATE_RUNNING:
    case SND_PCM_STATE_DRAINING:
    case SND_PCM_STATE_PAUSED:
      snd_pcm_drop(pcm);
      [[fallthrough]];
    case SND_PCM_STATE_OPEN:
    case SND_PCM_STATE_SETUP:
    case SND_PCM_STATE_XRUN:
      return alsa_error(snd_pcm_prepare(pcm));
    case SND_PCM_STATE_DISCONNECTED:
    case SND_PCM_STATE_PRIVATE1:
      return alsa_error(-ENODEV);
  }
  return alsa_error(-ENODEV);
}

}  // namespace loa::audio
