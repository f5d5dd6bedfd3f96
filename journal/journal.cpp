// The as-run journal over its file.
#include "journal/journal.h"

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <map>

#include "base/log.h"
#include "journal/epochs.h"
#include "journal/facts.h"
#include "journal/open.h"
#include "journal/schema.h"

namespace loa::journal {
namespace {

std::string select(const std::string& rest) { return std::string("SELECT ") + kColumns + rest; }

std::int64_t limit_of(std::size_t limit) {
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min<std::uint64_t>(limit, most));
}

std::int64_t number_from(base::Statement& bound) {
  const std::int64_t number = bound.step() ? bound.integer(0) : 0;
  bound.reset();
  return number;
}

std::vector<Row> rows_from(base::Statement& bound) {
  std::vector<Row> rows;
  while (bound.step()) {
    auto row = read_row(bound.integer(0), bound);
    if (!row) {
      bound.reset();
      throw base::SqliteError(SQLITE_CORRUPT, "a journal row that cannot be read");
    }
    rows.push_back(std::move(*row));
  }
  bound.reset();
  return rows;
}

}  // namespace

struct Journal::Impl {
  Impl(const std::filesystem::path& path, std::string station_id, std::string boot_id)
      : station(std::move(station_id)),
        boot(std::move(boot_id)),
        database(open_sound(path, station, opened)) {
    // Half a megabyte holds the newest pages and the indexes; years do not grow it.
    database->execute("PRAGMA cache_size = -512; PRAGMA wal_autocheckpoint = 4000");  // 4 MB
    find_end();
    acknowledged = read_acknowledged(*database);
  }

  // Where the chain goes on: after the newest row, or after what was pruned.
  void find_end() {
    base::Statement find(*database,
                         "SELECT epoch, max(base_seq, ifnull(id & ?1, 0)), ifnull(hash, base_hash) "
                         "FROM epochs LEFT JOIN rows ON id = (SELECT max(id) FROM rows) "
                         "AND id >> 40 = epoch ORDER BY epoch DESC LIMIT 1");
    find.bind(1, static_cast<std::int64_t>(kMaxSeq));
    find.step();
    epoch = static_cast<std::uint64_t>(find.integer(0));
    seq = static_cast<std::uint64_t>(find.integer(1));
    hash = hash_from(find.blob(2)).value_or(base::Sha256{});
  }

  // One commit around `changes`, which the disk may refuse.
  template <class Changes>
  void commit(Changes changes) {
    try {
      base::Transaction transaction(*database);
      for (const auto& [name, value] : later) write_fact(*database, name, value);
      changes();
      transaction.commit();
      later.clear();
    } catch (const base::SqliteError& error) {
      if (error.disk_full()) throw DiskFull(error.what());
      throw;
    }
  }

  void complete(std::vector<Row>& rows) const {
    auto number = seq;
    auto previous = hash;
    for (auto& row : rows) {
      row.station = station;
      row.epoch = epoch;
      row.seq = ++number;
      row.boot = boot;
      row.previous = previous;
      // A defect elsewhere: the centre would take neither this row nor any that follows.
      if (bring_into_range(row))
        base::log(base::LogLevel::error, "a row was out of range: " + row.title);
      row.hash = previous = hash_of(row);
    }
  }

  void write(const std::vector<Row>& rows) {
    commit([&] {
      for (const auto& row : rows) {
        bind_row(insert, row);
        insert.run();
      }
    });
    seq = rows.back().seq;
    hash = rows.back().hash;
  }

  Opened opened;
  std::string station;
  std::string boot;
  std::unique_ptr<base::Database> database;
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;
  base::Sha256 hash{};
  std::int64_t acknowledged = 0;
  std::map<std::string, std::string> later;  // facts that wait for a commit

  base::Statement insert{*database, std::string("INSERT ") + kIntoRows};
  base::Statement after{*database, select(" FROM rows WHERE id > ? ORDER BY id LIMIT ?")};
  base::Statement newest{*database, select(" FROM rows ORDER BY id DESC LIMIT ?")};
  // The inner queries are answered by an index alone.
  base::Statement since{*database,
                        select(" FROM rows WHERE id IN (SELECT id FROM rows WHERE wall >= ? "
                               "ORDER BY id LIMIT ?) ORDER BY id")};
  base::Statement open_intents{
      *database,
      select(" FROM rows WHERE id IN (SELECT i.id FROM rows i INDEXED BY rows_by_occurrence "
             "WHERE i.occurrence <> '' AND i.kind = 'intent' AND NOT EXISTS (SELECT 1 FROM rows r "
             "WHERE r.occurrence <> '' AND r.occurrence = i.occurrence AND r.kind = 'result')) "
             "ORDER BY id")};
  base::Statement items{*database, select(" FROM rows WHERE occurrence <> '' AND occurrence = ? "
                                          "AND kind = 'item' ORDER BY id")};
  base::Statement result{*database,
                         "SELECT 1 FROM rows WHERE kind = 'result' AND "
                         "substr(occurrence, instr(occurrence, '/') + 1) = ? LIMIT 1"};
  base::Statement count_after{*database, "SELECT count(*) FROM rows WHERE id > ?"};
};

Journal::Journal(const std::filesystem::path& path, std::string station, std::string boot)
    : impl_(std::make_unique<Impl>(path, std::move(station), std::move(boot))) {}

Journal::~Journal() = default;

const Opened& Journal::opened() const { return impl_->opened; }
std::uint64_t Journal::epoch() const { return impl_->epoch; }
std::uint64_t Journal::last_seq() const { return impl_->seq; }

Row Journal::append(Row row) {
  std::vector<Row> one;
  one.push_back(std::move(row));
  return std::move(append(std::move(one)).front());
}

std::vector<Row> Journal::append(std::vector<Row> rows) {
  if (rows.empty()) return rows;
  impl_->complete(rows);
  impl_->write(rows);
  return rows;
}

std::vector<Row> Journal::after(std::uint64_t epoch, std::uint64_t seq, std::size_t limit) const {
  return rows_from(impl_->after.bind(1, id_of(epoch, seq)).bind(2, limit_of(limit)));
}

std::vector<Row> Journal::since(base::Wall wall, std::size_t limit) const {
  return rows_from(impl_->since.bind(1, time_of(wall)).bind(2, limit_of(limit)));
}

std::vector<Row> Journal::newest(std::size_t limit) const {
  return rows_from(impl_->newest.bind(1, limit_of(limit)));
}

std::vector<Row> Journal::open_intents() const { return rows_from(impl_->open_intents); }

bool Journal::has_result(const std::string& key) const {
  return number_from(impl_->result.bind(1, std::string_view(key))) != 0;
}

std::vector<Row> Journal::items_of(const std::string& occurrence) const {
  return rows_from(impl_->items.bind(1, std::string_view(occurrence)));
}

void Journal::acknowledge(std::uint64_t epoch, std::uint64_t seq) {
  const auto id = std::min(id_of(epoch, seq), id_of(impl_->epoch, impl_->seq));
  if (id <= impl_->acknowledged) return;
  impl_->commit([&] { write_fact(*impl_->database, kAcknowledged, std::to_string(id)); });
  impl_->acknowledged = id;
}

std::pair<std::uint64_t, std::uint64_t> Journal::acknowledged() const {
  return {epoch_of(impl_->acknowledged), seq_of(impl_->acknowledged)};
}

std::uint64_t Journal::unacknowledged() const {
  return static_cast<std::uint64_t>(number_from(impl_->count_after.bind(1, impl_->acknowledged)));
}

void Journal::remember(const std::string& name, const std::string& value) {
  impl_->commit([&] { write_fact(*impl_->database, name, value); });
}

void Journal::remember_later(const std::string& name, const std::string& value) {
  impl_->later.insert_or_assign(name, value);
}

std::optional<std::string> Journal::remembered(const std::string& name) const {
  const auto waiting = impl_->later.find(name);
  if (waiting != impl_->later.end()) return waiting->second;
  const auto fact = read_fact(*impl_->database, name);
  return fact ? std::optional(fact->value) : std::nullopt;
}

std::uint64_t Journal::prune(base::Wall before) {
  // Up to the last row that is surely old: rows written before the clock was set are only as old as
  // a trusted row after them says.
  base::Statement find(*impl_->database,
                       "SELECT id, hash FROM rows WHERE id <= ?1 AND id < (SELECT ifnull(min(id), "
                       "9223372036854775807) FROM rows WHERE wall >= ?2) AND quality IN "
                       "('holdover', 'synced') ORDER BY id DESC LIMIT 1");
  if (!find.bind(1, impl_->acknowledged).bind(2, time_of(before)).step()) return 0;
  const auto last = find.integer(0);
  const auto hash = find.blob(1);
  find.reset();
  std::int64_t deleted = 0;
  impl_->commit([&] { deleted = delete_through(*impl_->database, last, hash); });
  return static_cast<std::uint64_t>(deleted);
}

void Journal::limit_pages(std::int64_t pages) {
  impl_->database->execute("PRAGMA max_page_count = " + std::to_string(pages));
}

}  // namespace loa::journal
