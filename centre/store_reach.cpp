// Whom each commander has reached alone, lately.
#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {

KeptReach Store::reach(const std::string& issuer) {
  const auto found = sql_->run("SELECT revision, json FROM commander WHERE issuer = $1", {issuer});
  if (found.rows.empty()) return {};
  return {found.rows[0].integer(0), found.rows[0].text(1)};
}

void Store::move_reach(const std::string& issuer, std::int64_t revision, const std::string& json) {
  const auto moved =
      revision == 0
          ? sql_->run(
                "INSERT INTO commander(issuer, revision, json) VALUES($1, 1, $2) ON CONFLICT DO "
                "NOTHING",
                {issuer, json})
          : sql_->run(
                "UPDATE commander SET revision = revision + 1, json = $1 WHERE issuer = $2 AND "
                "revision = $3",
                {json, issuer, revision});
  if (moved.changed != 1)
    throw SqlError(SqlFailure::conflict, "another centre takes a command of the same issuer");
}

}  // namespace loa::centre
