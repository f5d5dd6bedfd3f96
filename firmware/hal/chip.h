// What the STM32 chips have in common, each with registers of its own (stm32f1.h, stm32f4.h).
#pragma once

#include "firmware/hal/registers.h"

namespace loa::firmware::hal {

// In Hz.
struct Clocks {
  std::uint32_t core;
  std::uint32_t usart1;  // of its bus
};

enum class PinMode : std::uint8_t { analog, input_up, input_down, output, alternate };

// Bits of the control and status register of resets.
inline constexpr std::uint32_t kResetByPin = 1U << 26, kResetByPower = 1U << 27,
                               kResetBySoftware = 1U << 28, kResetByWatchdog = 1U << 29;

inline constexpr unsigned kUsart1Interrupt = 37;

// The independent watchdog (RM0008 19.4, RM0090 21.4).
namespace watchdog {

inline constexpr Peripheral kWatchdog{0x4000'3000};

// `periods` of 64 of its oscillator's, 1..4095. Nothing stops it again but a reset.
inline void start(std::uint32_t periods) {
  kWatchdog[0] = 0x5555;
  kWatchdog[4] = 4;
  kWatchdog[8] = periods;
  kWatchdog[0] = 0xCCCC;
}
inline void feed() { kWatchdog[0] = 0xAAAA; }

}  // namespace watchdog

}  // namespace loa::firmware::hal
