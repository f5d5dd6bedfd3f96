#include "centre/totals.h"

#include "centre/store_columns.h"
#include "entrance/answers_json.h"

namespace loa::centre {

// All of it stands in the index as_run_due, whose condition is repeated for the planners.
std::vector<StationTotal> totals(Sql& sql, base::Wall from, base::Wall to) {
  const auto found = sql.run(
      "SELECT station, outcome, count(*), CAST(sum(frames_played) AS BIGINT) FROM as_run "
      "WHERE kind IN ('intent', 'result') AND kind = 'result' AND nominal_ns >= $1 AND "
      "nominal_ns < $2 GROUP BY station, outcome ORDER BY station, outcome",
      {nanoseconds(from), nanoseconds(to)});
  std::vector<StationTotal> totals;
  totals.reserve(found.rows.size());
  for (const auto& row : found.rows)
    totals.push_back({row.text(0), row.text(1), row.integer(2), row.integer(3)});
  return totals;
}

std::string totals_json(const std::vector<StationTotal>& totals) {
  constexpr double kFramesPerSecond = 48'000;
  auto stations = entrance::Json::object();
  for (const auto& total : totals)
    stations[total.station][total.outcome] = {
        {"plays", total.plays},
        {"playedSeconds", static_cast<double>(total.frames) / kFramesPerSecond}};
  return entrance::dumped({{"stations", std::move(stations)}});
}

}  // namespace loa::centre
