// What is done to the sum of all that sounds, as the station's loudspeakers want it.
#pragma once

#include <vector>

#include "audio/equaliser.h"

namespace loa::audio {

struct Master {
  std::vector<EqualiserBand> equaliser;  // before the limiter
  double ceiling_dbtp = -1;              // of the limiter, true peak
};

}  // namespace loa::audio
