// Paths of tiles, and a tree's nodes out of its tiles.
#include "trust/tile_path.h"

#include <gtest/gtest.h>

#include "trust/tile_nodes.h"

namespace loa::trust {
namespace {

TEST(TilePath, is_read_as_the_standard_has_it) {
  EXPECT_EQ(tile_path_from("tile/0/x001/x234/067")->index, 1'234'067U);
  EXPECT_EQ(tile_path_from("tile/entries/000.p/17")->width, 17U);
  EXPECT_FALSE(tile_path_from("tile/entries/000")->level);
  EXPECT_EQ(tile_path_from("tile/7/000")->level, 7U);
  for (const auto* wrong :
       {"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/1000", "tile/00/000",
        "tile/8/000", "tile/-1/000", "tile/0/x001", "tile/0/001/002", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/x000/000", "tile/0/000.p/01", "tile/0/0x1", "tile/0/x001/",
        "tile/0/x001/x001/x001/x001/x001/x001/001"})
    EXPECT_FALSE(tile_path_from(wrong)) << wrong;
}

TEST(TilePath, IsWrittenAsItIsRead) {
  for (const auto* path : {"tile/0/000", "tile/0/999", "tile/1/x001/000.p/7",
                           "tile/0/x001/x234/067", "tile/entries/x012/345.p/255"})
    EXPECT_EQ(to_text(tile_path_from(path).value()), path);
}

std::vector<base::Sha256> leaves_for_tiles(std::uint64_t count) {
  std::vector<base::Sha256> made;
  for (std::uint64_t i = 0; i < count; ++i) made.push_back(leaf_hash(std::to_string(i)));
  return made;
}

// As the centre serves them: hashes of whole subtrees, one behind the other.
std::string tile_of(const MerkleNodes& nodes, const std::string& name) {
  const auto path = tile_path_from(name).value();
  std::string tile;
  for (std::uint64_t i = 0; i < path.width; ++i) {
    const auto hash = nodes(*path.level * kTileHeight, path.index * kTileWidth + i);
    tile.append(hash.begin(), hash.end());
  }
  return tile;
}

TEST(TileNodes, AreTheTrees) {
  constexpr std::uint64_t kSize = 700;
  const auto nodes = nodes_of(leaves_for_tiles(kSize));
  std::map<std::string, int> asked;
  const auto from_tiles = nodes_in_tiles(kSize, [&](const std::string& path) {
    ++asked[path];
    return tile_of(nodes, path);
  });
  EXPECT_EQ(root_of(kSize, from_tiles), root_of(kSize, nodes));
  for (const std::uint64_t old : {1U, 255U, 256U, 257U, 512U, 699U, 700U})
    EXPECT_EQ(consistency_path(old, kSize, from_tiles), consistency_path(old, kSize, nodes));
  const std::map<std::string, int> once{
      {"tile/0/000", 1}, {"tile/0/001", 1}, {"tile/0/002.p/188", 1}, {"tile/1/000.p/2", 1}};
  EXPECT_EQ(asked, once);
}

TEST(TileNodes, OfATileThatIsNotWholeAreNone) {
  const auto nodes =
      nodes_in_tiles(10, [](const std::string&) { return std::string(9 * 32, 'x'); });
  EXPECT_THROW(root_of(10, nodes), std::runtime_error);
}

}  // namespace
}  // namespace loa::trust
