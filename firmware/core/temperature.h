// A thermistor's reading as a temperature.
#pragma once

#include <cstdint>

namespace loa::firmware {

// `reading` of 0..4095: 10 kOhm at 25 C, B 3950, to ground, 10 kOhm to the supply. Tenths of a
// degree Celsius, -20 to 80 C within half a degree; link::Status::kNoTemperature beyond, where the
// sensor is missing or broken.
std::int16_t temperature_of(std::uint16_t reading);

}  // namespace loa::firmware
