#include "tests/firmware/panel_model.h"

namespace loa::firmware {
namespace {

constexpr int kBits = 128;  // of a panel: 16 registers of 8
constexpr int kLeds = 512;

// The LED of stage `stage` of a panel, counted from its input, while `address` is selected. The bit
// that entered first has come furthest: it is stage 127, in the lowest row of the leftmost columns.
int led_of(int stage, int address) {
  const int entered = kBits - 1 - stage;
  const int columns = entered / 32;
  const int row = 12 - 4 * (entered / 8 % 4) + address;
  return row * 32 + columns * 8 + entered % 8;
}

}  // namespace

PanelModel::PanelModel(Hub12Pins pins, int panels, std::function<void(const Frame&)> on_frame)
    : pins_(pins),
      panels_(panels),
      on_frame_(std::move(on_frame)),
      registers_(static_cast<std::size_t>(panels * kBits)),
      latched_(registers_.size()) {
  frame_.lit.resize(static_cast<std::size_t>(panels * kLeds));
}

void PanelModel::write(std::uint32_t set_reset, std::uint64_t now) {
  const std::uint16_t before = levels_;
  // Where both halves name a pin, setting wins (RM0008 9.2.5).
  levels_ = static_cast<std::uint16_t>((levels_ & ~(set_reset >> 16)) | set_reset);
  const auto rises = [&](std::uint16_t pin) { return (levels_ & ~before & pin) != 0; };
  const auto falls = [&](std::uint16_t pin) { return (before & ~levels_ & pin) != 0; };
  if (falls(pins_.oe)) light(now);
  if (rises(pins_.clock)) shift();
  if (rises(pins_.latch)) latch();
  if (((before ^ levels_) & (pins_.a | pins_.b)) != 0) follow_address(now);
  if (rises(pins_.oe)) lit_since_ = now;
}

void PanelModel::shift() {
  newest_ = (newest_ + registers_.size() - 1) % registers_.size();
  registers_[newest_] = level(pins_.data);
  ++clocks_;
}

void PanelModel::latch() {
  if (level(pins_.oe)) ++faults_.latched_while_lit;
  if (latched_once_ && clocks_ != panels_ * kBits) ++faults_.wrong_length;
  latched_once_ = true;
  clocks_ = 0;
  for (std::size_t i = 0; i < latched_.size(); ++i) {
    latched_[i] = registers_[(newest_ + i) % registers_.size()];
  }
}

void PanelModel::light(std::uint64_t now) {
  for (std::size_t i = 0; i < latched_.size(); ++i) {
    if (latched_[i]) continue;  // high is dark
    const int panel = static_cast<int>(i) / kBits;
    const int led = led_of(static_cast<int>(i) % kBits, address());
    frame_.lit[static_cast<std::size_t>(panel * kLeds + led)] += now - lit_since_;
  }
}

void PanelModel::follow_address(std::uint64_t now) {
  if (level(pins_.oe)) ++faults_.addressed_while_lit;
  if (address() != 0) return;
  frame_.ended = now;
  if (whole_) on_frame_(frame_);
  whole_ = true;
  frame_.began = now;
  frame_.lit.assign(frame_.lit.size(), 0);
}

signs::Bitmap PanelModel::on_wall(const Frame& frame, std::span<const std::uint8_t> map, int width,
                                  int height) {
  signs::Bitmap wall(width, height);
  for (int led = 0; led < static_cast<int>(map.size()) * kLeds; ++led) {
    if (frame.lit[static_cast<std::size_t>(led)] == 0) continue;
    const std::uint8_t place = map[static_cast<std::size_t>(led / kLeds)];
    int x = led % 32;
    int y = led % kLeds / 32;
    if ((place & 0x80) != 0) {
      x = 31 - x;
      y = 15 - y;
    }
    wall.set((place & 0x0F) * 32 + x, (place >> 4 & 7) * 16 + y, signs::Colour::red);
  }
  return wall;
}

}  // namespace loa::firmware
