#include "daemon/heat.h"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace loa::daemon {

std::optional<int> hottest(const std::filesystem::path& zones) {
  constexpr int kMilli = 1000;
  std::optional<int> most;
  std::error_code error;
  for (std::filesystem::directory_iterator zone(zones, error), end; !error && zone != end;
       zone.increment(error)) {
    if (!zone->path().filename().string().starts_with("thermal_zone")) continue;
    std::ifstream file(zone->path() / "temp");
    int milli = 0;
    if (file >> milli) most = std::max(most.value_or(milli / kMilli), milli / kMilli);
  }
  return most;
}

void add_heat(std::vector<std::string>& faults) {
  if (hottest("/sys/class/thermal").value_or(0) >= kTooHot) faults.emplace_back("too-hot");
}

}  // namespace loa::daemon
