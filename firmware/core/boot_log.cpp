#include "firmware/core/boot_log.h"

#include <algorithm>
#include <array>

namespace loa::firmware {
namespace {

constexpr std::array<std::uint8_t, 8> kRequest = {0x4C, 0x6F, 0x61, 0x42, 0xB3, 0x90, 0x9E, 0xBD};

}  // namespace

bool BootLog::requested() const {
  return std::equal(kRequest.begin(), kRequest.end(), page_.bytes().begin());
}

bool BootLog::marked(std::uint32_t cell) const {
  const auto bytes = page_.bytes().subspan(kRequest.size() + std::size_t{2} * cell, 2);
  return bytes[0] != 0xFF || bytes[1] != 0xFF;
}

bool BootLog::write_mark(std::uint32_t cell) {
  constexpr std::array<std::uint8_t, 2> kMark{};
  return page_.write(static_cast<std::uint32_t>(kRequest.size()) + 2 * cell, kMark);
}

std::uint32_t BootLog::steps(Swap swap) const {
  std::uint32_t count = 0;
  while (count < all_steps() && marked(cell_of(swap) + count)) ++count;
  return count;
}

bool BootLog::clear() {
  constexpr std::array<std::uint8_t, kRequest.size()> kZeros{};
  return page_.write(0, kZeros) && page_.erase(0);
}

bool BootLog::request() { return page_.write(0, kRequest); }

}  // namespace loa::firmware
