// The hash chain: each row by its own hash, then against its neighbour or its epoch's beginning.
#include "journal/chain.h"

#include <map>

#include "journal/facts.h"
#include "journal/schema.h"

namespace loa::journal {
namespace {

struct Epoch {
  bool salvaged = false;
  std::uint64_t base_seq = 0;
  base::Sha256 base_hash{};
};

std::map<std::uint64_t, Epoch> read_epochs(base::Database& database) {
  std::map<std::uint64_t, Epoch> epochs;
  base::Statement all(database, "SELECT epoch, salvaged, base_seq, base_hash FROM epochs");
  while (all.step()) {
    epochs[static_cast<std::uint64_t>(all.integer(0))] = {
        all.integer(1) != 0, static_cast<std::uint64_t>(all.integer(2)),
        hash_from(all.blob(3)).value_or(base::Sha256{})};
  }
  return epochs;
}

class ChainCheck {
 public:
  // `whole`: the first row must be the first one of its epoch.
  ChainCheck(std::map<std::uint64_t, Epoch> epochs, bool whole)
      : epochs_(std::move(epochs)), checks_begin_(whole) {}

  // False if the row does not hold; then result() says why.
  bool take(std::int64_t id, const std::optional<Row>& row) {
    ++result_.rows;
    if (!row || hash_of(*row) != row->hash) return bad(epoch_of(id), seq_of(id), "hash");
    if (!follows(*row)) return false;
    newest_ = id;
    newest_hash_ = row->hash;
    checks_begin_ = true;
    return true;
  }

  bool bad(std::uint64_t epoch, std::uint64_t seq, const char* why) {
    result_.ok = false;
    result_.bad_epoch = epoch;
    result_.bad_seq = seq;
    result_.why = why;
    return false;
  }

  void finish(std::int64_t acknowledged) {
    const auto epoch = epochs_.find(epoch_of(acknowledged));
    if (epoch == epochs_.end() || epoch->second.salvaged || acknowledged <= newest_) return;
    const bool same = epoch_of(newest_) == epoch->first && newest_ != 0;
    const auto last = same ? seq_of(newest_) : epoch->second.base_seq;
    if (seq_of(acknowledged) > last) bad(epoch->first, last + 1, "gap");
  }

  std::int64_t newest() const { return newest_; }
  const Verification& result() const { return result_; }

 private:
  bool follows(const Row& row) {
    const auto epoch = epochs_.find(row.epoch);
    if (epoch == epochs_.end()) return bad(row.epoch, row.seq, "chain");
    const bool first = newest_ == 0 || epoch_of(newest_) != row.epoch;
    if (first && row.seq == 1 && row.previous != base::Sha256{}) {
      return bad(row.epoch, row.seq, "chain");
    }
    // A limited check cannot know what stood before its first row; nor can a salvaged epoch.
    if (first && (!checks_begin_ || epoch->second.salvaged)) return true;
    const auto before = first ? epoch->second.base_seq : seq_of(newest_);
    const auto& hash = first ? epoch->second.base_hash : newest_hash_;
    if (row.seq != before + 1) {
      return epoch->second.salvaged || bad(row.epoch, before + 1, "gap");
    }
    return row.previous == hash || bad(row.epoch, row.seq, "chain");
  }

  std::map<std::uint64_t, Epoch> epochs_;
  bool checks_begin_;
  std::int64_t newest_ = 0;
  base::Sha256 newest_hash_{};
  Verification result_;
};

void check_rows(base::Database& database, std::int64_t after, ChainCheck& check) {
  base::Statement rows(database,
                       std::string("SELECT ") + kColumns + " FROM rows WHERE id > ? ORDER BY id");
  rows.bind(1, after);
  while (rows.step()) {
    if (!check.take(rows.integer(0), read_row(rows.integer(0), rows))) return;
  }
}

// The id of the row before the newest `rows` rows; 0 if there is none.
std::int64_t before_newest(base::Database& database, std::uint64_t rows) {
  base::Statement find(database, "SELECT id FROM rows ORDER BY id DESC LIMIT 1 OFFSET ?");
  find.bind(1, static_cast<std::int64_t>(std::min<std::uint64_t>(rows, kMaxSeq)));
  return find.step() ? find.integer(0) : 0;
}

}  // namespace

Verification check_chain(base::Database& database, std::uint64_t rows) {
  const auto after = before_newest(database, rows);
  ChainCheck check(read_epochs(database), after == 0);
  try {
    check_rows(database, after, check);
    if (check.result().ok) check.finish(read_acknowledged(database));
  } catch (const base::SqliteError& error) {
    if (!error.corrupt()) throw;
    check.bad(epoch_of(check.newest()), seq_of(check.newest()) + 1, "unreadable");
  }
  return check.result();
}

}  // namespace loa::journal
