#include "daemon/faults.h"

#include "daemon/heat.h"

namespace loa::daemon {

std::vector<std::string> all_faults(const StationView& station, const SloganBoard& board,
                                    const UplinkView& uplink, const MediaFetchView& media,
                                    const Config& config) {
  auto faults = station.faults;
  const auto add = [&faults](const std::vector<std::string>& more) {
    faults.insert(faults.end(), more.begin(), more.end());
  };
  add(board.faults());
  add(uplink.faults);
  add(media.faults);
  add_heat(faults);
  add(faults_of(config));
  return faults;
}

}  // namespace loa::daemon
