#include "trust/merkle.h"

#include <bit>

namespace loa::trust {

using base::Sha256;

namespace {

std::string_view view_of(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// Where a tree of `size` leaves, 2 or more, is split: the largest power of two below it.
std::uint64_t split(std::uint64_t size) { return std::bit_floor(size - 1); }

// Of the leaves [begin, begin + size), which lie as a subtree does.
Sha256 hash_of(std::uint64_t begin, std::uint64_t size, const MerkleNodes& nodes) {
  if (std::has_single_bit(size)) {
    const auto level = static_cast<unsigned>(std::countr_zero(size));
    return nodes(level, begin >> level);
  }
  const auto left = split(size);
  return node_hash(hash_of(begin, left, nodes), hash_of(begin + left, size - left, nodes));
}

void add_path(std::vector<Sha256>& path, std::uint64_t index, std::uint64_t begin,
              std::uint64_t size, const MerkleNodes& nodes) {
  if (size < 2) return;
  const auto left = split(size);
  if (index < left) {
    add_path(path, index, begin, left, nodes);
    path.push_back(hash_of(begin + left, size - left, nodes));
  } else {
    add_path(path, index - left, begin + left, size - left, nodes);
    path.push_back(hash_of(begin, left, nodes));
  }
}

// Of the leaves [begin, begin + size), of which the first `old` are proven. `known`: whether who
// checks it has their root.
void add_consistency(std::vector<Sha256>& path, std::uint64_t old, std::uint64_t begin,
                     std::uint64_t size, bool known, const MerkleNodes& nodes) {
  if (old == size) {
    if (!known) path.push_back(hash_of(begin, size, nodes));
    return;
  }
  const auto left = split(size);
  if (old <= left) {
    add_consistency(path, old, begin, left, known, nodes);
    path.push_back(hash_of(begin + left, size - left, nodes));
  } else {
    add_consistency(path, old - left, begin + left, size - left, false, nodes);
    path.push_back(hash_of(begin, left, nodes));
  }
}

}  // namespace

Sha256 leaf_hash(std::string_view entry) {
  base::Sha256Stream stream;
  stream.add(std::string_view("\0", 1));
  stream.add(entry);
  return stream.finish();
}

Sha256 node_hash(const Sha256& left, const Sha256& right) {
  base::Sha256Stream stream;
  stream.add("\1");
  stream.add(view_of(left));
  stream.add(view_of(right));
  return stream.finish();
}

MerkleNodes nodes_of(std::vector<Sha256> leaves) {
  return [leaves = std::move(leaves)](unsigned level, std::uint64_t index) {
    const auto below = [&leaves](const auto& self, unsigned of, std::uint64_t at) -> Sha256 {
      if (of == 0) return leaves.at(static_cast<std::size_t>(at));
      return node_hash(self(self, of - 1, 2 * at), self(self, of - 1, 2 * at + 1));
    };
    return below(below, level, index);
  };
}

Sha256 root_of(std::uint64_t size, const MerkleNodes& nodes) {
  return size == 0 ? base::sha256("") : hash_of(0, size, nodes);
}

std::vector<Sha256> inclusion_path(std::uint64_t index, std::uint64_t size,
                                   const MerkleNodes& nodes) {
  std::vector<Sha256> path;
  add_path(path, index, 0, size, nodes);
  return path;
}

bool stands_in(const Sha256& leaf, std::uint64_t index, std::uint64_t size,
               const std::vector<Sha256>& path, const Sha256& root) {
  if (index >= size) return false;
  auto last = size - 1;
  auto hash = leaf;
  for (const auto& sibling : path) {
    if (last == 0) return false;
    if ((index & 1U) != 0 || index == last) {
      hash = node_hash(sibling, hash);
      while ((index & 1U) == 0 && index != 0) {
        index >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    index >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

std::vector<Sha256> consistency_path(std::uint64_t old, std::uint64_t size,
                                     const MerkleNodes& nodes) {
  std::vector<Sha256> path;
  add_consistency(path, old, 0, size, true, nodes);
  return path;
}

bool is_continued(std::uint64_t old, const Sha256& old_root, std::uint64_t size, const Sha256& root,
                  const std::vector<Sha256>& path) {
  if (old == 0) return path.empty() && old_root == base::sha256("");
  if (old >= size) return old == size && path.empty() && old_root == root;
  if (path.empty()) return false;
  // Where both are split alike, their nodes are the same ones.
  const auto alike = static_cast<unsigned>(std::countr_one(old - 1));
  auto first = (old - 1) >> alike;
  auto last = (size - 1) >> alike;
  const bool whole = std::has_single_bit(old);  // then the old root is the first node itself
  auto old_hash = whole ? old_root : path.front();
  auto hash = old_hash;
  for (auto sibling = path.begin() + (whole ? 0 : 1); sibling != path.end(); ++sibling) {
    if (last == 0) return false;
    if ((first & 1U) != 0 || first == last) {
      old_hash = node_hash(*sibling, old_hash);
      hash = node_hash(*sibling, hash);
      while ((first & 1U) == 0 && first != 0) {
        first >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, *sibling);
    }
    first >>= 1U;
    last >>= 1U;
  }
  return last == 0 && old_hash == old_root && hash == root;
}

std::vector<MerkleEdge::Node> MerkleEdge::append(const Sha256& leaf) {
  std::vector<Node> whole{{0, size_, leaf}};
  for (auto rest = size_; (rest & 1U) != 0; rest >>= 1U) {
    const auto& last = whole.back();
    whole.push_back({last.level + 1, last.index >> 1U, node_hash(peaks_.back(), last.hash)});
    peaks_.pop_back();
  }
  peaks_.push_back(whole.back().hash);
  ++size_;
  return whole;
}

std::vector<Sha256> MerkleEdge::path_of_next() const { return {peaks_.rbegin(), peaks_.rend()}; }

Sha256 MerkleEdge::root() const {
  if (peaks_.empty()) return base::sha256("");
  auto hash = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak)
    hash = node_hash(*peak, hash);
  return hash;
}

}  // namespace loa::trust
