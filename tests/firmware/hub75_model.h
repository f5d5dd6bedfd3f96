// A chain of HUB75 panels as electronics: shift registers, latches, row decoder and LEDs, driven by
// the levels of pins. Knows nothing of how the firmware packs its pictures.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "firmware/core/hub75.h"
#include "signs/bitmap.h"
#include "tests/firmware/panel_faults.h"

namespace loa::firmware {

// Where a panel's bit is seen: what stage 0 (at the cable) .. clocks - 1 of one data line lights
// while an address is selected.
struct Wiring {
  int width, height, rows, clocks;
  struct Led {
    int x, y;  // in the upper half
  };
  std::function<Led(int stage, int address)> led_of;
};

class Hub75Model {
 public:
  struct Frame {
    std::uint64_t began = 0;
    std::uint64_t ended = 0;
    // How long each LED was lit: panel after panel from the controller on, row after row of each,
    // red, green and blue of each pixel.
    std::vector<std::uint64_t> lit;
  };

  Hub75Model(Hub75Pins pins, Wiring wiring, int panels, std::function<void(const Frame&)> on_frame);

  // A write to the port's set/reset register at a time in any unit.
  void write(std::uint32_t set_reset, std::uint64_t now);
  const PanelFaults& faults() const { return faults_; }
  // Seen from the front of a wall on which the panels hang as `map` says: every colour's light, in
  // units of `unit`, rounded, as shades of 17.
  signs::Bitmap on_wall(const Frame& frame, const PanelMap& map, double unit) const;

 private:
  static constexpr int kLines = 6;

  bool level(std::uint16_t pin) const { return (levels_ & pin) != 0; }
  int address() const { return levels_ / pins_.address & 0xF; }
  void shift();
  void latch();
  void light(std::uint64_t now);
  void follow_address(int before, std::uint64_t now);

  Hub75Pins pins_;
  Wiring wiring_;
  int panels_;
  std::function<void(const Frame&)> on_frame_;
  PanelFaults faults_;
  std::uint16_t levels_ = 0;
  std::vector<std::uint8_t> registers_;  // six lines a stage
  std::size_t newest_ = 0;               // the stage at the controller's cable
  std::vector<std::uint8_t> latched_;
  int clocks_ = 0;
  bool latched_once_ = false;
  std::uint64_t lit_since_ = 0;
  bool whole_ = false;
  Frame frame_;
};

}  // namespace loa::firmware
