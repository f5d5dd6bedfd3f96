// Looks through what the centre keeps of the stations' records: whether each row is the one that
// was taken, by its own hash, the chain, what the station has signed, and the centre's log.
// docs/protocol.md, Looking through the record.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "centre/evidence.h"
#include "trust/log_proof.h"

namespace loa::centre {

struct VerifyWanted {
  std::string station = {};  // "": all of them, and every entry of the log
  // Only what was taken in [first, second); rows of before there was a log are left out then.
  std::optional<std::pair<base::Wall, base::Wall>> taken = std::nullopt;
  std::optional<trust::TreeHead> head = std::nullopt;  // of the log, kept elsewhere
};

struct Verified {
  std::uint64_t stations = 0;
  std::uint64_t rows = 0;
  std::uint64_t entries = 0;          // of the log
  std::uint64_t unlogged = 0;         // rows of before there was a log: the chain alone holds them
  std::uint64_t unsigned_epochs = 0;  // of which the station has signed nothing
  // Of each station's epoch and of the log the first: none, if all is as it was taken.
  std::vector<Finding> findings;
};

// Within a transaction of the caller's, so that all of it is of one moment. Blocks; throws
// SqlError. Memory: some thousand rows, and the log's entries of one station.
Verified verify(Store& store, const VerifyWanted& wanted);

}  // namespace loa::centre
