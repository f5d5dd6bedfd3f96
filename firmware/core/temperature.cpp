#include "firmware/core/temperature.h"

#include <array>

#include "firmware/link/messages.h"

namespace loa::firmware {
namespace {

// 4095 R / (R + 10 kOhm) with R = 10 kOhm exp(3950 (1 / T - 1 / 298.15)), every five degrees.
constexpr std::array<std::uint16_t, 21> kReadings = {3740, 3629, 3495, 3337, 3156, 2955, 2738,
                                                     2510, 2278, 2048, 1825, 1614, 1419, 1241,
                                                     1081, 940,  815,  707,  613,  532,  462};
constexpr int kColdest = -200;
constexpr int kStep = 50;

}  // namespace

std::int16_t temperature_of(std::uint16_t reading) {
  if (reading > kReadings.front()) return link::Status::kNoTemperature;
  for (std::size_t i = 1; i < kReadings.size(); ++i) {
    if (reading < kReadings[i]) continue;
    const int above = kReadings[i - 1] - reading;
    const int width = kReadings[i - 1] - kReadings[i];
    const int tenths = kColdest + kStep * (static_cast<int>(i) - 1) + kStep * above / width;
    return static_cast<std::int16_t>(tenths);
  }
  return link::Status::kNoTemperature;
}

}  // namespace loa::firmware
