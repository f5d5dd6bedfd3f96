// What the station knows ahead of the media of the day that comes.
#include <algorithm>

#include "daemon/station_impl.h"

namespace loa::daemon {
namespace {

constexpr base::Duration kAhead = std::chrono::hours{24};
constexpr std::size_t kEnoughFaults = 50;

// What is only not ready yet is no fault.
std::vector<ComingFault> faults_of(const schedules::Programme& programme, Library& library) {
  std::vector<ComingFault> faults;
  for (const schedules::Item& item : programme.items) {
    const auto shortcoming = shortcoming_of(library.find(item));
    if (!shortcoming || shortcoming->code == "not-ready") continue;
    faults.push_back(
        {{}, programme.title, title_of(item), shortcoming->code, shortcoming->message});
  }
  return faults;
}

bool same_places(const std::vector<ComingFault>& one, const std::vector<ComingFault>& other) {
  return std::ranges::equal(one, other, [](const ComingFault& a, const ComingFault& b) {
    return a.start == b.start && a.item == b.item && a.code == b.code;
  });
}

}  // namespace

std::vector<ComingFault> Station::Impl::look_ahead(const base::Now& at) const {
  std::vector<ComingFault> coming;
  if (!timetable || !base::trusted(at.quality)) return coming;
  std::map<std::string, std::vector<ComingFault>> found;  // by programme
  for (const auto& occurrence : timetable->starting_in(at.wall, at.wall + kAhead)) {
    const auto* programme = week->programme(occurrence.slot->programme);
    if (programme == nullptr) continue;
    auto known = found.find(programme->id);
    if (known == found.end()) {
      known = found.emplace(programme->id, faults_of(framed(*programme, settings.frame), library))
                  .first;
    }
    for (ComingFault fault : known->second) {
      fault.start = occurrence.start;
      coming.push_back(std::move(fault));
      if (coming.size() == kEnoughFaults) return coming;
    }
  }
  return coming;
}

void Station::look_at_coming_media() {
  base::Now at = impl_->timers.now();
  at.quality = impl_->now.quality;
  auto found = impl_->look_ahead(at);
  if (same_places(found, impl_->coming_faults)) return;
  impl_->coming_faults = std::move(found);
  impl_->changed();
}

}  // namespace loa::daemon
