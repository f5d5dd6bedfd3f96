// Pictures for HUB75 panels: drawn as columns, scanned as the panels' chain takes them.
#pragma once

#include "firmware/core/frames.h"
#include "firmware/core/hub75_pixels.h"

namespace loa::firmware {

class Hub75Canvas final : public Canvas {
 public:
  // `picture`: of the map's size, in Format::rgb12. `scans`: two of Hub75Scan::size_of(). All dark
  // to begin with; they outlive this.
  Hub75Canvas(const PanelMap& map, std::span<std::uint8_t> picture, std::span<std::uint8_t> scans)
      : map_(map), picture_(picture), frames_(scans) {}

  bool free() const override { return frames_.free(); }
  std::span<std::uint8_t> draw() override { return picture_; }
  void present() override {
    scan_of(map_, picture_, frames_.draw());
    frames_.present();
  }
  std::span<const std::uint8_t> last() const override { return picture_; }

  // The scan's side.
  Frames& frames() { return frames_; }

 private:
  PanelMap map_;
  std::span<std::uint8_t> picture_;
  Frames frames_;
};

}  // namespace loa::firmware
