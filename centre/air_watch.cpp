#include "centre/air_watch.h"

#include <algorithm>

#include "base/log_event.h"
#include "centre/store_columns.h"

namespace loa::centre {

// The rows of an occurrence are named "id.version/slot/start" (schedules/timetable.h).
bool sounded(const journal::Row& row, const std::set<std::string>& schedules, base::Wall given) {
  const bool item = row.kind == journal::Kind::item && row.frames_played > 0;
  return item && base::trusted(row.quality) && row.wall >= given &&
         schedules.contains(row.occurrence.substr(0, row.occurrence.find('/')));
}

void AirWatch::look() {
  const auto found = store_.sql().run(
      "SELECT fingerprint, signed_ns FROM submission WHERE fingerprint <> '' AND aired_ns IS NULL");
  silent_.clear();
  for (const auto& row : found.rows) silent_.emplace(row.text(0), wall(row.integer(1)));
}

void AirWatch::heard(const std::string& station, const std::string& taken,
                     std::span<const journal::Row> rows, base::Wall now) {
  const auto one = silent_.find(taken);
  if (one == silent_.end()) return;
  const auto* const schedules = programmes_.schedules(taken);
  if (schedules == nullptr) return;
  const bool sounds = std::ranges::any_of(
      rows, [&](const auto& row) { return sounded(row, *schedules, one->second); });
  if (!sounds) return;
  store_.sql().run(
      "UPDATE submission SET aired_ns = $1, aired_at = $2 WHERE fingerprint = $3 AND aired_ns IS "
      "NULL",
      {nanoseconds(now), station, taken});
  silent_.erase(one);
  base::log_event(base::LogLevel::info, "bundle-aired",
                  {{"station", station}, {"fingerprint", taken}});
}

}  // namespace loa::centre
