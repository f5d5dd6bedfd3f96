// What loa-decoder writes to its standard output while it plays: blocks, one after the other.
//
//     offset  bytes  field    (numbers little-endian)
//     0       4      magic    "LoaF"
//     4       4      kind     1 frames, 2 end, 3 error
//     8       4      count    frames: how many; end: 0; error: bytes of text
//     12      ...    payload  frames: left and right sample of each, 32-bit IEEE 754 float;
//                             error: ASCII, "code: what happened"
//
// `end` and `error` are the last block. Full scale is ±1; a sample never lies beyond ±4.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace loa::audio::wire {

static_assert(std::endian::native == std::endian::little, "samples are sent as they lie in memory");

inline constexpr std::uint32_t kMagic = 0x46616F4C;
inline constexpr std::uint32_t kMostFrames = 24000;  // half a second: the decoder's burst
inline constexpr std::uint32_t kMostText = 240;
inline constexpr std::size_t kHeaderBytes = 12;
inline constexpr std::size_t kFrameBytes = 8;
inline constexpr float kMostSample = 4.0F;

enum class Kind : std::uint32_t { frames = 1, end = 2, error = 3 };

struct Header {
  std::uint32_t magic = kMagic;
  Kind kind = Kind::end;
  std::uint32_t count = 0;
};
static_assert(sizeof(Header) == kHeaderBytes);

constexpr std::array<std::uint8_t, kHeaderBytes> encode(Kind kind, std::uint32_t count) {
  return std::bit_cast<std::array<std::uint8_t, kHeaderBytes>>(Header{kMagic, kind, count});
}
constexpr Header decode(const std::array<std::uint8_t, kHeaderBytes>& bytes) {
  return std::bit_cast<Header>(bytes);
}

}  // namespace loa::audio::wire
