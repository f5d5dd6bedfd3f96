// Merkle trees as RFC 6962 §2.1 has them, over SHA-256: pure. A log that only grows has a root for
// each of its sizes, and whoever holds a root can be shown, by a few hashes, that an entry stands
// in the log.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/crypto.h"

namespace loa::trust {

base::Sha256 leaf_hash(std::string_view entry);
base::Sha256 node_hash(const base::Sha256& left, const base::Sha256& right);

// The hash of a whole subtree of 2^level leaves, the `index`-th of its level, from 0.
using MerkleNodes = std::function<base::Sha256(unsigned level, std::uint64_t index)>;
// Of a few leaves in memory.
MerkleNodes nodes_of(std::vector<base::Sha256> leaves);

// Of the first `size` leaves; of none, the hash of nothing.
base::Sha256 root_of(std::uint64_t size, const MerkleNodes& nodes);
// From the leaf's sibling up to the root's child (§2.1.1). `index` < `size`.
std::vector<base::Sha256> inclusion_path(std::uint64_t index, std::uint64_t size,
                                         const MerkleNodes& nodes);
// Whether `leaf` is the `index`-th of the `size` leaves under `root` (RFC 9162 §2.1.3.2).
bool stands_in(const base::Sha256& leaf, std::uint64_t index, std::uint64_t size,
               const std::vector<base::Sha256>& path, const base::Sha256& root);

// That the first `old` leaves of the tree of `size` are those that a head was of (RFC 9162
// §2.1.4.1). 0 < `old` <= `size`; empty where they are equal.
std::vector<base::Sha256> consistency_path(std::uint64_t old, std::uint64_t size,
                                           const MerkleNodes& nodes);
// Whether the tree under `root` begins with that under `old_root` (RFC 9162 §2.1.4.2). With
// everything begins the tree of no leaves.
bool is_continued(std::uint64_t old, const base::Sha256& old_root, std::uint64_t size,
                  const base::Sha256& root, const std::vector<base::Sha256>& path);

// The right edge of a tree: all that is needed to let it grow.
class MerkleEdge {
 public:
  struct Node {
    unsigned level = 0;
    std::uint64_t index = 0;
    base::Sha256 hash{};
  };

  // `peaks`: as peaks() gave them for that size; there are as many as the size has bits set.
  MerkleEdge() = default;
  MerkleEdge(std::uint64_t size, std::vector<base::Sha256> peaks)
      : size_(size), peaks_(std::move(peaks)) {}

  // The subtrees that are whole now, and were not before: the leaf first.
  std::vector<Node> append(const base::Sha256& leaf);
  // The inclusion path of the next leaf, once it is appended, in the tree that ends with it.
  std::vector<base::Sha256> path_of_next() const;
  base::Sha256 root() const;
  std::uint64_t size() const { return size_; }
  const std::vector<base::Sha256>& peaks() const { return peaks_; }  // the largest first

 private:
  std::uint64_t size_ = 0;
  std::vector<base::Sha256> peaks_;
};

}  // namespace loa::trust
