// Where each panel of the chain hangs: the order of the cables, told as data.
//
// One byte a panel, in the order of the chain (the first hangs on the controller's cable):
//
//     bit   7   6 5 4   3 2 1 0
//         +---+-------+---------+
//         | T | band  | column  |   T: turned by half a circle
//         +---+-------+---------+
//
// Bands count from the top, columns from the left, both in panels and seen from the front.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "firmware/core/panel_kind.h"

namespace loa::firmware {

struct PanelPlace {
  std::uint8_t column;  // in panels, 0..15
  std::uint8_t band;    // in panels, 0..7
  bool turned;
  friend constexpr bool operator==(const PanelPlace&, const PanelPlace&) = default;
};

class PanelMap {
 public:
  static constexpr int kMaxPanels = 16;

  // Nothing unless the panels fill a rectangle, each place once.
  static std::optional<PanelMap> parse(std::span<const std::uint8_t> bytes,
                                       const PanelKind& kind = kP10);
  // `count` panels, 1..16, side by side, the first one at the right end: the way P10 panels are
  // cabled.
  static PanelMap line(int count, const PanelKind& kind = kP10);

  const PanelKind& kind() const { return kind_; }
  int panels() const { return panels_; }
  int width() const { return columns_ * kind_.width; }  // pixels
  int bands() const { return bands_; }
  int height() const { return bands_ * kind_.height; }
  // 0 <= index < panels(), in the order of the chain.
  PanelPlace place(int index) const;
  std::span<const std::uint8_t> bytes() const {
    return {bytes_.data(), static_cast<std::size_t>(panels_)};
  }
  friend bool operator==(const PanelMap&, const PanelMap&) = default;

 private:
  explicit PanelMap(const PanelKind& kind) : kind_(kind) {}

  PanelKind kind_;
  std::array<std::uint8_t, kMaxPanels> bytes_{};
  std::uint8_t panels_ = 0;
  std::uint8_t columns_ = 0;
  std::uint8_t bands_ = 0;
};

}  // namespace loa::firmware
