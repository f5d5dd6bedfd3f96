// What every Cortex-M3 and M4 has: SysTick (Arm DDI 0403E, B3.3), NVIC (B3.4), SCB (B3.2).
#pragma once

#include "firmware/hal/registers.h"

namespace loa::firmware::hal {

// Counts the core's cycles down and interrupts at each end. The length of a period is read when it
// begins, so one set now is for the period after the one that runs.
namespace systick {

inline constexpr Peripheral kSysTick{0xE000E010};

inline void set_next(std::uint32_t cycles) { kSysTick[4] = cycles - 1; }
inline void start(std::uint32_t cycles) {
  set_next(cycles);
  kSysTick[8] = 0;
  kSysTick[0] = 0b111;  // the core's clock, interrupt, on
}
// Cycles since the period that runs began, if that one is `period` cycles long.
inline std::uint32_t elapsed(std::uint32_t period) { return period - 1 - kSysTick[8]; }
// Waits; for less than the rest of the period.
inline void spin(std::uint32_t cycles) {
  const std::uint32_t from = kSysTick[8];
  while (from - kSysTick[8] < cycles) {
  }
}

}  // namespace systick

namespace scb {

inline constexpr Peripheral kScb{0xE000ED00};

inline void pend_pendsv() { kScb[0x04] = 1U << 28; }
// Priorities 0 (first) .. 15 of the timer's interrupt and of the one that software raises.
inline void set_priorities(std::uint32_t systick, std::uint32_t pendsv) {
  kScb[0x20] = systick << 28 | pendsv << 20;
}
inline void set_vectors(std::uint32_t address) { kScb[0x08] = address; }
[[noreturn]] inline void reset() {
  asm volatile("dsb" ::: "memory");
  kScb[0x0C] = 0x05FA'0004;
  for (;;) {
  }
}

}  // namespace scb

// Interrupt numbers as the chip's vector table has them, 0 being the first after Arm's sixteen.
inline void enable_interrupt(unsigned number, std::uint8_t priority) {
  *reinterpret_cast<volatile std::uint8_t*>(0xE000E400 + number) =
      static_cast<std::uint8_t>(priority << 4);
  constexpr Peripheral kEnable{0xE000E100};
  kEnable[4 * (number / 32)] = 1U << (number % 32);
}

// No interrupt for as long as it lives.
class NoInterrupts {
 public:
  NoInterrupts() { asm volatile("cpsid i" ::: "memory"); }
  NoInterrupts(const NoInterrupts&) = delete;
  NoInterrupts& operator=(const NoInterrupts&) = delete;
  ~NoInterrupts() { asm volatile("cpsie i" ::: "memory"); }
};

// Gives the core to an image, as a reset would: by its vector table.
[[noreturn]] inline void start_image(std::uintptr_t vectors) {
  scb::set_vectors(static_cast<std::uint32_t>(vectors));
  const auto* table = reinterpret_cast<const std::uint32_t*>(vectors);
  asm volatile("msr msp, %0\n bx %1" ::"r"(table[0]), "r"(table[1]));
  __builtin_unreachable();
}

inline void sleep_until_interrupt() { asm volatile("wfi" ::: "memory"); }

}  // namespace loa::firmware::hal
