// JSON for the page.
#pragma once

#include <string>
#include <vector>

#include "centre/fleet.h"
#include "centre/place.h"
#include "centre/plays.h"
#include "centre/store.h"

namespace loa::centre {

struct StationView {
  StationRecord station;
  StationState state;
  std::optional<KeptCheckpoint> checkpoint;  // the newest; nothing: its record is without proof
  std::int64_t desired = 0;                  // version of the bundle that is for it; 0: none
  Where where = {};
};

// `zone` and `today`: in which the page shows times, and the civil day there.
std::string stations_json(const std::string& title, const std::string& zone,
                          const std::string& today, base::Wall now,
                          const std::vector<StationView>& stations);
std::string plays_json(const std::string& station, const std::string& day,
                       const std::vector<Play>& plays);
std::string events_json(const std::vector<SecurityEvent>& events);

const char* name_of(Presence presence);

}  // namespace loa::centre
