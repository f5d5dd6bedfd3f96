// The part of the configuration that says which GPIO lines switch the amplifier and what else
// stands behind the sound card (docs/am-ly.md).
#pragma once

#include <string>
#include <vector>

#include "audio/cluster.h"
#include "base/fields.h"
#include "daemon/amplifier.h"

namespace loa::daemon {

struct AmplifierLine {
  std::string name;         // for people
  std::string line;         // "CHIP:OFFSET" or a line's name, as GpioLine has it
  bool active_low = false;  // on is low voltage
  base::Duration lead{0};   // on for so long before the first sound
  std::string cluster{};    // which alone it serves; "" for all
};

struct AmplifierConfig {
  std::vector<AmplifierLine> lines;  // in the order in which they go on; empty: nothing is switched
  base::Duration hold = AmplifierSettings{}.hold;
  base::Duration idle_off = AmplifierSettings{}.idle_off;
  base::Duration shortest_on = AmplifierSettings{}.shortest_on;
};

// Reads the object "amplifier"; one without members is an amplifier that is always on. A line may
// serve one of `clusters`, which have channels of their own.
AmplifierConfig read_amplifier(base::Fields fields, const std::vector<audio::Cluster>& clusters);

}  // namespace loa::daemon
