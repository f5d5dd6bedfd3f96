// A place's JSON. Drags nlohmann/json in: for .cpp files of this room only.
#pragma once

#include <nlohmann/json.hpp>

#include "centre/place.h"

namespace loa::centre {

// In degrees; null without one.
inline nlohmann::ordered_json position_json(const StationPlace& place) {
  constexpr double kMillion = 1e6;
  if (!place.position) return nullptr;
  return {{"latitude", static_cast<double>(place.position->latitude) / kMillion},
          {"longitude", static_cast<double>(place.position->longitude) / kMillion}};
}

}  // namespace loa::centre
