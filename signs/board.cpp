// What all boards have in common.
#include "signs/board.h"

#include <algorithm>

namespace loa::signs {

int Passage::left_at(base::Steady now, int width) const {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const std::int64_t pass = strip.width() + width - 1;
  const std::int64_t time = std::max<std::int64_t>((now - started).count(), 0);
  // In two parts, so that years of a repeated strip do not overflow.
  std::int64_t moved = time / kSecond * speed + time % kSecond * speed / kSecond;
  moved = repeats && pass > 0 ? moved % pass : std::min(moved, pass);
  return static_cast<int>(rightwards ? strip.width() - 1 - moved : moved - (width - 1));
}

std::string_view name_of(BoardHealth::State state) {
  switch (state) {
    case BoardHealth::State::connecting:
      return "connecting";
    case BoardHealth::State::working:
      return "working";
    case BoardHealth::State::silent:
      return "silent";
    case BoardHealth::State::refused:
      break;
  }
  return "refused";
}

std::string_view name_of(BoardHealth::Picture picture) {
  switch (picture) {
    case BoardHealth::Picture::assumed:
      return "assumed";
    case BoardHealth::Picture::confirmed:
      return "confirmed";
    case BoardHealth::Picture::differs:
      break;
  }
  return "differs";
}

}  // namespace loa::signs
