#include "trust/tile_nodes.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "trust/tile_path.h"

namespace loa::trust {
namespace {

constexpr std::size_t kHash = sizeof(base::Sha256);

struct Tiles {
  std::uint64_t size = 0;  // of the tree, in leaves
  FetchTile fetch;
  std::map<std::string, std::string> had;

  // The hash number `at` of those that tiles of that level hold.
  base::Sha256 hash(unsigned tile_level, std::uint64_t at) {
    const auto there = size >> (kTileHeight * tile_level);
    TilePath path{tile_level, at / kTileWidth, kTileWidth};
    path.width = std::min(kTileWidth, there - path.index * kTileWidth);
    const auto& tile = bytes(path);
    base::Sha256 hash{};
    const auto begin = static_cast<std::ptrdiff_t>((at % kTileWidth) * kHash);
    std::copy_n(tile.begin() + begin, kHash, hash.begin());
    return hash;
  }

  const std::string& bytes(const TilePath& path) {
    const auto name = to_text(path);
    const auto known = had.find(name);
    if (known != had.end()) return known->second;
    auto tile = fetch(name);
    if (tile.size() != path.width * kHash)
      throw std::runtime_error(name + ": not as many hashes as a tile of this log has");
    return had.emplace(name, std::move(tile)).first->second;
  }

  base::Sha256 node(unsigned level, std::uint64_t index) {
    if (level % kTileHeight == 0) return hash(level / kTileHeight, index);
    return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
  }
};

}  // namespace

MerkleNodes nodes_in_tiles(std::uint64_t size, FetchTile fetch) {
  return [tiles = std::make_shared<Tiles>(Tiles{size, std::move(fetch), {}})](
             unsigned level, std::uint64_t index) { return tiles->node(level, index); };
}

}  // namespace loa::trust
