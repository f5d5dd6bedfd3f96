// The flash of STM32F1 (PM0075 2.3): pages of 1 KB, written by halfwords. The core stands still
// while a page is erased, some 20 to 40 ms.
#pragma once

#include "firmware/core/flash.h"

namespace loa::firmware::hal::f1 {

class ChipFlash final : public Flash {
 public:
  // A run of whole pages. `before_erase` is called before the core stands still.
  ChipFlash(std::uintptr_t address, std::uint32_t size, void (*before_erase)())
      : address_(address), size_(size), before_erase_(before_erase) {}

  std::uint32_t page_size() const override { return 1024; }
  std::span<const std::uint8_t> bytes() const override {
    return {reinterpret_cast<const std::uint8_t*>(address_), size_};
  }
  bool erase(std::uint32_t offset) override;
  bool write(std::uint32_t offset, std::span<const std::uint8_t> bytes) override;

 private:
  std::uintptr_t address_;
  std::uint32_t size_;
  void (*before_erase_)();
};

}  // namespace loa::firmware::hal::f1
