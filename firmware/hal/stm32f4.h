// STM32F405: clocks (RM0090 7.3, 3.5), ports (8.4), converter (13.13).
#pragma once

#include <cstdint>

#include "firmware/hal/chip.h"

namespace loa::firmware::hal::f4 {

inline constexpr Peripheral kRcc{0x4002'3800};
inline constexpr Peripheral kPortA{0x4002'0000};
inline constexpr Peripheral kPortB{0x4002'0400};
inline constexpr Peripheral kAdc1{0x4001'2000};
inline constexpr Peripheral kFlash{0x4002'3C00};
inline constexpr std::uintptr_t kUsart1 = 0x4001'1000;

// Brings the core to 168 MHz by an 8 MHz crystal, or by the chip's own oscillator if that does not
// start; stays at 16 MHz if the PLL does not lock. Returns what became of it.
Clocks start_clock();

// Switches on the ports A and B, USART1 and ADC1.
void start_peripherals();

// Pins 0..15. `alternate` is USART1's.
void set_mode(Peripheral port, unsigned pin, PinMode mode);
// Sets the pins of the low half and resets those of the high half, at once.
inline void write_pins(Peripheral port, std::uint32_t set_reset) { port[0x18] = set_reset; }
inline std::uint32_t read_pins(Peripheral port) { return port[0x10]; }

// Resets the chip unless it is fed again within four seconds (at 32 kHz; 2.7 to 7.5 s over the
// oscillator's range): a sector of its flash takes two to erase.
inline void start_watchdog() { watchdog::start(2000); }

// RCC_CSR's reset flags, which stay until they are cleared here.
std::uint32_t take_reset_flags();

// The analog converter. False if it does not answer.
bool start_converter();
// Of port A's pin 0..7: 0..4095; 0 too if it takes too long.
std::uint16_t convert(unsigned pin);

}  // namespace loa::firmware::hal::f4
