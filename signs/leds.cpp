// Round dots on a dark ground.
#include "signs/leds.h"

#include <algorithm>
#include <cmath>

namespace loa::signs {
namespace {

constexpr std::array<int, 3> kGround{10, 10, 12};
constexpr std::array<int, 3> kUnlit{40, 34, 34};

std::uint8_t shade_at(int x, int y, int scale) {
  if (scale < 3) return kShades - 1;
  const double centre = scale / 2.0;
  const double radius = scale * 0.44;
  const double distance = std::hypot(x + 0.5 - centre, y + 0.5 - centre);
  const double cover = std::fmin(std::fmax(radius - distance + 0.5, 0.0), 1.0);
  return static_cast<std::uint8_t>(std::lround(cover * (kShades - 1)));
}

// A lit LED also looks lit in the colours that it does not have.
std::array<int, 3> full(Colour colour) {
  if (!colour.lit()) return kUnlit;
  const int strongest = std::max({colour.r(), colour.g(), colour.b()});
  const int least = 40 + strongest / 16;
  return {std::max<int>(colour.r(), least), std::max<int>(colour.g(), least),
          std::max<int>(colour.b(), least)};
}

}  // namespace

std::vector<std::uint8_t> led_dot(int scale) {
  std::vector<std::uint8_t> dot;
  for (int y = 0; y < scale; ++y) {
    for (int x = 0; x < scale; ++x) dot.push_back(shade_at(x, y, scale));
  }
  return dot;
}

Rgb led_colour(Colour colour, int shade) {
  const auto led = full(colour);
  Rgb result{};
  for (std::size_t i = 0; i < result.size(); ++i) {
    const int ground = kGround.at(i);
    result.at(i) = static_cast<std::uint8_t>(ground + (led.at(i) - ground) * shade / (kShades - 1));
  }
  return result;
}

}  // namespace loa::signs
