// Which media the weeks want of the centre.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "daemon/library.h"
#include "daemon/media_fetch.h"
#include "schedules/model.h"

namespace loa::daemon {

using Weeks = std::vector<std::shared_ptr<const schedules::WeeklySchedule>>;

// The files that were signed with these weeks and are not there as they were signed: what is due
// first first, then what is not due in a week, in the weeks' order. Without a trusted clock (`now`)
// all in that order. What `library` has not looked at yet is not among them.
std::vector<WantedMedia> wanted_media(const Weeks& weeks, Library& library,
                                      std::optional<base::Wall> now);
// All files that were signed with these weeks.
std::set<base::Sha256> signed_media(const Weeks& weeks);

}  // namespace loa::daemon
