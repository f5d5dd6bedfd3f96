#include "firmware/hal/flash_f1.h"

#include <algorithm>

#include "firmware/hal/cortex_m.h"
#include "firmware/hal/stm32f1.h"

namespace loa::firmware::hal::f1 {
namespace {

constexpr std::uintptr_t kKey = 0x04, kStatus = 0x0C, kControl = 0x10, kAddress = 0x14;
constexpr std::uint32_t kBusy = 1U << 0, kFailed = 1U << 2 | 1U << 4, kDone = 1U << 5;
constexpr std::uint32_t kProgram = 1U << 0, kErasePage = 1U << 1, kGo = 1U << 6, kLock = 1U << 7;

// Opens the controller for as long as it lives.
class Unlocked {
 public:
  explicit Unlocked(std::uint32_t operation) {
    kFlash[kKey] = 0x4567'0123;
    kFlash[kKey] = 0xCDEF'89AB;
    kFlash[kStatus] = kFailed | kDone;
    kFlash[kControl] = operation;
  }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;
  ~Unlocked() { kFlash[kControl] = kLock; }
};

}  // namespace

bool ChipFlash::erase(std::uint32_t offset) {
  // A row that an interrupt lights now would burn until the core goes on.
  const NoInterrupts quiet;
  before_erase_();
  watchdog::feed();
  {
    const Unlocked unlocked(kErasePage);
    kFlash[kAddress] = static_cast<std::uint32_t>(address_ + offset);
    kFlash[kControl] = kErasePage | kGo;
    if (!wait_for(kFlash[kStatus], kBusy, 0)) return false;
  }
  const auto page = bytes().subspan(offset, page_size());
  return std::all_of(page.begin(), page.end(), [](std::uint8_t byte) { return byte == 0xFF; });
}

bool ChipFlash::write(std::uint32_t offset, std::span<const std::uint8_t> source) {
  const Unlocked unlocked(kProgram);
  for (std::size_t i = 0; i + 1 < source.size(); i += 2) {
    auto* cell = reinterpret_cast<volatile std::uint16_t*>(address_ + offset + i);
    *cell = static_cast<std::uint16_t>(source[i] | source[i + 1] << 8);
    if (!wait_for(kFlash[kStatus], kBusy, 0)) return false;
  }
  return std::equal(source.begin(), source.end(), bytes().begin() + offset);
}

}  // namespace loa::firmware::hal::f1
