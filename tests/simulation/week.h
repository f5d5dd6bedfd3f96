// The week that the simulated station keeps.
#pragma once

#include <memory>

#include "schedules/model.h"

namespace loa::simulation {

inline constexpr const char* kBulletinFile = "240s-ban-tin.wav";
inline constexpr const char* kNewsFile = "600s-thoi-su.wav";

// Six slots a day with every start and late rule, one across midnight, one of level 2 that
// pre-empts; valid for twenty years. The version changes nothing else.
std::shared_ptr<const schedules::WeeklySchedule> example_week(int version);

}  // namespace loa::simulation
