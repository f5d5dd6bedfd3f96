#include "tests/firmware/flash_model.h"

#include <algorithm>
#include <stdexcept>

namespace loa::firmware {

void FlashModel::cut_after(std::uint64_t bytes, std::uint8_t torn) {
  left_ = bytes;
  torn_ = torn;
}

void FlashModel::change(std::size_t at, std::uint8_t value) {
  if (left_ == 0) {
    bytes_[at] = static_cast<std::uint8_t>((bytes_[at] & torn_) | (value & ~torn_));
    throw PowerCut{};
  }
  --left_;
  ++worked_;
  bytes_[at] = value;
}

bool FlashModel::erase(std::uint32_t offset) {
  if (offset % page_size_ != 0) throw std::logic_error("an erase inside a page");
  operations_.push_back(worked_);
  for (std::uint32_t i = 0; i < page_size_; ++i) change(offset + i, 0xFF);
  return true;
}

bool FlashModel::write(std::uint32_t offset, std::span<const std::uint8_t> bytes) {
  if (offset % 2 != 0 || bytes.size() % 2 != 0) throw std::logic_error("half a halfword");
  operations_.push_back(worked_);
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const bool erased = bytes_[offset + i] == 0xFF && bytes_[offset + i + 1] == 0xFF;
    const bool zeros = bytes[i] == 0 && bytes[i + 1] == 0;
    if (!erased && !zeros) return false;  // PGERR of PM0075 3.4
    change(offset + i, bytes[i]);
    change(offset + i + 1, bytes[i + 1]);
  }
  return true;
}

}  // namespace loa::firmware
