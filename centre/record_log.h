// The centre's log: a Merkle tree (RFC 6962) over the batches that it stored, in the form of
// c2sp.org/tlog-tiles, and receipts out of it. docs/protocol.md, The centre's log.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "centre/store.h"
#include "protocol/receipt.h"

namespace loa::centre {

// One thread; blocks on the disk; throws SqlError. Several centres may append to one database.
class RecordLog {
 public:
  // `key` is the centre's own; both outlive this. Throws std::runtime_error, in the user's
  // language, where another centre signs the log of a shared database with another key. In SQLite a
  // new key is taken over, which the program's log tells.
  RecordLog(Store& store, const base::SigningKey& key);

  const trust::LogKey& name() const { return name_; }
  // Within the transaction in which the rows are stored. The batch's receipt: a proof with the
  // entry as its extra data.
  std::string append(const protocol::LoggedBatch& batch);
  // The receipt of one row, against that head with it which most witnesses have cosigned, without
  // one against the log as it stands; nothing where the row is not in it.
  std::optional<std::string> receipt(const std::string& station, std::uint64_t epoch,
                                     std::uint64_t seq);
  // The signed head of the log as it stands, with what witnesses have said of it.
  std::string head();
  // The smallest head of more than `size` entries that a witness has cosigned, with all that were
  // heard of it, so that witnesses which come at different times meet; without one, head().
  std::string head_after(std::uint64_t size);
  // Whether the log, as it stands, continues the one with that head.
  bool continues(const trust::TreeHead& head);
  // What tlog-tiles has at `path`, as "tile/0/000.p/12" or "tile/entries/000"; nothing where it has
  // nothing.
  std::optional<std::string> tile(std::string_view path);

 private:
  trust::MerkleEdge edge();
  trust::TreeHead as_it_stands();
  std::string signed_head(const trust::TreeHead& head) const;
  std::string cosigned_head(const trust::TreeHead& head);

  Store& store_;
  const base::SigningKey& key_;
  const trust::LogKey name_;
};

}  // namespace loa::centre
