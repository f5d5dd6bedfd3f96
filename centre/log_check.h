// Holds the entries of the centre's log against its tree.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "centre/store.h"
#include "trust/log_proof.h"

namespace loa::centre {

struct LogLeaf {
  std::uint64_t index = 0;
  base::Sha256 hash{};  // trust::leaf_hash of the entry
};

// The first of the leaves that is not where the tree has it, up to the tree's edge. Blocks; throws
// SqlError.
std::optional<std::uint64_t> first_out_of_tree(Store& store, const trust::MerkleEdge& edge,
                                               const std::vector<LogLeaf>& leaves);

// Whether the log, as it stands, continues the one with `head`. Likewise.
bool continues(Store& store, const trust::MerkleEdge& edge, const trust::TreeHead& head);

}  // namespace loa::centre
