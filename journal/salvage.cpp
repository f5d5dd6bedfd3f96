// Saves what can be read of a damaged journal. `path`.new is built beside it; under the name
// `path`.salvaged it is whole, and from then on only renames are left.
#include "journal/salvage.h"

#include <string>
#include <utility>

#include "base/files.h"
#include "journal/cells.h"
#include "journal/epochs.h"
#include "journal/facts.h"

namespace loa::journal {
namespace {

namespace fs = std::filesystem;

fs::path with(const fs::path& path, const std::string& suffix) { return path.string() + suffix; }

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

void rename_if_there(const fs::path& from, const fs::path& to) {
  if (fs::exists(from)) fs::rename(from, to);
}

fs::path damaged_name(const fs::path& path, int number) {
  return with(path, ".damaged-" + std::to_string(number));
}

int count_damaged(const fs::path& path) {
  int number = 0;
  while (fs::exists(damaged_name(path, number + 1)) ||
         fs::exists(with(damaged_name(path, number + 1), "-wal"))) {
    ++number;
  }
  return number;
}

void remove_database(const fs::path& path) {
  for (const char* suffix : {"-wal", "-shm", ""}) fs::remove(with(path, suffix));
}

// Where the damaged files go. A log without its file belongs to the number that has only a file:
// that is where a power cut stopped the renames.
fs::path next_damaged(const fs::path& path) {
  const int last = count_damaged(path);
  const fs::path newest = damaged_name(path, last);
  const bool begun = last > 0 && !fs::exists(path) && !fs::exists(with(newest, "-wal"));
  return begun ? newest : damaged_name(path, last + 1);
}

// The old log must be gone before the new file has the name: SQLite would replay it into that.
fs::path replace_damaged(const fs::path& path) {
  fs::path damaged = next_damaged(path);
  rename_if_there(path, damaged);
  base::sync_folder(folder_of(path));
  rename_if_there(with(path, "-wal"), with(damaged, "-wal"));
  rename_if_there(with(path, "-shm"), with(damaged, "-shm"));
  base::sync_folder(folder_of(path));
  fs::rename(with(path, ".salvaged"), path);
  base::sync_folder(folder_of(path));
  return damaged;
}

class Salvage {
 public:
  explicit Salvage(base::Database& fresh)
      : fresh_(fresh), insert_(fresh, std::string("INSERT OR REPLACE ") + kIntoRows) {}

  void take(const Cell& cell) {
    if (cell.columns() == kRowColumns) {
      take_row(cell);
    } else {
      take_fact(cell);
    }
  }

  // Every epoch that has a row is one with holes from now on.
  void close_epochs() {
    fresh_.execute("INSERT INTO epochs SELECT DISTINCT id >> 40, 1, 0, zeroblob(32) FROM rows");
  }

 private:
  void take_row(const Cell& cell) {
    const auto row = read_row(cell.rowid, cell);
    if (!row || row->epoch == 0 || row->epoch > kMaxEpoch || hash_of(*row) != row->hash) return;
    bind_row(insert_, *row);
    insert_.run();
  }

  void take_fact(const Cell& cell) {
    const Fact fact{cell.text(0), cell.text(1), cell.integer(2)};
    if (cell.blob(3) == checksum_of(fact)) keep_fact(fresh_, fact);
  }

  base::Database& fresh_;
  base::Statement insert_;
};

std::uint64_t build(const fs::path& path, const fs::path& fresh, std::uint64_t known_epoch) {
  base::Database database(fresh, base::Database::Mode::read_write, kPageSize);
  create_schema(database, std::nullopt);
  base::Transaction transaction(database);
  Salvage salvage(database);
  each_cell(PageImages(path), kRowColumns, kFactColumns, [&](const Cell& c) { salvage.take(c); });
  salvage.close_epochs();
  const auto seen = std::max(newest_epoch(database), epoch_of(read_acknowledged(database)));
  begin_epoch(database, std::max(seen, known_epoch) + 1);
  base::Statement count(database, "SELECT count(*) FROM rows");
  count.step();
  const auto rows = static_cast<std::uint64_t>(count.integer(0));
  count.reset();
  transaction.commit();
  return rows;
}

}  // namespace

Salvaged salvage(const fs::path& path, std::uint64_t known_epoch) {
  const fs::path fresh = with(path, ".new");
  remove_database(fresh);
  Salvaged salvaged;
  salvaged.rows = build(path, fresh, known_epoch);
  fs::rename(fresh, with(path, ".salvaged"));
  salvaged.damaged = replace_damaged(path);
  return salvaged;
}

void settle_salvage(const fs::path& path) {
  remove_database(with(path, ".new"));
  if (fs::exists(with(path, ".salvaged"))) replace_damaged(path);
}

}  // namespace loa::journal
