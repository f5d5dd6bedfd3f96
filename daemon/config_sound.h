// The part of the configuration that says how the station is to sound.
#pragma once

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

// Reads "loudness", "equaliser" and "ducking" of the whole configuration.
SoundConfig read_sound(base::Fields& fields);

}  // namespace loa::daemon
