// What alsa-lib says, in the words of the Output.
#include "audio/alsa_state.h"

#include "audio/alsa_error.h"
#include "base/clock.h"

namespace loa::audio {

std::string pcm_name(const std::string& name, int (*number_of)(const char* card)) {
  const bool plain = name.find_first_of(":,'\"{") == std::string::npos;
  const bool number = name.find_first_not_of("0123456789") == std::string::npos;
  if (!plain || number || number_of(name.c_str()) < 0) return name;
  return "plughw:CARD=" + name + ",DEV=0";
}

SampleFormat sample_format(snd_pcm_format_t format) {
  switch (format) {
    case SND_PCM_FORMAT_S32_LE:
      return SampleFormat::s32;
    case SND_PCM_FORMAT_FLOAT_LE:
      return SampleFormat::f32;
    default:
      return SampleFormat::s16;
  }
}

base::Steady stamp_of(const snd_pcm_status_t* status, base::Steady before, base::Steady after) {
  snd_htimestamp_t stamp;
  snd_pcm_status_get_htstamp(status, &stamp);
  const base::Steady told{base::duration_of(stamp)};
  if (told > before - std::chrono::seconds{1} && told <= after) return told;
  return before + (after - before) / 2;
}

DeviceState device_state(snd_pcm_state_t state) {
  switch (state) {
    case SND_PCM_STATE_PREPARED:
    case SND_PCM_STATE_RUNNING:
      return DeviceState::running;
    case SND_PCM_STATE_OPEN:
    case SND_PCM_STATE_SETUP:
    case SND_PCM_STATE_DRAINING:
    case SND_PCM_STATE_PAUSED:
    case SND_PCM_STATE_XRUN:
      return DeviceState::xrun;
    case SND_PCM_STATE_SUSPENDED:
      return DeviceState::suspended;
    case SND_PCM_STATE_DISCONNECTED:
    case SND_PCM_STATE_PRIVATE1:
      return DeviceState::lost;
  }
  return DeviceState::lost;
}

std::error_code error_of(DeviceState state) {
  if (state == DeviceState::xrun) return alsa_error(-EPIPE);
  if (state == DeviceState::suspended) return alsa_error(-ESTRPIPE);
  return alsa_error(-ENODEV);
}

}  // namespace loa::audio
