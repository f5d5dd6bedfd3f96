// The arithmetic of the effects.
#include "signs/course.h"

#include <algorithm>

namespace loa::signs {
namespace {

using base::Duration;

constexpr std::int64_t kSecond = 1'000'000'000;
// One flash a second: WCAG 2.1 allows three.
constexpr Duration kFlash = std::chrono::milliseconds{500};

}  // namespace

bool Course::travels() const {
  switch (effect) {
    case Effect::scroll:
    case Effect::scroll_right:
    case Effect::scroll_up:
    case Effect::scroll_down:
    case Effect::wipe:
      return true;
    case Effect::hold:
    case Effect::flash:
    case Effect::page:
      break;
  }
  return false;
}

int Course::distance() const {
  if (!travels()) return 0;
  // Sideways its first column stands at the edge at the start, and its last one at the end.
  if (sideways()) return extent + width - 2;
  return (effect == Effect::wipe ? width : height) - 1;
}

Duration Course::time_of(std::int64_t pixels) const {
  return Duration{(pixels * kSecond + speed - 1) / speed};
}

int Course::position(Duration time) const {
  return static_cast<int>(std::min<std::int64_t>(time.count() * speed / kSecond, distance()));
}

Duration Course::length() const {
  if (sideways()) return time_of(distance() + 1);
  return (travels() ? time_of(distance()) : Duration{0}) + dwell;
}

Duration Course::next_change(Duration time) const {
  if (effect == Effect::flash) return std::min(length(), (time / kFlash + 1) * kFlash);
  if (!travels() || position(time) == distance()) return length();
  return time_of(position(time) + 1);
}

void Course::compose(Bitmap& area, const Bitmap& before, const Bitmap& picture,
                     Duration time) const {
  const int at = position(time);
  switch (effect) {
    case Effect::scroll:
      return area.put(picture, width - 1 - at, (height - picture.height()) / 2);
    case Effect::scroll_right:
      return area.put(picture, at + 1 - picture.width(), (height - picture.height()) / 2);
    case Effect::scroll_up:
      area.put(before, 0, -1 - at);
      return area.put(picture, 0, height - 1 - at);
    case Effect::scroll_down:
      area.put(before, 0, at + 1);
      return area.put(picture, 0, at + 1 - height);
    case Effect::wipe:
      area.put(before, 0, 0);
      return area.put(picture.window(0, at + 1), 0, 0);
    case Effect::flash:
      if (time / kFlash % 2 == 1) return;
      return area.put(picture, 0, 0);
    case Effect::hold:
    case Effect::page:
      return area.put(picture, 0, 0);
  }
}

}  // namespace loa::signs
