// The station's as-run journal: SQLite, append-only, hash-chained. Committed before it returns.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/sqlite.h"
#include "journal/row.h"

namespace loa::journal {

// Thrown by every call that writes where the disk refuses; the journal stays usable and nothing of
// the call was recorded.
class DiskFull : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Opened {
  bool created = false;
  bool salvaged = false;  // the file was damaged: what could be read went into a new epoch's file
  std::uint64_t rows_kept = 0;    // by the salvage
  std::filesystem::path damaged;  // where the damaged file was put aside
};

// One thread. Every call blocks on the disk.
class Journal {
 public:
  // Opens or creates `path`. A damaged file is put aside (path.damaged-N), its readable rows are
  // kept, and a new epoch begins; so it does where the newest row is another station's. The newest
  // epoch is also kept in path.epoch. docs/journal.md. Throws base::SqliteError or
  // std::system_error if even that fails.
  Journal(const std::filesystem::path& path, std::string station, std::string boot);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  const Opened& opened() const;
  std::uint64_t epoch() const;
  std::uint64_t last_seq() const;  // 0 if empty

  // Fills station, epoch, seq, boot, previous and hash, commits, and returns the whole row.
  // Throws DiskFull; on any error nothing is recorded.
  Row append(Row row);
  // Several rows in one commit.
  std::vector<Row> append(std::vector<Row> rows);

  // Rows after (epoch, seq), oldest first, across epochs.
  std::vector<Row> after(std::uint64_t epoch, std::uint64_t seq, std::size_t limit) const;
  std::vector<Row> since(base::Wall wall, std::size_t limit) const;
  // The newest rows, newest first.
  std::vector<Row> newest(std::size_t limit) const;
  // Intents that have no result yet, oldest first: what a power cut interrupted.
  std::vector<Row> open_intents() const;
  // Whether an occurrence with this key (schedules::Occurrence::key, the id's part after the first
  // '/') has a result.
  bool has_result(const std::string& key) const;
  // The `item` rows of one occurrence, oldest first.
  std::vector<Row> items_of(const std::string& occurrence) const;

  // The centre has everything up to and including (epoch, seq). Durable.
  void acknowledge(std::uint64_t epoch, std::uint64_t seq);
  std::pair<std::uint64_t, std::uint64_t> acknowledged() const;
  std::uint64_t unacknowledged() const;  // how many rows

  // Small facts that must outlive a power cut (last known wall time, up to where occurrences are
  // settled). Not part of the chain.
  void remember(const std::string& name, const std::string& value);
  // The same without a commit of its own: it goes with the next one of any kind, and is lost in a
  // power cut before that. For what may be older then: each commit wears the card.
  void remember_later(const std::string& name, const std::string& value);
  std::optional<std::string> remembered(const std::string& name) const;

  // Deletes acknowledged rows older than `before`, from the oldest on; the chain is then checked
  // from the first row that is left. Returns how many.
  std::uint64_t prune(base::Wall before);

  // For fault injection and the disk budget: the most pages the file may have (PRAGMA
  // max_page_count).
  void limit_pages(std::int64_t pages);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Verification {
  bool ok = true;
  std::uint64_t rows = 0;
  // The first row that does not hold, if not ok.
  std::uint64_t bad_epoch = 0;
  std::uint64_t bad_seq = 0;
  std::string why;  // stable code: hash, chain, gap, unreadable
};

// Reads the whole chain of a journal file, read-only. Throws if the file cannot be opened at all.
Verification verify(const std::filesystem::path& path);

}  // namespace loa::journal
