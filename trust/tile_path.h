// Paths of c2sp.org/tlog-tiles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa::trust {

inline constexpr unsigned kTileHeight = 8;  // levels of the tree in one tile
inline constexpr std::uint64_t kTileWidth = 1U << kTileHeight;

struct TilePath {
  std::optional<unsigned> level;     // nothing: the entries themselves
  std::uint64_t index = 0;           // of the tile in its level
  std::uint64_t width = kTileWidth;  // hashes or entries in it
};

std::string to_text(const TilePath& path);
// "tile/<L>/<N>[.p/<W>]" or "tile/entries/<N>[.p/<W>]"; nothing where it is no such path.
std::optional<TilePath> tile_path_from(std::string_view path);

}  // namespace loa::trust
