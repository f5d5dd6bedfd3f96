// The centre's receipt: that a batch of rows stands in its log, and one row in the batch. It can be
// checked offline, with the centre's key alone. docs/protocol.md, The centre's log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "journal/row.h"
#include "trust/log_proof.h"

namespace loa::protocol {

// An entry of the log: rows of one epoch that were stored together.
struct LoggedBatch {
  std::string station;
  std::uint64_t epoch = 0;
  std::uint64_t first = 0;  // seq
  std::uint64_t last = 0;
  base::Sha256 rows{};    // rows_root() of them
  base::Wall received{};  // by the centre's clock
  friend bool operator==(const LoggedBatch&, const LoggedBatch&) = default;
};

// "loa-batch/1\n" STATION "\n" EPOCH " " FIRST " " LAST "\n" ROOT in hexadecimal "\n" nanoseconds
// since 1970 "\n".
std::string to_text(const LoggedBatch& batch);
std::optional<LoggedBatch> logged_batch_from(std::string_view text);

// The root of the Merkle tree (RFC 6962) whose leaves are the rows' hashes, 32 bytes each.
base::Sha256 rows_root(const std::vector<base::Sha256>& row_hashes);

// Whether `text`, of an acknowledgement, proves that `rows` (of one epoch, in order), or the last
// of them where some were stored before, stand in the log of `key` as `station` sent them.
bool is_receipt_for(std::string_view text, const trust::LogKey& key, std::string_view station,
                    const std::vector<journal::Row>& rows);

// What stands beside a proof, in its extra data.
struct RowProof {
  std::string entry;  // the log's, as to_text(LoggedBatch) has it
  journal::Row row;
  std::vector<base::Sha256> path;  // of the row in its batch
};
std::string to_json(const RowProof& proof);
std::optional<RowProof> row_proof_from(std::string_view json);

struct ReceiptFindings {
  std::optional<LoggedBatch> batch;  // what the receipt speaks of, where it can be read
  std::optional<journal::Row> row;
  trust::TreeHead head;
  std::string note;         // of the head, for its cosignatures
  base::Problems problems;  // none: the row stands in the log
};

// `text`: a tlog-proof with a RowProof in its extra data. Codes: malformed-receipt,
// head-unsigned (another key, or a changed head), batch-not-in-log, row-changed (its content is not
// that of its hash), row-foreign (of another station or epoch, or beyond the batch),
// row-not-in-batch.
ReceiptFindings verify_receipt(std::string_view text, const trust::LogKey& key,
                               const std::string& file);

}  // namespace loa::protocol
