#include "firmware/hal/stm32f1.h"

namespace loa::firmware::hal::f1 {
namespace {

constexpr std::uintptr_t kControl = 0x00, kConfig = 0x04, kApb2 = 0x18, kStatus = 0x24;
constexpr std::uint32_t kCrystalOn = 1U << 16, kCrystalReady = 1U << 17;
constexpr std::uint32_t kPllOn = 1U << 24, kPllReady = 1U << 25;

bool switch_to_pll() {
  constexpr std::uint32_t kSwitch = 0b11, kToPll = 0b10;
  set_bits(kRcc[kControl], kPllOn);
  if (!wait_for(kRcc[kControl], kPllReady, kPllReady)) return false;
  set_field(kRcc[kConfig], kSwitch, kToPll);
  return wait_for(kRcc[kConfig], kSwitch << 2, kToPll << 2);
}

}  // namespace

Clocks start_clock() {
  constexpr std::uint32_t kSlowBusHalved = 0b100U << 8, kFromCrystal = 1U << 16;
  constexpr std::uint32_t kTimes9 = 7U << 18, kTimes16 = 14U << 18;
  kFlash[0] = 0x12;  // two wait states, prefetch
  set_bits(kRcc[kControl], kCrystalOn);
  const bool crystal = wait_for(kRcc[kControl], kCrystalReady, kCrystalReady);
  kRcc[kConfig] = kSlowBusHalved | (crystal ? kFromCrystal | kTimes9 : kTimes16);
  if (!switch_to_pll()) return {8'000'000, 8'000'000};
  const std::uint32_t hz = crystal ? 72'000'000 : 64'000'000;
  return {hz, hz};
}

void start_peripherals() {
  constexpr std::uint32_t kPorts = 0b11U << 2, kAdc1 = 1U << 9, kUsart = 1U << 14;
  set_bits(kRcc[kApb2], kPorts | kAdc1 | kUsart);
}

void set_mode(Peripheral port, unsigned pin, PinMode mode) {
  // RM0008 table 20: output and alternate are push-pull at 50 MHz.
  constexpr std::uint32_t kAnalog = 0b0000, kPulled = 0b1000, kOutput = 0b0011, kAlternate = 0b1011;
  const unsigned shift = 4 * (pin % 8);
  std::uint32_t bits = kAnalog;
  if (mode == PinMode::output) bits = kOutput;
  if (mode == PinMode::alternate) bits = kAlternate;
  if (mode == PinMode::input_up || mode == PinMode::input_down) {
    bits = kPulled;
    write_pins(port, mode == PinMode::input_up ? 1U << pin : 1U << (pin + 16));
  }
  set_field(port[pin < 8 ? 0x00 : 0x04], 0xFU << shift, bits << shift);
}

std::uint32_t take_reset_flags() {
  const std::uint32_t flags = kRcc[kStatus];
  set_bits(kRcc[kStatus], 1U << 24);
  return flags;
}

bool start_converter() {
  constexpr std::uint32_t kOn = 1U << 0, kCalibrate = 1U << 2, kBySoftware = 0b111U << 17;
  kAdc1[0x10] = 0x00FF'FFFF;  // slowest sampling, for a source of 10 kOhm
  kAdc1[0x08] = kOn;
  if (!wait_for(kAdc1[0x08], kOn, kOn)) return false;
  kAdc1[0x08] = kOn | kCalibrate;
  if (!wait_for(kAdc1[0x08], kCalibrate, 0)) return false;
  kAdc1[0x08] = kOn | kBySoftware | 1U << 20;
  return true;
}

std::uint16_t convert(unsigned pin) {
  constexpr std::uint32_t kDone = 1U << 1, kStart = 1U << 22;
  kAdc1[0x34] = pin;
  set_bits(kAdc1[0x08], kStart);
  if (!wait_for(kAdc1[0x00], kDone, kDone)) return 0;
  return static_cast<std::uint16_t>(kAdc1[0x4C]);
}

}  // namespace loa::firmware::hal::f1
