// How one picture comes, stands and goes: the arithmetic of the effects.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "signs/bitmap.h"
#include "signs/slogan.h"

namespace loa::signs {

// One step of a playlist. Times count from its start.
struct Course {
  Effect effect;
  int speed;             // pixels a second, 1..400
  base::Duration dwell;  // how long the picture stands; 0 for one that only leaves
  int extent;            // columns of the strip, for what scrolls sideways
  int width;             // of the area it runs through
  int height;

  // Whether compose() draws the same at all times.
  bool stands() const { return effect == Effect::hold || effect == Effect::page; }
  base::Duration length() const;
  // The first time after `time` at which compose() may draw something else; at most length().
  base::Duration next_change(base::Duration time) const;
  // Draws into `area`, which is blank, of `width` x `height`. `picture` is a strip for what scrolls
  // sideways, else as large as the area, and so is `before`, what it drives away.
  void compose(Bitmap& area, const Bitmap& before, const Bitmap& picture,
               base::Duration time) const;

 private:
  bool sideways() const { return effect == Effect::scroll || effect == Effect::scroll_right; }
  bool travels() const;
  // Pixels from the first to the last position.
  int distance() const;
  // Where it is at `time`, 0..distance(). At 65,535 + 1,024 pixels and one a second the arithmetic
  // stays far below 2^63.
  int position(base::Duration time) const;
  // The first nanosecond at which position() is `pixels`.
  base::Duration time_of(std::int64_t pixels) const;
};

}  // namespace loa::signs
