// Which clusters of loudspeakers a slot is for, seen from a station that drives some of them.
#pragma once

#include <string>
#include <vector>

#include "schedules/model.h"

namespace loa::schedules {

// `clusters`: what the station drives; where it has named none it takes every slot for its own.
bool is_for(const Slot& slot, const std::vector<std::string>& clusters);

// Warnings: slots that name a cluster which the station does not drive. A slip of the pen in a name
// would otherwise show as silence only.
base::Problems foreign_clusters(const WeeklySchedule& schedule,
                                const std::vector<std::string>& clusters);

}  // namespace loa::schedules
