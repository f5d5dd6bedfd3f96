// What alsa-lib says, in the words of the Output: names, formats, states, time stamps.
#pragma once

#include <alsa/asoundlib.h>

#include <string>
#include <system_error>

#include "audio/air.h"
#include "audio/sample_format.h"

namespace loa::audio {

// The PCM that `name` means: a card's id becomes "plughw:CARD=id,DEV=0", anything else is a PCM's
// name. A card's id is looked up each time: its number may have changed since the last. `number_of`
// a card's id or number is negative where there is no such card.
std::string pcm_name(const std::string& name,
                     int (*number_of)(const char* card) = snd_card_get_index);

// Of a format that set_up() chooses.
SampleFormat sample_format(snd_pcm_format_t format);

// running, xrun, suspended or lost.
DeviceState device_state(snd_pcm_state_t state);
// What to say of a state that is not running.
std::error_code error_of(DeviceState state);

// When a status read between `before` and `after` was true: its own stamp if that is one of
// CLOCK_MONOTONIC, else the middle of the call.
base::Steady stamp_of(const snd_pcm_status_t* status, base::Steady before, base::Steady after);

}  // namespace loa::audio
