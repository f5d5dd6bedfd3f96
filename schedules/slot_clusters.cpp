#include "schedules/slot_clusters.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/sessions.h"

namespace loa::schedules {
namespace {

bool drives(const std::vector<std::string>& clusters, const std::string& name) {
  return std::ranges::find(clusters, name) != clusters.end();
}

void look_at(const Slot& slot, const std::string& path, const std::vector<std::string>& clusters,
             base::Problems& problems) {
  for (std::size_t i = 0; i < slot.clusters.size(); ++i) {
    const auto& name = slot.clusters[i];
    if (drives(clusters, name)) continue;
    problems.push_back({base::Severity::warning,
                        "cluster-elsewhere",
                        slot.place,
                        fmt::format("{}.clusters[{}]", path, i),
                        {fmt::format("đài này không có cụm loa “{}”", name),
                         fmt::format("this station has no cluster “{}”", name)}});
  }
}

}  // namespace

bool is_for(const Slot& slot, const std::vector<std::string>& clusters) {
  if (slot.clusters.empty() || clusters.empty()) return true;
  return std::ranges::any_of(slot.clusters,
                             [&](const auto& name) { return drives(clusters, name); });
}

base::Problems foreign_clusters(const WeeklySchedule& schedule,
                                const std::vector<std::string>& clusters) {
  base::Problems problems;
  if (clusters.empty()) return problems;
  const auto paths = slot_paths(schedule);
  const auto look = [&](const Slot& slot) { look_at(slot, paths.at(&slot), clusters, problems); };
  for (const auto& weekly : schedule.slots) look(weekly.slot);
  for (const auto& exception : schedule.exceptions) std::ranges::for_each(exception.add, look);
  return problems;
}

}  // namespace loa::schedules
