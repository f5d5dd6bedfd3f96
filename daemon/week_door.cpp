#include "daemon/week_door.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/slot_clusters.h"

namespace loa::daemon {
namespace {

base::Problem other_zone(const std::string& file, const std::string& told,
                         const std::string& ours) {
  return {base::Severity::warning,
          "zone-differs",
          {file, 0, 0},
          "zone",
          {fmt::format("lịch ghi múi giờ {}, còn đài đặt ở {}", told, ours),
           fmt::format("the schedule says {}, but the station is set to {}", told, ours)}};
}

// The code of what is no mistake in a week: nobody who may has signed it, or it is not the newest.
std::optional<std::string> distrust(const base::Problems& problems) {
  static constexpr std::string_view kOfTrust[] = {"unsigned", "rolled-back", "forked", "mixed",
                                                  "root-chain"};
  const auto found = std::ranges::find_if(problems, [](const base::Problem& problem) {
    return std::ranges::find(kOfTrust, problem.code) != std::end(kOfTrust);
  });
  return found == problems.end() ? std::nullopt : std::optional(found->code);
}

}  // namespace

schedules::ReadSchedule WeekDoor::look(std::string_view text, const std::string& file) const {
  auto read = trust_.admit(text, file, station_.view().trusted_wall());
  hold_to_policy(read);
  if (read.schedule) {
    const auto foreign = schedules::foreign_clusters(*read.schedule, config_.clusters);
    read.problems.insert(read.problems.end(), foreign.begin(), foreign.end());
  }
  if (read.schedule && read.schedule->zone != config_.zone) {
    read.problems.push_back(other_zone(file, read.schedule->zone, config_.zone));
  }
  return read;
}

void WeekDoor::hold_to_policy(schedules::ReadSchedule& read) const {
  if (!read.schedule) return;
  const auto& week = *read.schedule;
  const auto broken =
      schedules::check(week, station_.policy(), config_.clusters, week.valid_from, week.valid_to);
  read.problems.insert(read.problems.end(), broken.begin(), broken.end());
  if (!broken.empty()) read.schedule = nullptr;
}

bool WeekDoor::take(const schedules::ReadSchedule& found, const std::optional<SignedMedia>& media) {
  if (!found.schedule) return false;
  station_.load(trust_.take(found.schedule, media));
  return true;
}

void WeekDoor::note_distrust(const schedules::ReadSchedule& found, const std::string& by) {
  const auto code = distrust(found.problems);
  if (code && trust_.has_office()) station_.note_refused(*code, by);
}

}  // namespace loa::daemon
