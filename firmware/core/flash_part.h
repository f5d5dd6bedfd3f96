// Some pages of a flash, as a flash.
#pragma once

#include "firmware/core/flash.h"

namespace loa::firmware {

class FlashPart final : public Flash {
 public:
  // `from` and `size` are multiples of the page size. `whole` outlives this.
  FlashPart(Flash& whole, std::uint32_t from, std::uint32_t size)
      : whole_(whole), from_(from), size_(size) {}

  std::uint32_t page_size() const override { return whole_.page_size(); }
  std::span<const std::uint8_t> bytes() const override {
    return whole_.bytes().subspan(from_, size_);
  }
  bool erase(std::uint32_t offset) override { return whole_.erase(from_ + offset); }
  bool write(std::uint32_t offset, std::span<const std::uint8_t> bytes) override {
    return whole_.write(from_ + offset, bytes);
  }

 private:
  Flash& whole_;
  std::uint32_t from_;
  std::uint32_t size_;
};

}  // namespace loa::firmware
