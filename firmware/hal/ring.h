// Bytes between an interrupt and the main loop. One side puts, the other takes.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace loa::firmware::hal {

// Holds Size - 1 bytes; Size is a power of two.
template <std::size_t Size>
class Ring {
  static_assert((Size & (Size - 1)) == 0);

 public:
  // False, and nothing is put, when it is full.
  bool put(std::uint8_t byte) {
    const std::size_t at = end_.load(std::memory_order_relaxed);
    const std::size_t next = (at + 1) % Size;
    if (next == begin_.load(std::memory_order_acquire)) return false;
    bytes_[at] = byte;
    end_.store(next, std::memory_order_release);
    return true;
  }
  // -1 when it is empty.
  int take() {
    const std::size_t at = begin_.load(std::memory_order_relaxed);
    if (at == end_.load(std::memory_order_acquire)) return -1;
    const std::uint8_t byte = bytes_[at];
    begin_.store((at + 1) % Size, std::memory_order_release);
    return byte;
  }

 private:
  std::array<std::uint8_t, Size> bytes_{};
  std::atomic<std::size_t> begin_ = 0;
  std::atomic<std::size_t> end_ = 0;
};

}  // namespace loa::firmware::hal
