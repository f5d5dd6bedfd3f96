// Rows from facts.
#include "daemon/recorder.h"

#include <algorithm>

#include "base/log.h"
#include "daemon/evidence.h"

namespace loa::daemon {

using journal::Kind;
using journal::Outcome;
using journal::Row;

namespace {

// Less than this share of what was due is not all of it: a codec's padding at the end is.
constexpr double kWhole = 0.98;

std::string key_of(const std::string& occurrence) {
  return occurrence.substr(occurrence.find('/') + 1);
}

Outcome outcome_of(const ItemPlayed& item) {
  if (item.frames_played == 0) return Outcome::failed;
  const double whole = kWhole * static_cast<double>(item.frames_due);
  const bool all = item.reason == "completed" && static_cast<double>(item.frames_played) >= whole;
  return all ? Outcome::played : Outcome::partial;
}

}  // namespace

void Tally::add(const ItemPlayed& item) {
  // What was cut short comes back, or its absence is counted when the whole is concluded.
  const bool cut = item.reason == "stopped";
  frames_due += cut ? item.frames_played + item.frames_dropped : item.frames_due;
  frames_played += item.frames_played;
  frames_dropped += item.frames_dropped;
  underruns += item.underruns;
  peak = std::max(peak, item.peak);
  proof.add(item.proof, item.frames_played);
  ++items;
  const bool failed = item.reason != "completed" && item.reason != "stopped";
  if (failed && items_failed++ == 0) first_failure = item.reason;
  if (!start_error && item.first_frame) start_error = *item.first_frame - item.due;
}

void Tally::add_recorded(const journal::Row& row) {
  frames_due += row.frames_due;
  frames_played += row.frames_played;
  frames_dropped += row.frames_dropped;
  ++items;
}

Ending judge(const Tally& tally, const std::string& why) {
  const bool by_itself = why == "completed";
  if (tally.frames_played == 0) {
    if (!by_itself) return {Outcome::skipped, why};
    return {Outcome::failed, tally.first_failure.empty() ? "no-content" : tally.first_failure};
  }
  if (!by_itself) return {Outcome::partial, why};
  if (!tally.first_failure.empty()) return {Outcome::partial, tally.first_failure};
  const double whole = kWhole * static_cast<double>(tally.frames_due);
  if (static_cast<double>(tally.frames_played) < whole) return {Outcome::partial, "dropped"};
  return {Outcome::played, "completed"};
}

Row Recorder::row(const base::Now& now, Kind kind, const Subject& subject) const {
  Row row;
  row.kind = kind;
  row.occurrence = subject.occurrence;
  row.title = subject.title;
  row.area = subject.area;
  row.nominal = subject.nominal;
  row.level = subject.level;
  row.wall = now.wall;
  row.monotonic_ns = now.steady.time_since_epoch().count();
  row.quality = now.quality;
  return row;
}

void Recorder::write(std::vector<Row> rows) {
  for (Row& row : rows) {
    if (pending_.size() >= kPending) pending_.pop_front();
    pending_.push_back(std::move(row));
    // Not all at the end: of a long absence more may come than may wait.
    if (!disk_full_ && pending_.size() >= kCommit) flush();
  }
  flush();
}

// The first attempt is one row after a refusal, then twice as many each time: a disk that is still
// full costs no more than the row that proves it, however many wait.
bool Recorder::flush() {
  if (pending_.empty()) return true;
  std::size_t most = disk_full_ ? 1 : kCommit;
  try {
    for (; !pending_.empty(); most = std::min(2 * most, kCommit)) {
      const auto end =
          pending_.begin() + static_cast<std::ptrdiff_t>(std::min(most, pending_.size()));
      journal_.append(std::vector<Row>(pending_.begin(), end));
      pending_.erase(pending_.begin(), end);
    }
    disk_full_ = false;
  } catch (const journal::DiskFull& full) {
    if (!disk_full_) base::log(base::LogLevel::error, full.what());
    disk_full_ = true;
    return false;
  }
  if (recorded_) recorded_();
  return true;
}

bool Recorder::pending_result(const std::string& key) const {
  return std::any_of(pending_.begin(), pending_.end(), [&](const Row& row) {
    return row.kind == Kind::result && key_of(row.occurrence) == key;
  });
}

bool Recorder::intent(const base::Now& now, const Subject& subject) {
  if (!flush()) return false;
  try {
    journal_.append(row(now, Kind::intent, subject));
  } catch (const journal::DiskFull& full) {
    base::log(base::LogLevel::error, full.what());
    disk_full_ = true;
    return false;
  }
  if (recorded_) recorded_();
  return true;
}

void Recorder::item(const base::Now& now, const Subject& subject, const ItemPlayed& item) {
  Row written = row(now, Kind::item, subject);
  written.title = item.title;
  written.content = item.content;
  written.nominal = now.wall_at(item.due);
  written.frames_due = item.frames_due;
  written.frames_played = item.frames_played;
  written.frames_dropped = item.frames_dropped;
  written.evidence = evidence_of(item);
  written.outcome = outcome_of(item);
  written.reason = item.reason;
  write({std::move(written)});
}

void Recorder::result(const base::Now& now, const Subject& subject, const Tally& tally,
                      const Ending& ending) {
  Row written = row(now, Kind::result, subject);
  written.frames_due = tally.frames_due;
  written.frames_played = tally.frames_played;
  written.frames_dropped = tally.frames_dropped;
  written.evidence = evidence_of(subject, tally);
  written.outcome = ending.outcome;
  written.reason = ending.reason;
  write({std::move(written)});
}

void Recorder::missed(const base::Now& now, const std::vector<Subject>& subjects,
                      const std::string& reason) {
  std::vector<Row> rows;
  for (const Subject& subject : subjects) {
    Row written = row(now, Kind::result, subject);
    written.outcome = Outcome::missed;
    written.reason = reason;
    rows.push_back(std::move(written));
  }
  write(std::move(rows));
}

void Recorder::event(const base::Now& now, const std::string& what,
                     const std::string& detail_json) {
  Row written = row(now, Kind::event, {});
  written.title = what;
  written.level = 0;
  written.evidence = detail_json;
  write({std::move(written)});
}

}  // namespace loa::daemon
