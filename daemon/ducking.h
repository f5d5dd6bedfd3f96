// How what plays makes room for what goes over it.
#pragma once

#include "base/time.h"

namespace loa::daemon {

struct Ducking {
  double gain_db = -18;  // below its own level, -40..-3
  // It goes down in so long, and is low when the other's first sound is heard; 0..2 s. What takes
  // longer than the station knows of the other beforehand (0.2 s) ends a little later.
  base::Duration attack = std::chrono::milliseconds{200};
  base::Duration release = std::chrono::milliseconds{800};  // it comes up in so long; 0..10 s
};

}  // namespace loa::daemon
