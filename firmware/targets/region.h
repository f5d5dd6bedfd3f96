// A run of flash.
#pragma once

#include <cstdint>

namespace loa::firmware {

struct Region {
  std::uintptr_t address;
  std::uint32_t size;
};

}  // namespace loa::firmware
