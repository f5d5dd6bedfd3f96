// Flash whose power can fail at every byte.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "firmware/core/flash.h"

namespace loa::firmware {

struct PowerCut {};

class FlashModel final : public Flash {
 public:
  FlashModel(std::uint32_t page_size, std::uint32_t pages)
      : page_size_(page_size), bytes_(std::size_t{page_size} * pages, 0xFF) {}

  // After so many more bytes erased or written, PowerCut is thrown. The byte it happens at keeps
  // some of its old bits: `torn` says which.
  void cut_after(std::uint64_t bytes, std::uint8_t torn);
  void never_cut() { left_ = ~std::uint64_t{0}; }
  // Bytes erased or written so far.
  std::uint64_t worked() const { return worked_; }
  // worked() as it was at the start of each erase and write.
  const std::vector<std::uint64_t>& operations() const { return operations_; }

  std::uint32_t page_size() const override { return page_size_; }
  std::span<const std::uint8_t> bytes() const override { return bytes_; }
  bool erase(std::uint32_t offset) override;
  bool write(std::uint32_t offset, std::span<const std::uint8_t> bytes) override;
  // As a burglar, or time, would.
  void damage(std::uint32_t offset, std::uint8_t value) { bytes_[offset] = value; }

 private:
  void change(std::size_t at, std::uint8_t value);

  std::uint32_t page_size_;
  std::vector<std::uint8_t> bytes_;
  std::uint64_t left_ = ~std::uint64_t{0};
  std::uint8_t torn_ = 0;
  std::uint64_t worked_ = 0;
  std::vector<std::uint64_t> operations_;
};

}  // namespace loa::firmware
