// Registers of the chips, by address. The numbers are those of ST's and Arm's manuals; every file
// says which chapter.
#pragma once

#include <cstdint>

namespace loa::firmware::hal {

// A peripheral's registers lie at fixed offsets from its base address.
struct Peripheral {
  std::uintptr_t base;

  volatile std::uint32_t& operator[](std::uintptr_t offset) const {
    return *reinterpret_cast<volatile std::uint32_t*>(base + offset);
  }
};

inline void set_bits(volatile std::uint32_t& reg, std::uint32_t bits) { reg = reg | bits; }
inline void clear_bits(volatile std::uint32_t& reg, std::uint32_t bits) { reg = reg & ~bits; }
// Replaces the bits of `mask`.
inline void set_field(volatile std::uint32_t& reg, std::uint32_t mask, std::uint32_t bits) {
  reg = (reg & ~mask) | bits;
}

// Waits until all of `bits` are as in `value`; false if that takes too long: a crystal that is not
// there must not stop a board that can run without it.
inline bool wait_for(volatile std::uint32_t& reg, std::uint32_t bits, std::uint32_t value) {
  for (int tries = 10'000; tries > 0; --tries) {
    if ((reg & bits) == value) return true;
  }
  return false;
}

}  // namespace loa::firmware::hal
