#include "firmware/targets/electronics.h"

#include "firmware/core/temperature.h"
#include "firmware/hal/cortex_m.h"
#include "firmware/hal/startup.h"

namespace loa::firmware {
namespace {

using hal::PinMode;

// On port A. Contacts are closed to 3.3 V and pulled down: a broken wire reads as open.
constexpr unsigned kThermistor = 0;   // 10 kOhm, B 3950, to ground; 10 kOhm to 3.3 V
constexpr unsigned kFirstOutput = 4;  // amplifier, spare
constexpr unsigned kOutputs = 2;
constexpr unsigned kFirstInput = 6;  // door, mains, emergency button
constexpr unsigned kInputs = 3;
constexpr unsigned kSend = 9;
constexpr unsigned kReceive = 10;

}  // namespace

void start_pins() {
  Target::PanelPort::write(std::uint32_t{Target::PanelPort::kAll} << 16 &
                           ~Target::PanelPort::kDark);
  Target::PanelPort::write(Target::PanelPort::kDark);
  for (unsigned pin = 0; pin < 16; ++pin) {
    if ((Target::PanelPort::kAll >> pin & 1) != 0) {
      chip::set_mode(chip::kPortB, pin, PinMode::output);
    }
  }
  chip::set_mode(chip::kPortA, kThermistor, PinMode::analog);
  for (unsigned i = 0; i < kOutputs; ++i) {
    chip::set_mode(chip::kPortA, kFirstOutput + i, PinMode::output);
  }
  for (unsigned i = 0; i < kInputs; ++i) {
    chip::set_mode(chip::kPortA, kFirstInput + i, PinMode::input_down);
  }
  chip::set_mode(chip::kPortA, kSend, PinMode::alternate);
  // An open line is silent. On the F4 the receiver is an alternate function too.
  chip::set_mode(chip::kPortA, kReceive, Target::kReceiveMode);
}

void Electronics::set_outputs(std::uint8_t levels) {
  constexpr std::uint32_t kMask = (1U << kOutputs) - 1;
  chip::write_pins(chip::kPortA, (levels & kMask) << kFirstOutput | (~levels & kMask)
                                                                        << (kFirstOutput + 16));
}

std::uint8_t Electronics::inputs() {
  return static_cast<std::uint8_t>(chip::read_pins(chip::kPortA) >> kFirstInput &
                                   ((1U << kInputs) - 1));
}

std::int16_t Electronics::temperature() {
  return converter_ ? temperature_of(chip::convert(kThermistor)) : link::Status::kNoTemperature;
}

void Electronics::restart(link::Boot what) {
  if (what == link::Boot::rom) hal::reset_into_rom();
  hal::scb::reset();
}

}  // namespace loa::firmware
