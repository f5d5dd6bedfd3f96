// Alarms: what needed a person, since when, and who has seen to it.
#include <fmt/format.h>

#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {
namespace {

constexpr std::int64_t kMostAlarms = 20'000;

constexpr const char* kSelectAlarms =
    "SELECT station, code, subject, detail, since_ns, over_ns, by_whom, seen_ns FROM alarm ";

Alarm alarm_from(const SqlRow& row) {
  Alarm alarm{{row.text(0), row.text(1), row.text(2)}, row.text(3), wall(row.integer(4))};
  if (!row.is_null(5)) alarm.over = wall(row.integer(5));
  alarm.acknowledged_by = row.text(6);
  if (!row.is_null(7)) alarm.acknowledged = wall(row.integer(7));
  return alarm;
}

const char* column_of(Way way) { return way == Way::webhook ? "told" : "mailed"; }

std::vector<Alarm> alarms_in(const SqlResult& found) {
  std::vector<Alarm> alarms;
  for (const auto& row : found.rows) alarms.push_back(alarm_from(row));
  return alarms;
}

}  // namespace

// One that was over begins anew, untold and unseen.
void Store::begin_alarm(const Alarm& alarm) {
  sql_->run(
      "INSERT INTO alarm(station, code, subject, detail, since_ns, by_whom, told, mailed) "
      "VALUES($1, $2, $3, $4, $5, '', 0, 0) ON CONFLICT(station, code, subject) DO UPDATE SET "
      "detail = excluded.detail, since_ns = excluded.since_ns, over_ns = NULL, by_whom = '', "
      "seen_ns = NULL, told = 0, mailed = 0 WHERE alarm.over_ns IS NOT NULL",
      {alarm.key.station, alarm.key.code, alarm.key.subject, alarm.detail,
       nanoseconds(alarm.since)});
}

void Store::end_alarm(const AlarmKey& key, base::Wall when) {
  sql_->run(
      "UPDATE alarm SET over_ns = $1 WHERE station = $2 AND code = $3 AND subject = $4 AND "
      "over_ns IS NULL",
      {nanoseconds(when), key.station, key.code, key.subject});
}

bool Store::acknowledge_alarm(const AlarmKey& key, const std::string& by, base::Wall when) {
  return sql_->run(
                 "UPDATE alarm SET by_whom = $1, seen_ns = $2 WHERE station = $3 AND code = $4 AND "
                 "subject = $5 AND seen_ns IS NULL",
                 {by, nanoseconds(when), key.station, key.code, key.subject})
             .changed == 1;
}

bool Store::move_told(const Alarm& alarm, Way way, Told from, Told to) {
  return sql_->run(fmt::format("UPDATE alarm SET {0} = $1 WHERE station = $2 AND code = $3 AND "
                               "subject = $4 AND since_ns = $5 AND {0} = $6",
                               column_of(way)),
                   {static_cast<std::int64_t>(to), alarm.key.station, alarm.key.code,
                    alarm.key.subject, nanoseconds(alarm.since), static_cast<std::int64_t>(from)})
             .changed == 1;
}

void Store::tell_again() {
  for (const auto way : {Way::webhook, Way::mail})
    sql_->run(fmt::format("UPDATE alarm SET {0} = 0 WHERE {0} = 1", column_of(way)));
}

std::vector<Alarm> Store::open_alarms() {
  return alarms_in(sql_->run(std::string(kSelectAlarms) + "WHERE over_ns IS NULL"));
}

std::vector<Alarm> Store::untold_alarms(Way way, std::size_t limit) {
  return alarms_in(
      sql_->run(fmt::format("{}WHERE {} = 0 ORDER BY since_ns, station, code, subject LIMIT $1",
                            kSelectAlarms, column_of(way)),
                {signed_count(limit)}));
}

std::vector<Alarm> Store::alarms(std::size_t limit) {
  return alarms_in(sql_->run(
      std::string(kSelectAlarms) +
          "ORDER BY CASE WHEN seen_ns IS NULL THEN 0 ELSE 1 END, since_ns DESC, station, code, "
          "subject LIMIT $1",
      {signed_count(limit)}));
}

void Store::forget_alarms(base::Wall before) {
  sql_->run("DELETE FROM alarm WHERE seen_ns < $1 AND (over_ns IS NOT NULL OR subject <> '')",
            {nanoseconds(before)});
  const auto oldest = sql_->run(
      "SELECT since_ns FROM alarm ORDER BY since_ns DESC LIMIT 1 OFFSET $1", {kMostAlarms});
  if (!oldest.rows.empty())
    sql_->run("DELETE FROM alarm WHERE since_ns < $1", {oldest.rows[0].integer(0)});
}

}  // namespace loa::centre
