// How bright the board is: by the hour, under a cap, within what its power supply gives.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "signs/board.h"
#include "signs/moment.h"

namespace loa::signs {

struct LightHours {
  std::chrono::seconds from{0};  // since midnight, below 24 h
  int percent = 100;             // 0 (power off) to 100
};

struct Lighting {
  std::vector<LightHours> hours;  // by time; each holds until the next one, the last over midnight
  int cap = 100;                  // percent; never brighter
  // What the board draws with every LED lit at 100 percent, and what its supply gives; 0: no limit.
  double full_watts = 0;
  double most_watts = 0;

  // By the hour and under the cap; the cap itself without hours, or while the time is not known.
  int percent(const Moment& now) const;
  bool limits_power() const { return full_watts > 0 && most_watts > 0; }
  // The same, lowered for a picture that would draw too much; at least 1 where it is not 0.
  int within_power(int percent, const Bitmap& picture, Palette palette) const;
  // When percent() may differ next; nothing without hours or time.
  std::optional<base::Steady> next_change(const Moment& now) const;
};

// The `width` columns of a strip that give the most light together.
Bitmap brightest_window(const Bitmap& strip, int width);

}  // namespace loa::signs
