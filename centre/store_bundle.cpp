// What stations are given: the bundle of signed weeks, and live commands.
#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {

namespace {

void insert_bundle(Sql& sql, const KeptBundle& bundle) {
  sql.run("INSERT INTO bundle(fingerprint, version, text, received_ns) VALUES($1, $2, $3, $4)",
          {bundle.fingerprint, bundle.version, bundle.text, nanoseconds(bundle.received)});
}

}  // namespace

void Store::put_bundle(const KeptBundle& bundle) {
  transact(*sql_, [&] {
    sql_->run("DELETE FROM bundle");
    sql_->run("DELETE FROM rollout");
    insert_bundle(*sql_, bundle);
  });
}

// The revision goes on from the one before: who has seen that one sees that this is another.
void Store::put_bundle_beside(const KeptBundle& bundle, const std::string& settled,
                              const std::string& rollout) {
  transact(*sql_, [&] {
    sql_->run("DELETE FROM bundle WHERE fingerprint <> $1", {settled});
    insert_bundle(*sql_, bundle);
    sql_->run(
        "INSERT INTO rollout(one, revision, json) VALUES(1, 1, $1) ON CONFLICT(one) DO UPDATE SET "
        "revision = rollout.revision + 1, json = $1",
        {rollout});
  });
}

std::optional<KeptBundle> Store::bundle(const std::string& fingerprint) {
  const auto found =
      sql_->run("SELECT fingerprint, version, received_ns, text FROM bundle WHERE fingerprint = $1",
                {fingerprint});
  if (found.rows.empty()) return std::nullopt;
  const auto& row = found.rows[0];
  return KeptBundle{row.text(0), row.integer(1), row.text(3), wall(row.integer(2))};
}

std::vector<std::string> Store::bundles() {
  const auto found =
      sql_->run("SELECT fingerprint FROM bundle ORDER BY version DESC, received_ns DESC");
  std::vector<std::string> fingerprints;
  for (const auto& row : found.rows) fingerprints.push_back(row.text(0));
  return fingerprints;
}

std::optional<KeptRollout> Store::rollout() {
  const auto found = sql_->run("SELECT revision, json FROM rollout WHERE one = 1");
  if (found.rows.empty()) return std::nullopt;
  return KeptRollout{found.rows[0].integer(0), found.rows[0].text(1)};
}

std::int64_t Store::rollout_revision() {
  const auto found = sql_->run("SELECT revision FROM rollout WHERE one = 1");
  return found.rows.empty() ? 0 : found.rows[0].integer(0);
}

bool Store::move_rollout(std::int64_t revision, const std::string& rollout,
                         const std::string& only) {
  bool moved = false;
  transact(*sql_, [&] {
    moved = sql_->run(
                    "UPDATE rollout SET revision = revision + 1, json = $1 WHERE one = 1 AND "
                    "revision = $2",
                    {rollout, revision})
                .changed == 1;
    if (moved && !only.empty()) sql_->run("DELETE FROM bundle WHERE fingerprint <> $1", {only});
  });
  return moved;
}

// Two centres that are given one at the same moment leave both: the newer one counts.
std::optional<KeptBundle> Store::bundle() {
  const auto found = sql_->run(
      "SELECT fingerprint, version, received_ns, text FROM bundle "
      "ORDER BY version DESC, received_ns DESC LIMIT 1");
  if (found.rows.empty()) return std::nullopt;
  const auto& row = found.rows[0];
  return KeptBundle{row.text(0), row.integer(1), row.text(3), wall(row.integer(2))};
}

std::optional<KeptBundle> Store::bundle_head() {
  const auto found = sql_->run(
      "SELECT fingerprint, version, received_ns FROM bundle "
      "ORDER BY version DESC, received_ns DESC LIMIT 1");
  if (found.rows.empty()) return std::nullopt;
  const auto& row = found.rows[0];
  return KeptBundle{row.text(0), row.integer(1), "", wall(row.integer(2))};
}

bool Store::put_command(const KeptCommand& command, std::size_t most) {
  bool fits = false;
  transact(*sql_, [&] {
    const auto count = sql_->run("SELECT count(*) FROM live_command WHERE id <> $1", {command.id});
    fits = count.rows.at(0).integer(0) < static_cast<std::int64_t>(most);
    if (!fits) return;
    sql_->run(
        "INSERT INTO live_command(id, envelope, received_ns, expires_ns) VALUES($1, $2, $3, $4) "
        "ON CONFLICT(id) DO NOTHING",
        {command.id, command.envelope, nanoseconds(command.received),
         nanoseconds(command.expires)});
  });
  return fits;
}

void Store::forget_commands(base::Wall expired_before) {
  sql_->run("DELETE FROM live_command WHERE expires_ns <= $1", {nanoseconds(expired_before)});
}

std::vector<KeptCommand> Store::commands(base::Wall now) {
  const auto found = sql_->run(
      "SELECT id, envelope, received_ns, expires_ns FROM live_command WHERE expires_ns > $1 "
      "ORDER BY received_ns, id",
      {nanoseconds(now)});
  std::vector<KeptCommand> commands;
  for (const auto& row : found.rows)
    commands.push_back({row.text(0), row.text(1), wall(row.integer(2)), wall(row.integer(3))});
  return commands;
}

}  // namespace loa::centre
