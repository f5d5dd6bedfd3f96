// Zstandard (RFC 8878) for what travels packed. Blocks for as long as the processor needs; no I/O.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loa::protocol {

// One frame of the parts, one after another; each part has entropy tables of its own, as columns of
// different things want them. Throws std::bad_alloc.
std::string zstd_frame(std::span<const std::string> parts);

// What exactly one frame holds; nothing where the bytes are none, are cut short, have something
// behind them, or hold more than `most` bytes, which is noticed before they are all there.
std::optional<std::string> from_zstd_frame(std::string_view frame, std::size_t most);

}  // namespace loa::protocol
