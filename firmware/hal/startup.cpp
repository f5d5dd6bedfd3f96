#include "firmware/hal/startup.h"

#include <algorithm>

#include "firmware/hal/cortex_m.h"

namespace loa::firmware::hal {
namespace {

// AN2606: where the ROM bootloader's vector table is.
#ifdef LOA_STM32F4
constexpr std::uintptr_t kRom = 0x1FFF'0000;
#else
constexpr std::uintptr_t kRom = 0x1FFF'F000;
#endif

}  // namespace

[[gnu::section(".noinit")]] KeptOverReset kept_over_reset;

std::uint32_t take_crash() {
  if (kept_over_reset.mark != KeptOverReset::kCrashMark) return 0;
  kept_over_reset.mark = 0;
  return kept_over_reset.crash_at;
}

void reset_into_rom() {
  kept_over_reset.mark = KeptOverReset::kRomMark;
  scb::reset();
}

extern "C" void start() {
  if (kept_over_reset.mark == KeptOverReset::kRomMark) {
    kept_over_reset.mark = 0;
    start_image(kRom);
  }
  const std::uint32_t* from = &data_load;
  for (std::uint32_t* to = &data_begin; to != &data_end;) *to++ = *from++;
  std::fill(&bss_begin, &bss_end, 0U);
  main();
  scb::reset();
}

// The processor has put eight words on the stack that it used (DDI 0403E B1.5.6); the seventh is
// the address of the instruction that failed. Both stacks are one here.
extern "C" [[gnu::used]] void note_crash(const std::uint32_t* frame) {
  kept_over_reset = {KeptOverReset::kCrashMark, frame[6]};
  scb::reset();
}

extern "C" [[gnu::naked]] void crash() { asm volatile("mov r0, sp\n b note_crash"); }

}  // namespace loa::firmware::hal
