#include "centre/reach.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace loa::centre {

base::Wall reach_time(const trust::Command& command, base::Wall now) {
  const auto at = std::max(now, command.not_before);
  return std::chrono::floor<std::chrono::seconds>(at);
}

std::size_t reach_with(const std::vector<Reached>& before, const std::vector<std::string>& stations,
                       base::Wall at) {
  std::set<std::string> all(stations.begin(), stations.end());
  for (const auto& [station, when] : before)
    if (when > at - kReachWindow && when < at + kReachWindow) all.insert(station);
  return all.size();
}

std::vector<Reached> remembered(std::vector<Reached> before,
                                const std::vector<std::string>& stations, base::Wall at,
                                base::Wall now) {
  std::erase_if(before, [&](const Reached& one) { return one.at + kReachWindow <= now; });
  for (const auto& station : stations) {
    const Reached one{station, at};
    if (std::ranges::find(before, one) == before.end()) before.push_back(one);
  }
  return before;
}

std::string to_json(const std::vector<Reached>& reached) {
  auto json = nlohmann::json::array();
  for (const auto& one : reached) json.push_back({one.station, one.at.time_since_epoch().count()});
  return json.dump();
}

std::vector<Reached> reached_from(const std::string& json) {
  std::vector<Reached> reached;
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return reached;
  for (const auto& one : list)
    if (one.is_array() && one.size() == 2 && one[0].is_string() && one[1].is_number_integer())
      reached.push_back(
          {one[0].get<std::string>(), base::Wall(base::Duration(one[1].get<std::int64_t>()))});
  return reached;
}

}  // namespace loa::centre
