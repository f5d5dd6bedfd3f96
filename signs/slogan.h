// What a board is asked to show.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/time.h"
#include "signs/colour.h"

namespace loa::signs {

// How a text comes, stands and goes.
enum class Effect {
  hold,          // stands; one that is too wide is broken into pages, one after the other
  scroll,        // moves through from right to left
  scroll_right,  // ... from left to right
  scroll_up,     // pages come from below and leave upwards
  scroll_down,   // ... from above
  wipe,          // pages are uncovered from left to right
  flash,         // as hold, half a second lit and half a second dark
  page,          // as hold, in as many lines of small letters as fit
};

struct Slogan {
  using Effect = signs::Effect;

  std::string id;
  std::string text;             // UTF-8; brought to NFC first; may hold fields (signs/fields.h)
  Colour colour = Colour::red;  // a board with fewer colours shows its nearest
  Effect effect = Effect::scroll;
  int speed = 40;  // pixels a second, 1..400, for what moves; beyond that the nearest
  // How long each page stands, where pages stand; 100 ms to 1 h, beyond that the nearest.
  base::Duration dwell = std::chrono::seconds{8};
  int repeat = 1;  // how many times before the next slogan follows; 1..100, beyond that the nearest
  // Text of a QR code left of the words; "" for none. Only on RGB boards, and only where it fits
  // beside at least 16 columns of words.
  std::string qr;
  std::string zone;  // name of a zone; another board may not have it: then its first zone
  // 1 emergency: takes the whole board; 2 priority, 3 normal, 4 for want of others: in each zone
  // only the most urgent are shown.
  int level = 3;
  std::optional<base::Wall> from;   // not shown before
  std::optional<base::Wall> until;  // not shown from then on
  friend bool operator==(const Slogan&, const Slogan&) = default;
};

}  // namespace loa::signs
