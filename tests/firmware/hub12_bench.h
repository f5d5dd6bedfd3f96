// The scanner, its timer and its panels on a bench: interrupts happen when the timer says so.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "firmware/core/hub12.h"
#include "tests/firmware/panel_model.h"

namespace loa::firmware {

class Hub12Bench {
 public:
  static constexpr std::uint32_t kDwell = 45'000;  // 72 MHz, 400 frames/s
  static constexpr std::uint32_t kMargin = 400;

  Hub12Bench(const PanelMap& map, std::uint32_t dwell = kDwell);
  Hub12Bench(const Hub12Bench&) = delete;
  Hub12Bench& operator=(const Hub12Bench&) = delete;

  // Draws a picture and presents it.
  void show(const signs::Bitmap& picture);
  // Runs the timer for so many phases; before each shift, `before_shift` may meddle.
  void run(int phases, const std::function<void()>& before_shift = {});
  // A late shift: the row's dwell begins without it.
  void hold_shifts(bool held) { held_ = held; }

  struct Port {
    static constexpr Hub12Pins kPins{1 << 15, 1 << 13, 1 << 12, 1 << 10, 1 << 11, 1 << 14};
    static void write(std::uint32_t set_reset);
  };
  Hub12Scanner<Port>& scanner() { return scanner_; }
  Frames& frames() { return frames_; }
  PanelModel& panels() { return model_; }
  // Whole frames that the panels have shown.
  const std::vector<PanelModel::Frame>& seen() const { return seen_; }
  signs::Bitmap picture(const PanelModel::Frame& frame) const;

 private:
  PanelMap map_;
  std::vector<std::uint8_t> memory_;
  Frames frames_;
  std::vector<PanelModel::Frame> seen_;
  PanelModel model_;
  Hub12Scanner<Port> scanner_;
  std::uint64_t phase_began_ = 0;
  std::uint32_t phase_ = kDwell;  // length of the phase that begins next
  bool held_ = false;
};

// A picture as the link packs it into columns (link/pixels.h).
void pack(const signs::Bitmap& picture, std::span<std::uint8_t> columns);
// Every pixel by chance, the same for the same seed.
signs::Bitmap noise(int width, int height, unsigned seed);

}  // namespace loa::firmware
