// A log's nodes out of its tiles (c2sp.org/tlog-tiles), as far as a proof needs them.
#pragma once

#include <functional>
#include <map>

#include "trust/merkle.h"

namespace loa::trust {

// Gives a tile by its path ("tile/0/x001/234.p/7"); may block; what it throws goes through.
using FetchTile = std::function<std::string(const std::string& path)>;

// Nodes of the tree of the first `size` leaves. A tile is asked for once. Nothing that a tile says
// is believed by it: whoever makes a proof of the nodes holds it against a root. The nodes throw
// std::runtime_error, in English, for a tile that is not of its length.
MerkleNodes nodes_in_tiles(std::uint64_t size, FetchTile fetch);

}  // namespace loa::trust
