#include "tests/firmware/hub75_model.h"

#include <cmath>

namespace loa::firmware {

Hub75Model::Hub75Model(Hub75Pins pins, Wiring wiring, int panels,
                       std::function<void(const Frame&)> on_frame)
    : pins_(pins),
      wiring_(std::move(wiring)),
      panels_(panels),
      on_frame_(std::move(on_frame)),
      levels_(pins.oe),
      registers_(static_cast<std::size_t>(panels * wiring_.clocks)),
      latched_(registers_.size()) {
  frame_.lit.resize(static_cast<std::size_t>(panels * wiring_.width * wiring_.height * 3));
}

void Hub75Model::write(std::uint32_t set_reset, std::uint64_t now) {
  const std::uint16_t before = levels_;
  const int address_before = address();
  // Where both halves name a pin, setting wins (RM0090 8.4.7).
  levels_ = static_cast<std::uint16_t>((levels_ & ~(set_reset >> 16)) | set_reset);
  const auto rises = [&](std::uint16_t pin) { return (levels_ & ~before & pin) != 0; };
  const auto falls = [&](std::uint16_t pin) { return (before & ~levels_ & pin) != 0; };
  if (rises(pins_.oe)) light(now);
  if (rises(pins_.clock)) shift();
  if (rises(pins_.latch)) latch();
  if (address() != address_before) follow_address(address_before, now);
  if (falls(pins_.oe)) lit_since_ = now;
}

void Hub75Model::shift() {
  newest_ = (newest_ + registers_.size() - 1) % registers_.size();
  registers_[newest_] = static_cast<std::uint8_t>(levels_ & Hub75Pins::kData);
  ++clocks_;
}

void Hub75Model::latch() {
  if (!level(pins_.oe)) ++faults_.latched_while_lit;
  if (latched_once_ && clocks_ != panels_ * wiring_.clocks) ++faults_.wrong_length;
  latched_once_ = true;
  clocks_ = 0;
  for (std::size_t i = 0; i < latched_.size(); ++i) {
    latched_[i] = registers_[(newest_ + i) % registers_.size()];
  }
}

void Hub75Model::light(std::uint64_t now) {
  if (address() >= wiring_.rows) return;
  const auto leds = static_cast<std::size_t>(wiring_.width * wiring_.height);
  for (std::size_t stage = 0; stage < latched_.size(); ++stage) {
    const auto of_panel = static_cast<std::size_t>(wiring_.clocks);
    const auto led = wiring_.led_of(static_cast<int>(stage % of_panel), address());
    for (int line = 0; line < kLines; ++line) {
      if ((latched_[stage] >> line & 1) == 0) continue;
      const int y = led.y + (line >= 3 ? wiring_.height / 2 : 0);
      const auto at = stage / of_panel * leds + static_cast<std::size_t>(y * wiring_.width + led.x);
      frame_.lit[at * 3 + static_cast<std::size_t>(line % 3)] += now - lit_since_;
    }
  }
}

void Hub75Model::follow_address(int before, std::uint64_t now) {
  if (!level(pins_.oe)) ++faults_.addressed_while_lit;
  if (address() != 0 || before == 0) return;
  frame_.ended = now;
  if (whole_) on_frame_(frame_);
  whole_ = true;
  frame_.began = now;
  frame_.lit.assign(frame_.lit.size(), 0);
}

signs::Bitmap Hub75Model::on_wall(const Frame& frame, const PanelMap& map, double unit) const {
  signs::Bitmap wall(map.width(), map.height());
  const auto shade = [&](std::size_t led, std::size_t colour) {
    const auto units = std::lround(static_cast<double>(frame.lit[led * 3 + colour]) / unit);
    return static_cast<std::uint8_t>(units * 17);
  };
  std::size_t led = 0;
  for (int panel = 0; panel < panels_; ++panel) {
    const PanelPlace place = map.place(panel);
    for (int y = 0; y < wiring_.height; ++y) {
      for (int x = 0; x < wiring_.width; ++x, ++led) {
        const int px = place.turned ? wiring_.width - 1 - x : x;
        const int py = place.turned ? wiring_.height - 1 - y : y;
        wall.set(place.column * wiring_.width + px, place.band * wiring_.height + py,
                 {shade(led, 0), shade(led, 1), shade(led, 2)});
      }
    }
  }
  return wall;
}

}  // namespace loa::firmware
