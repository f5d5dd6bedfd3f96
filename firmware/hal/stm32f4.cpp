#include "firmware/hal/stm32f4.h"

namespace loa::firmware::hal::f4 {
namespace {

constexpr std::uintptr_t kControl = 0x00, kPll = 0x04, kConfig = 0x08, kAhb1 = 0x30, kApb2 = 0x44,
                         kStatus = 0x74;
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
  constexpr std::uint32_t kSlowBusQuartered = 0b101U << 10, kFastBusHalved = 0b100U << 13;
  constexpr std::uint32_t kTimes336 = 336U << 6, kFromCrystal = 1U << 22, kUsb = 7U << 24;
  kFlash[0] = 0x305;  // five wait states, prefetch, cache of instructions: data changes by updates
  set_bits(kRcc[kControl], kCrystalOn);
  const bool crystal = wait_for(kRcc[kControl], kCrystalReady, kCrystalReady);
  // 1 MHz times 336, halved.
  kRcc[kPll] = kUsb | kTimes336 | (crystal ? kFromCrystal | 8U : 16U);
  kRcc[kConfig] = kSlowBusQuartered | kFastBusHalved;
  if (!switch_to_pll()) return {16'000'000, 8'000'000};
  return {168'000'000, 84'000'000};
}

void start_peripherals() {
  constexpr std::uint32_t kPorts = 0b11, kUsart = 1U << 4, kAdc = 1U << 8;
  set_bits(kRcc[kAhb1], kPorts);
  set_bits(kRcc[kApb2], kUsart | kAdc);
}

void set_mode(Peripheral port, unsigned pin, PinMode mode) {
  constexpr std::uintptr_t kMode = 0x00, kSpeed = 0x08, kPull = 0x0C, kAlternate = 0x20;
  constexpr std::uint32_t kInput = 0b00, kOutput = 0b01, kOther = 0b10, kAnalog = 0b11;
  const unsigned two = 2 * pin;
  std::uint32_t bits = kInput;
  if (mode == PinMode::output) bits = kOutput;
  if (mode == PinMode::alternate) bits = kOther;
  if (mode == PinMode::analog) bits = kAnalog;
  const std::uint32_t pull = mode == PinMode::input_up ? 0b01U : 0b10U;
  const bool pulled = mode == PinMode::input_up || mode == PinMode::input_down;
  set_field(port[kPull], 0b11U << two, (pulled ? pull : 0) << two);
  set_field(port[kSpeed], 0b11U << two, 0b10U << two);
  // RM0090 figure 26: USART1 is function 7.
  set_field(port[kAlternate + 4 * (pin / 8)], 0xFU << 4 * (pin % 8), 7U << 4 * (pin % 8));
  set_field(port[kMode], 0b11U << two, bits << two);
}

std::uint32_t take_reset_flags() {
  const std::uint32_t flags = kRcc[kStatus];
  set_bits(kRcc[kStatus], 1U << 24);
  return flags;
}

bool start_converter() {
  constexpr Peripheral kCommon{0x4001'2300};
  kCommon[4] = 1U << 16;      // a quarter of the bus: 21 MHz
  kAdc1[0x10] = 0x00FF'FFFF;  // slowest sampling, for a source of 10 kOhm
  kAdc1[0x2C] = 0;            // one conversion
  kAdc1[0x08] = 1;
  return wait_for(kAdc1[0x08], 1, 1);
}

std::uint16_t convert(unsigned pin) {
  constexpr std::uint32_t kDone = 1U << 1, kStart = 1U << 30;
  kAdc1[0x34] = pin;
  set_bits(kAdc1[0x08], kStart);
  if (!wait_for(kAdc1[0x00], kDone, kDone)) return 0;
  return static_cast<std::uint16_t>(kAdc1[0x4C]);
}

}  // namespace loa::firmware::hal::f4
