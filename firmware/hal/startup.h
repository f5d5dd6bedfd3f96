// What happens between the reset and main().
#pragma once

#include <cstdint>

namespace loa::firmware::hal {

// RAM that a reset leaves alone. What it holds after power-up is noise, so everything in it carries
// a mark.
struct KeptOverReset {
  static constexpr std::uint32_t kCrashMark = 0xC4A5'4ED1, kRomMark = 0x80A7'40A0;

  std::uint32_t mark;
  std::uint32_t crash_at;  // program counter
};
extern KeptOverReset kept_over_reset;

// The program counter of a crash before this start; 0 if there was none. Forgets it.
std::uint32_t take_crash();
// Starts the chip's ROM bootloader, by a reset.
[[noreturn]] void reset_into_rom();

// Ends of the sections, from the linker script.
extern "C" {
extern std::uint32_t data_begin, data_end, bss_begin, bss_end, stack_end;
extern const std::uint32_t data_load;
[[noreturn]] void start();
[[noreturn]] void crash();
int main();
}

}  // namespace loa::firmware::hal
