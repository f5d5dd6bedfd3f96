// Flash as the firmware needs it. The chip's is in hal/; the tests' can lose power at every byte.
#pragma once

#include <cstdint>
#include <span>

namespace loa::firmware {

// A run of pages. Offsets count from its start.
class Flash {
 public:
  virtual std::uint32_t page_size() const = 0;
  // All of it, as it is now.
  virtual std::span<const std::uint8_t> bytes() const = 0;
  // Makes a page all ones. `offset` is a multiple of page_size(). Blocks for tens of milliseconds.
  // False if the page is not all ones afterwards.
  virtual bool erase(std::uint32_t offset) = 0;
  // Writes to bytes that are erased; zeros may be written over anything. Offset and size are even.
  // False if it does not read back as written.
  virtual bool write(std::uint32_t offset, std::span<const std::uint8_t> bytes) = 0;

 protected:
  ~Flash() = default;
};

}  // namespace loa::firmware
