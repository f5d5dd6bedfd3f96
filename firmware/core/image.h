// A signed image, as it lies in a slot of flash and as it is sent.
//
//     | "LoaF" 4 | 1 1 | target 1 | 0 2 | size 4 | major 1 | minor 1 | patch 1 | 0 1 |
//     | counter 4 | CRC-32 of the image 4 | 0 40 | signature 64 | ... | image |
//       \_________________ 64 bytes ____________/               at kImageOffset
//
// All little-endian. Signed (Ed25519) are the first 64 bytes followed by the image. The counter
// goes up when an older image must not come back, because it had a hole.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "firmware/core/ed25519.h"
#include "firmware/core/flash.h"

namespace loa::firmware {

struct ImageHeader {
  static constexpr std::array<std::uint8_t, 4> kMagic = {'L', 'o', 'a', 'F'};
  static constexpr std::size_t kSigned = 64;
  static constexpr std::size_t kSize = kSigned + 64;
  // Where the image begins in its slot: its vector table wants to lie on 512 bytes.
  static constexpr std::uint32_t kImageOffset = 512;

  std::uint8_t target = 0;  // link::Target
  std::uint32_t size = 0;   // bytes of the image
  std::uint8_t major = 0, minor = 0, patch = 0;
  std::uint32_t counter = 0;
  std::uint32_t crc = 0;

  // Nothing if the bytes are no header. Says nothing of the signature.
  static std::optional<ImageHeader> parse(std::span<const std::uint8_t> bytes);
  // The part that is signed.
  std::array<std::uint8_t, kSigned> signed_bytes() const;
};

// The header of the image in a slot, if that one is whole, for `target`, and signed by `key`.
std::optional<ImageHeader> verified_image(const Flash& slot, std::uint8_t target,
                                          const PublicKey& key);

}  // namespace loa::firmware
