// Merkle trees against the well-known vectors of Certificate Transparency for RFC 6962, and against
// themselves at every size.
#include "trust/merkle.h"

#include <gtest/gtest.h>

#include <string>

namespace loa::trust {
namespace {

using base::Sha256;

// The eight inputs of the reference implementation of RFC 6962.
std::vector<Sha256> known_leaves() {
  std::vector<Sha256> leaves;
  for (const auto* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                          "606162636465666768696a6b6c6d6e6f"})
    leaves.push_back(leaf_hash(base::from_hex(hex).value_or("")));
  return leaves;
}

constexpr const char* kRoots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Sha256> leaves(std::uint64_t count) {
  std::vector<Sha256> made;
  for (std::uint64_t i = 0; i < count; ++i) made.push_back(leaf_hash(std::to_string(i)));
  return made;
}

std::vector<std::string> hex_of(const std::vector<Sha256>& path) {
  std::vector<std::string> hex;
  for (const auto& hash : path) hex.push_back(base::to_hex(hash));
  return hex;
}

TEST(Merkle, HasTheKnownRoots) {
  const auto nodes = nodes_of(known_leaves());
  EXPECT_EQ(base::to_hex(root_of(0, nodes)),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  MerkleEdge edge;
  EXPECT_EQ(edge.root(), root_of(0, nodes));
  for (std::size_t size = 1; size <= 8; ++size) {
    edge.append(known_leaves()[size - 1]);
    EXPECT_EQ(base::to_hex(root_of(size, nodes)), kRoots[size - 1]) << size;
    EXPECT_EQ(base::to_hex(edge.root()), kRoots[size - 1]) << size;
  }
}

TEST(Merkle, HasTheKnownPaths) {
  const auto nodes = nodes_of(known_leaves());
  EXPECT_TRUE(inclusion_path(0, 1, nodes).empty());
  EXPECT_EQ(hex_of(inclusion_path(0, 8, nodes)),
            (std::vector<std::string>{
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of(inclusion_path(5, 8, nodes)),
            (std::vector<std::string>{
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of(inclusion_path(2, 3, nodes)),
            (std::vector<std::string>{
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}));
}

TEST(Merkle, ProvesEveryLeafAtEverySizeAndNoOther) {
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const auto all = leaves(size);
    const auto nodes = nodes_of(all);
    const auto root = root_of(size, nodes);
    for (std::size_t index = 0; index < size; ++index) {
      const auto path = inclusion_path(index, size, nodes);
      ASSERT_TRUE(stands_in(all[index], index, size, path, root)) << index << " of " << size;
      EXPECT_FALSE(stands_in(leaf_hash("x"), index, size, path, root));
      EXPECT_FALSE(stands_in(all[index], index, size, path, leaf_hash("x")));
      for (std::uint64_t other = 0; other < size + 2; ++other)
        if (other != index) EXPECT_FALSE(stands_in(all[index], other, size, path, root));
      auto longer = path;
      longer.push_back(root);
      EXPECT_FALSE(stands_in(all[index], index, size, longer, root));
      for (std::size_t i = 0; i < path.size(); ++i) {
        auto changed = path;
        changed[i][0] ^= 1U;
        EXPECT_FALSE(stands_in(all[index], index, size, changed, root));
      }
    }
  }
}

TEST(Merkle, EdgeGrowsAsTheWholeTree) {
  MerkleEdge edge;
  std::vector<std::vector<Sha256>> levels(12);
  for (std::uint64_t i = 0; i < 600; ++i) {
    const auto leaf = leaf_hash(std::to_string(i));
    const auto path = edge.path_of_next();
    for (const auto& node : edge.append(leaf)) {
      ASSERT_EQ(node.index, levels.at(node.level).size()) << "each whole subtree once, in order";
      levels.at(node.level).push_back(node.hash);
    }
    ASSERT_TRUE(stands_in(leaf, i, i + 1, path, edge.root())) << i;
    edge = MerkleEdge(edge.size(), edge.peaks());  // kept and read again
  }
  const auto stored = [&](unsigned level, std::uint64_t index) {
    return levels.at(level).at(static_cast<std::size_t>(index));
  };
  EXPECT_EQ(root_of(600, stored), edge.root());
  EXPECT_EQ(root_of(600, nodes_of(leaves(600))), edge.root());
  EXPECT_TRUE(stands_in(leaf_hash("77"), 77, 600, inclusion_path(77, 600, stored), edge.root()));
}

TEST(Merkle, HasTheKnownConsistencyPaths) {
  const auto nodes = nodes_of(known_leaves());
  EXPECT_TRUE(consistency_path(1, 1, nodes).empty());
  EXPECT_EQ(hex_of(consistency_path(1, 8, nodes)),
            (std::vector<std::string>{
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of(consistency_path(6, 8, nodes)),
            (std::vector<std::string>{
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex_of(consistency_path(2, 5, nodes)),
            (std::vector<std::string>{
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(Merkle, ContinuesEachSmallerTreeAndNoOther) {
  constexpr std::uint64_t kMost = 40;
  const auto nodes = nodes_of(leaves(kMost));
  auto forked_leaves = leaves(kMost);
  forked_leaves[0] = leaf_hash("another");
  const auto forked = nodes_of(forked_leaves);
  for (std::uint64_t size = 1; size <= kMost; ++size)
    for (std::uint64_t old = 1; old <= size; ++old) {
      const auto path = consistency_path(old, size, nodes);
      const auto before = root_of(old, nodes);
      const auto after = root_of(size, nodes);
      EXPECT_TRUE(is_continued(old, before, size, after, path)) << old << " " << size;
      EXPECT_FALSE(is_continued(old, root_of(old, forked), size, after, path));
      EXPECT_FALSE(is_continued(old, before, size, root_of(size, forked), path));
      EXPECT_FALSE(is_continued(old, before, size, root_of(size, forked),
                                consistency_path(old, size, forked)));
      if (old < size) EXPECT_FALSE(is_continued(size, after, old, before, path));
      auto longer = path;
      longer.push_back(before);
      EXPECT_FALSE(is_continued(old, before, size, after, longer));
      for (std::size_t i = 0; i < path.size(); ++i) {
        auto changed = path;
        changed[i][7] ^= 1U;
        EXPECT_FALSE(is_continued(old, before, size, after, changed));
        EXPECT_FALSE(is_continued(old, before, size, after,
                                  {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i)}));
      }
    }
  EXPECT_TRUE(is_continued(0, base::sha256(""), 9, root_of(9, nodes), {}));
  EXPECT_FALSE(is_continued(0, leaf_hash("x"), 9, root_of(9, nodes), {}));
}

}  // namespace
}  // namespace loa::trust
