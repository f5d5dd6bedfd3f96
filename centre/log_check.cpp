#include "centre/log_check.h"

#include <algorithm>
#include <bit>

namespace loa::centre {
namespace {

struct Below {
  base::Sha256 hash{};
  std::uint64_t leaf = 0;  // the first one of those that are checked
};
using LogLevel = std::map<std::uint64_t, Below>;

// The peak of that level, where the node is one.
std::optional<std::size_t> peak_at(unsigned level, std::uint64_t index, std::uint64_t size) {
  const auto whole = size >> level;
  if ((whole & 1U) == 0 || index != whole - 1) return std::nullopt;
  return static_cast<std::size_t>(std::popcount(whole >> 1U));
}

std::vector<std::uint64_t> with_siblings(const LogLevel& nodes) {
  std::vector<std::uint64_t> indexes;
  indexes.reserve(2 * nodes.size());
  for (const auto& [index, below] : nodes)
    for (const auto one : {index & ~std::uint64_t{1}, index | 1U})
      if (indexes.empty() || indexes.back() < one) indexes.push_back(one);
  return indexes;
}

// Climbs one level; what does not hold is left behind in `wrong`.
LogLevel parents(Store& store, const trust::MerkleEdge& edge, unsigned level, const LogLevel& nodes,
                 std::optional<std::uint64_t>& wrong) {
  const auto stored = store.log_nodes(level, with_siblings(nodes));
  LogLevel above;
  for (const auto& [index, below] : nodes) {
    const auto own = stored.find(index);
    const auto sibling = stored.find(index ^ 1U);
    const auto peak = peak_at(level, index, edge.size());
    const bool fine = own != stored.end() && own->second == below.hash &&
                      (peak ? edge.peaks().at(*peak) == below.hash : sibling != stored.end());
    if (!fine) wrong = std::min(below.leaf, wrong.value_or(below.leaf));
    if (!fine || peak) continue;
    const auto hash = (index & 1U) == 0 ? trust::node_hash(below.hash, sibling->second)
                                        : trust::node_hash(sibling->second, below.hash);
    above.emplace(index >> 1U, Below{hash, below.leaf});
  }
  return above;
}

}  // namespace

std::optional<std::uint64_t> first_out_of_tree(Store& store, const trust::MerkleEdge& edge,
                                               const std::vector<LogLeaf>& leaves) {
  const auto peaks = static_cast<std::size_t>(std::popcount(edge.size()));
  if (edge.peaks().size() != peaks) return 0;
  std::optional<std::uint64_t> wrong;
  LogLevel nodes;
  for (const auto& [index, hash] : leaves) {
    if (index < edge.size())
      nodes.emplace(index, Below{hash, index});
    else
      wrong = std::min(index, wrong.value_or(index));
  }
  // What is wrong low down is wrong above too, where it stands for its neighbours as well.
  for (unsigned level = 0; !nodes.empty() && !wrong; ++level)
    nodes = parents(store, edge, level, nodes, wrong);
  return wrong;
}

bool continues(Store& store, const trust::MerkleEdge& edge, const trust::TreeHead& head) {
  if (head.size > edge.size()) return false;
  bool whole = true;
  const auto root = trust::root_of(head.size, [&](unsigned level, std::uint64_t index) {
    const auto found = store.log_nodes(level, std::vector{index});
    whole = whole && !found.empty();
    return found.empty() ? base::Sha256{} : found.begin()->second;
  });
  return whole && root == head.root;
}

}  // namespace loa::centre
