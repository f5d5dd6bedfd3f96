// Paths of c2sp.org/tlog-tiles.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace loa::centre {

struct TilePath {
  std::optional<unsigned> level;  // nothing: the entries themselves
  std::uint64_t index = 0;        // of the tile in its level
  std::uint64_t width = 256;      // hashes or entries in it
};

// "tile/<L>/<N>[.p/<W>]" or "tile/entries/<N>[.p/<W>]"; nothing where it is no such path.
std::optional<TilePath> tile_path_from(std::string_view path);

}  // namespace loa::centre
