#include "firmware/core/display.h"

#include <algorithm>

namespace loa::firmware {
namespace {

constexpr link::Millis kPatternEvery = 100;

}  // namespace

void Display::step(link::Millis now) {
  if (moved(now)) changed_ = true;
  if (!changed_ || !canvas_.free()) return;
  draw(now, canvas_.draw());
  canvas_.present();
  changed_ = false;
}

bool Display::moved(link::Millis now) {
  const bool strip = strips_.step(now);
  if (calibration_ == link::Calibration::off) return strip;
  if (!link::reached(now, pattern_drawn_ + kPatternEvery)) return false;
  pattern_drawn_ = now;
  return true;
}

void Display::calibrate(link::Calibration pattern) {
  calibration_ = pattern;
  changed_ = true;
}

void Display::power(bool on) {
  on_ = on;
  changed_ = true;
}

void Display::draw(link::Millis now, std::span<std::uint8_t> picture) {
  if (!on_) {
    std::fill(picture.begin(), picture.end(), std::uint8_t{0});
  } else if (calibration_ != link::Calibration::off) {
    draw_calibration(calibration_, now, map_, strips_.format(), picture);
  } else {
    draw_strip(picture);
  }
}

void Display::draw_strip(std::span<std::uint8_t> picture) {
  const std::size_t size = strips_.column_size();
  for (int x = 0; x < map_.width(); ++x) {
    const std::uint8_t* column = strips_.column(x);
    for (std::size_t i = 0; i < size; ++i) {
      picture[static_cast<std::size_t>(x) * size + i] = column != nullptr ? column[i] : 0;
    }
  }
}

}  // namespace loa::firmware
