// Setting up an ALSA PCM for Loa: format, rate, buffer, time stamps.
#pragma once

#include <alsa/asoundlib.h>

#include <cstdint>
#include <system_error>

#include "base/time.h"

namespace loa::audio {

struct AlsaSetup {
  snd_pcm_format_t format = SND_PCM_FORMAT_UNKNOWN;
  std::int64_t buffer_frames = 0;
};

// For both directions: 48 kHz, stereo, interleaved, in S32_LE, S16_LE or FLOAT_LE, the first that
// the device has; a buffer near `buffer` in about 4 periods; it starts only when told to, stops
// when it runs empty, and stamps its status on CLOCK_MONOTONIC where it can. Leaves the PCM
// prepared. Does not wait.
std::error_code set_up(snd_pcm_t* pcm, base::Duration buffer, AlsaSetup& result);

// After an underrun, an overrun or a suspension: leaves the PCM prepared, and empty.
// std::errc::resource_unavailable_try_again: not yet, ask again.
std::error_code prepare_again(snd_pcm_t* pcm);

}  // namespace loa::audio
