// The part of the configuration that says how the station is to sound.
#pragma once

#include <string>
#include <vector>

#include "audio/master.h"
#include "base/fields.h"
#include "daemon/ducking.h"
#include "daemon/media_library.h"

namespace loa::daemon {

struct SoundConfig {
  Loudness loudness;
  std::vector<audio::EqualiserBand> equaliser;
  Ducking ducking;
};

// "alsa:NAME", or "wav:FILE" with FILE beside `file`; `otherwise` where there is no key "output".
std::string read_output(base::Fields& fields, const std::string& file,
                        const std::string& otherwise);

// Reads "loudness", "equaliser" and "ducking" of the whole configuration.
SoundConfig read_sound(base::Fields& fields);

}  // namespace loa::daemon
