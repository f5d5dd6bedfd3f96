// The HUB75 scanner, its timer and its panels on a bench: interrupts happen when the timer says so.
#pragma once

#include <functional>
#include <vector>

#include "firmware/core/hub75_canvas.h"
#include "tests/firmware/hub75_model.h"

namespace loa::firmware {

// The wiring of each of kHub75Kinds, told once more as an engineer would measure it.
Wiring wiring_of(int kind);

class Hub75Bench {
 public:
  static constexpr std::uint32_t kUnit = 3500;  // 168 MHz, 200 frames/s, 16 rows
  static constexpr std::uint32_t kMargin = 400;

  Hub75Bench(const PanelMap& map, int kind);
  Hub75Bench(const Hub75Bench&) = delete;
  Hub75Bench& operator=(const Hub75Bench&) = delete;

  // Draws a picture and presents it.
  void show(const signs::Bitmap& picture);
  // Runs the timer for so many phases; before each shift, `before_shift` may meddle.
  void run(int phases, const std::function<void()>& before_shift = {});
  void run_frames(int frames) { run(frames * 2 * map_.kind().rows * kHub75Depth); }
  void hold_shifts(bool held) { held_ = held; }

  struct Port {
    static constexpr Hub75Pins kPins{1 << 6, 1 << 7, 1 << 8, 1 << 12};
    static void write(std::uint32_t set_reset);
  };
  Hub75Scanner<Port>& scanner() { return scanner_; }
  Hub75Canvas& canvas() { return canvas_; }
  Hub75Model& panels() { return model_; }
  const std::vector<Hub75Model::Frame>& seen() const { return seen_; }
  // As it was asked for, if the brightness is full.
  signs::Bitmap picture(const Hub75Model::Frame& frame) const {
    return model_.on_wall(frame, map_, kUnit - kMargin);
  }

 private:
  PanelMap map_;
  std::vector<std::uint8_t> picture_, scans_;
  Hub75Canvas canvas_;
  std::vector<Hub75Model::Frame> seen_;
  Hub75Model model_;
  Hub75Scanner<Port> scanner_;
  std::uint64_t phase_began_ = 0;
  std::uint32_t phase_ = kUnit;  // length of the phase that begins next
  bool held_ = false;
};

// A picture whose colours have 16 shades each, as the link packs it.
void pack_shades(const signs::Bitmap& picture, std::span<std::uint8_t> columns);
// Every pixel by chance, of 16 shades a colour; the same for the same seed.
signs::Bitmap coloured_noise(int width, int height, unsigned seed);

}  // namespace loa::firmware
