// What stations did in a quarter, say: how often each outcome, and for how long it sounded.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "centre/sql.h"

namespace loa::centre {

struct StationTotal {
  std::string station;
  std::string outcome;      // journal::name_of
  std::int64_t plays = 0;   // RESULT rows
  std::int64_t frames = 0;  // played, at 48 kHz
};

// Of what was due in [from, to), by station and outcome. Blocks: seconds for a province's quarter
// (docs/performance.md). Throws SqlError.
std::vector<StationTotal> totals(Sql& sql, base::Wall from, base::Wall to);

// By station: how often each outcome, and for how many seconds it sounded.
std::string totals_json(const std::vector<StationTotal>& totals);

}  // namespace loa::centre
