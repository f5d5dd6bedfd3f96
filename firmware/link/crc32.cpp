#include "firmware/link/crc32.h"

#include <array>

namespace loa::firmware::link {
namespace {

constexpr std::uint32_t kPolynomial = 0xEDB88320U;

constexpr std::array<std::uint32_t, 16> make_table() {
  std::array<std::uint32_t, 16> table{};
  for (std::uint32_t i = 0; i < 16; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 4; ++bit) {
      value = (value >> 1U) ^ ((value & 1U) != 0 ? kPolynomial : 0U);
    }
    table[i] = value;
  }
  return table;
}

constexpr auto kTable = make_table();

}  // namespace

void Crc32::add(std::uint8_t byte) {
  state_ ^= byte;
  state_ = (state_ >> 4U) ^ kTable[state_ & 0xFU];
  state_ = (state_ >> 4U) ^ kTable[state_ & 0xFU];
}

}  // namespace loa::firmware::link
