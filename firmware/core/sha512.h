// SHA-512 (FIPS 180-4), over data that comes in pieces.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loa::firmware {

class Sha512 {
 public:
  Sha512();
  void add(std::span<const std::uint8_t> bytes);
  // Ends it.
  std::array<std::uint8_t, 64> digest();

 private:
  void add(std::uint8_t byte);
  void block();

  std::array<std::uint64_t, 8> state_;
  std::array<std::uint64_t, 16> words_{};  // of the block that fills
  std::uint64_t size_ = 0;                 // bytes
};

}  // namespace loa::firmware
