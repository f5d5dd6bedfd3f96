#include "daemon/amplifiers.h"

#include <algorithm>
#include <map>

namespace loa::daemon {

using audio::ClusterSet;
using base::Steady;

Amplifiers::Amplifiers(const AmplifierSettings& settings, const std::vector<ClusterSet>& clusters) {
  std::map<ClusterSet, std::vector<std::size_t>> lines{{audio::kAllClusters, {}}};
  for (std::size_t line = 0; line < settings.leads.size(); ++line)
    lines[line < clusters.size() ? clusters[line] : audio::kAllClusters].push_back(line);
  // As a number the set of all is the greatest.
  for (auto& [set, of_set] : lines) {
    AmplifierSettings own = settings;
    own.leads.clear();
    for (const std::size_t line : of_set) own.leads.push_back(settings.leads[line]);
    groups_.push_back({set, std::move(of_set), Amplifier(own)});
  }
}

std::vector<Amplifier::Switch> Amplifiers::step(Steady now, const DemandOf& demand_of) {
  std::vector<Amplifier::Switch> ons;
  std::vector<Amplifier::Switch> offs;
  bool some_on = false;
  for (Group& group : groups_) {
    AmplifierDemand demand = demand_of(group.clusters);
    if (group.clusters == audio::kAllClusters && some_on && !demand.sounding) demand.next = now;
    for (const auto& [line, on] : group.amplifier.step(now, demand))
      (on ? ons : offs).push_back({group.lines[line], on});
    some_on = some_on || group.amplifier.on();
  }
  std::ranges::sort(ons, {}, &Amplifier::Switch::line);
  ons.insert(ons.end(), offs.begin(), offs.end());
  return ons;
}

std::optional<Steady> Amplifiers::next_wakeup() const {
  std::optional<Steady> next;
  for (const Group& group : groups_) {
    const auto one = group.amplifier.next_wakeup();
    if (one && (!next || *one < *next)) next = one;
  }
  return next;
}

Steady Amplifiers::ready_at(Steady now, ClusterSet clusters) const {
  Steady ready = now;
  for (const Group& group : groups_)
    if ((group.clusters & clusters) != 0) ready = std::max(ready, group.amplifier.ready_at(now));
  return ready;
}

bool Amplifiers::on() const {
  return std::ranges::any_of(groups_, [](const Group& group) { return group.amplifier.on(); });
}

}  // namespace loa::daemon
