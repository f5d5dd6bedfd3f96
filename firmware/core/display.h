// What the board shows: the strip, a calibration pattern, or nothing.
#pragma once

#include "firmware/core/calibration.h"
#include "firmware/core/frames.h"
#include "firmware/link/crc32.h"
#include "firmware/link/strip_store.h"

namespace loa::firmware {

class Display {
 public:
  // They outlive this; the store's screen, the canvas and the map have one size.
  Display(link::StripStore& strips, Canvas& canvas, const PanelMap& map)
      : strips_(strips), canvas_(canvas), map_(map) {}

  // Moves what moves, and draws it if it has changed and the scan is done with the picture before.
  void step(link::Millis now);
  void calibrate(link::Calibration pattern);
  link::Calibration calibration() const { return calibration_; }
  // Off: dark, whatever is shown.
  void power(bool on);
  bool powered() const { return on_; }
  // CRC-32 of the picture that the scan was given last.
  std::uint32_t frame_crc() const { return link::crc32(canvas_.last()); }

 private:
  bool moved(link::Millis now);
  void draw(link::Millis now, std::span<std::uint8_t> picture);
  void draw_strip(std::span<std::uint8_t> picture);

  link::StripStore& strips_;
  Canvas& canvas_;
  PanelMap map_;
  link::Calibration calibration_ = link::Calibration::off;
  bool on_ = true;
  bool changed_ = true;
  link::Millis pattern_drawn_ = 0;
};

}  // namespace loa::firmware
