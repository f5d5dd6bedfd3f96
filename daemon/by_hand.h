// One thing put on the air now, by somebody's word: from the page, or by a live command.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "daemon/media_library.h"
#include "daemon/station.h"

namespace loa::daemon {

// The voice of words that name none.
inline constexpr auto kVoiceByHand = "vi";

struct Begun {
  std::string occurrence;
  base::Duration length{0};
};
struct NotBegun {
  std::string code;  // of MissingMedia, or of the rule that forbids it
  base::Text why;
};
using Played = std::variant<Begun, NotBegun>;

// Throws AirTaken for what is live.
Played put_on_air(Station& station, const ManualPlay& play);

// How something is to be put on the air.
struct Wish {
  int level = 3;
  std::string by;                          // for the record
  bool over = false;                       // ManualPlay::over
  std::vector<std::string> clusters = {};  // ManualPlay::clusters
};

// Looks at the item first: `done` is called at once, or, where words must be spoken, within 15 s.
// The loop's thread; both references outlive the call of `done`.
void play_by_hand(Station& station, MediaLibrary& library, const schedules::Item& item,
                  const Wish& wish, std::function<void(const Played&)> done);

}  // namespace loa::daemon
