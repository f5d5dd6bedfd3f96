// The lines of a station whose clusters have some of their own: one Amplifier for those that serve
// all, one more for each set that serves some.
#pragma once

#include <functional>

#include "audio/cluster.h"
#include "daemon/amplifier.h"

namespace loa::daemon {

// Lines are numbered as the settings have them. What serves all goes on before and off after what
// serves some, as far as the leads have it so.
class Amplifiers {
 public:
  using DemandOf = std::function<AmplifierDemand(audio::ClusterSet)>;

  // `clusters`: which each line serves, by line; lines beyond its end serve all.
  Amplifiers(const AmplifierSettings& settings, const std::vector<audio::ClusterSet>& clusters);

  // As Amplifier has them; `demand` says what is asked of any of a set of clusters.
  std::vector<Amplifier::Switch> step(base::Steady now, const DemandOf& demand);
  std::optional<base::Steady> next_wakeup() const;
  base::Steady ready_at(base::Steady now, audio::ClusterSet clusters) const;
  bool on() const;

 private:
  struct Group {
    audio::ClusterSet clusters;
    std::vector<std::size_t> lines;
    Amplifier amplifier;
  };
  std::vector<Group> groups_;  // what serves all is the last
};

}  // namespace loa::daemon
