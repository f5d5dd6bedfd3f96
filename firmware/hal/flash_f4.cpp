#include "firmware/hal/flash_f4.h"

#include <algorithm>

#include "firmware/hal/cortex_m.h"
#include "firmware/hal/stm32f4.h"

namespace loa::firmware::hal::f4 {
namespace {

constexpr std::uintptr_t kKey = 0x04, kStatus = 0x0C, kControl = 0x10;
constexpr std::uint32_t kBusy = 1U << 16, kErrors = 0b1111U << 4 | 1U << 1, kDone = 1U << 0;
constexpr std::uint32_t kProgram = 1U << 0, kEraseSector = 1U << 1, kByHalfwords = 0b01U << 8,
                        kGo = 1U << 16, kLock = 1U << 31;
// An erase takes longer than any other wait.
constexpr int kEraseTries = 120'000'000;

constexpr std::uintptr_t kStart = 0x0800'0000, kFifth = 0x0801'0000, kSixth = 0x0802'0000;

// Table 5: four sectors of 16 KB, one of 64 KB, the rest of 128 KB.
std::uint32_t sector_of(std::uintptr_t address) {
  if (address < kFifth) return static_cast<std::uint32_t>((address - kStart) / 0x4000);
  if (address < kSixth) return 4;
  return static_cast<std::uint32_t>(5 + (address - kSixth) / 0x2'0000);
}

// Opens the controller for as long as it lives.
class Unlocked {
 public:
  explicit Unlocked(std::uint32_t operation) {
    kFlash[kKey] = 0x4567'0123;
    kFlash[kKey] = 0xCDEF'89AB;
    kFlash[kStatus] = kErrors | kDone;
    kFlash[kControl] = operation;
  }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;
  ~Unlocked() { kFlash[kControl] = kLock; }
};

bool wait_for_erase() {
  for (int tries = kEraseTries; tries > 0; --tries) {
    if ((kFlash[kStatus] & kBusy) == 0) return true;
  }
  return false;
}

}  // namespace

std::uint32_t ChipFlash::page_size() const {
  if (address_ < kFifth) return 0x4000;
  return address_ < kSixth ? 0x1'0000 : 0x2'0000;
}

bool ChipFlash::erase(std::uint32_t offset) {
  // A row that an interrupt lights now would burn until the core goes on.
  const NoInterrupts quiet;
  before_erase_();
  watchdog::feed();
  {
    const std::uint32_t operation = kEraseSector | kByHalfwords | sector_of(address_ + offset) << 3;
    const Unlocked unlocked(operation);
    kFlash[kControl] = operation | kGo;
    if (!wait_for_erase()) return false;
  }
  watchdog::feed();
  const auto page = bytes().subspan(offset, page_size());
  return std::all_of(page.begin(), page.end(), [](std::uint8_t byte) { return byte == 0xFF; });
}

bool ChipFlash::write(std::uint32_t offset, std::span<const std::uint8_t> source) {
  watchdog::feed();
  const Unlocked unlocked(kProgram | kByHalfwords);
  for (std::size_t i = 0; i + 1 < source.size(); i += 2) {
    auto* cell = reinterpret_cast<volatile std::uint16_t*>(address_ + offset + i);
    *cell = static_cast<std::uint16_t>(source[i] | source[i + 1] << 8);
    if (!wait_for(kFlash[kStatus], kBusy, 0)) return false;
  }
  return std::equal(source.begin(), source.end(), bytes().begin() + offset);
}

}  // namespace loa::firmware::hal::f4
