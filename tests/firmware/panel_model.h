// A chain of P10 panels as electronics: shift registers, latches, row decoder and LEDs, driven by
// the levels of six pins. Knows nothing of how the firmware packs its pictures.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "firmware/core/hub12.h"
#include "signs/bitmap.h"
#include "tests/firmware/panel_faults.h"

namespace loa::firmware {

class PanelModel {
 public:
  // Four dwells, one for each row address, from address 0 on.
  struct Frame {
    std::uint64_t began = 0;
    std::uint64_t ended = 0;
    // How long each LED was lit: panel after panel from the controller on, 16 rows of 32 each.
    std::vector<std::uint64_t> lit;
  };

  PanelModel(Hub12Pins pins, int panels, std::function<void(const Frame&)> on_frame);

  // A write to the port's set/reset register at a time in any unit.
  void write(std::uint32_t set_reset, std::uint64_t now);
  const PanelFaults& faults() const { return faults_; }
  // The chain's lit LEDs, seen from the front of a wall on which the panels hang as `map` says.
  static signs::Bitmap on_wall(const Frame& frame, std::span<const std::uint8_t> map, int width,
                               int height);

 private:
  bool level(std::uint16_t pin) const { return (levels_ & pin) != 0; }
  int address() const { return (level(pins_.a) ? 1 : 0) + (level(pins_.b) ? 2 : 0); }
  void shift();
  void latch();
  void light(std::uint64_t now);
  void follow_address(std::uint64_t now);

  Hub12Pins pins_;
  int panels_;
  std::function<void(const Frame&)> on_frame_;
  PanelFaults faults_;
  std::uint16_t levels_ = 0;
  std::vector<bool> registers_;  // [0] is the stage at the controller's cable
  std::size_t newest_ = 0;       // where in registers_ that stage is now: shifting moves this index
  std::vector<bool> latched_;
  int clocks_ = 0;
  bool latched_once_ = false;
  std::uint64_t lit_since_ = 0;
  bool whole_ = false;
  Frame frame_;
};

}  // namespace loa::firmware
