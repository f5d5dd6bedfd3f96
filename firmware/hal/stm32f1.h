// STM32F1: clocks (RM0008 7.3, 3.3.3), ports (9.2), watchdog (19.4), converter (11.12).
#pragma once

#include <cstdint>

#include "firmware/hal/chip.h"

namespace loa::firmware::hal::f1 {

inline constexpr Peripheral kRcc{0x4002'1000};
inline constexpr Peripheral kPortA{0x4001'0800};
inline constexpr Peripheral kPortB{0x4001'0C00};
inline constexpr Peripheral kAdc1{0x4001'2400};
inline constexpr Peripheral kFlash{0x4002'2000};
inline constexpr std::uintptr_t kUsart1 = 0x4001'3800;

// Brings the core to 72 MHz by an 8 MHz crystal; to 64 MHz if that does not start; stays at 8 MHz
// if the PLL does not lock either. Returns what became of it.
Clocks start_clock();

// Switches on the ports A and B, USART1 and ADC1.
void start_peripherals();

// Pins 0..15. `alternate` is USART1's.
void set_mode(Peripheral port, unsigned pin, PinMode mode);
// Sets the pins of the low half and resets those of the high half, at once.
inline void write_pins(Peripheral port, std::uint32_t set_reset) { port[0x10] = set_reset; }
inline std::uint32_t read_pins(Peripheral port) { return port[0x08]; }

// Resets the chip unless it is fed again within two seconds (at 40 kHz; 1.3 to 2.7 s over the
// oscillator's range).
inline void start_watchdog() { watchdog::start(1250); }

// RCC_CSR's reset flags, which stay until they are cleared here.
std::uint32_t take_reset_flags();

// The analog converter (RM0008 11.12). False if it does not answer.
bool start_converter();
// Of port A's pin 0..7: 0..4095; 0 too if it takes too long.
std::uint16_t convert(unsigned pin);

}  // namespace loa::firmware::hal::f1
