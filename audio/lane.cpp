#include "audio/lane.h"

#include <algorithm>

#include "audio/air.h"
#include "audio/level_meter.h"

namespace loa::audio {

Lane::Lane(const Master& master, const Cluster& cluster, ReferenceRing* reference)
    : cluster_(cluster),
      equaliser_(master.equaliser),
      own_(cluster.gain),
      limiter_(static_cast<float>(amplitude(std::min(master.ceiling_dbtp, cluster.ceiling_dbtp)))),
      watch_(reference),
      delay_(cluster.delay) {}

void Lane::begin(std::int64_t first, base::Duration delay) {
  const base::Steady leaves{duration_of(first - pipeline_.delay_frames())};
  watch_.begin(leaves + cluster_.delay, delay, volume_.gain() > 0 && cluster_.gain > 0);
}

}  // namespace loa::audio
