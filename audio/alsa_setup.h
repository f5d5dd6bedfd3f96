// Setting up an ALSA PCM for Loa: format, rate, buffer, time stamps.
#pragma once

#include <alsa/asoundlib.h>

#include <cstdint>
#include <span>
#include <string>
#include <system_error>

#include "base/time.h"

namespace loa::audio {

// The formats that Loa speaks, the one it likes best first.
std::span<const snd_pcm_format_t> alsa_formats();

// Without waiting; null if there is an error. `name` is the PCM's own.
std::error_code open_pcm(snd_pcm_t*& pcm, const std::string& name, snd_pcm_stream_t stream);

struct AlsaSetup {
  snd_pcm_format_t format = SND_PCM_FORMAT_UNKNOWN;
  std::int64_t buffer_frames = 0;
  int channels = 0;
};

// For both directions: 48 kHz, interleaved, of two `channels` or, where more are asked for, of so
// many or the next higher number that the device has, in the first of alsa_formats() that the
// device has; a buffer near `buffer` in about 4 periods; it starts only when told to, stops
// when it runs empty, and stamps its status on CLOCK_MONOTONIC where it can. Leaves the PCM
// prepared. Does not wait.
std::error_code set_up(snd_pcm_t* pcm, base::Duration buffer, int channels, AlsaSetup& result);

// After an underrun, an overrun or a suspension: leaves the PCM prepared, and empty.
// std::errc::resource_unavailable_try_again: not yet, ask again.
std::error_code prepare_again(snd_pcm_t* pcm);

}  // namespace loa::audio
