// A programme as it will sound: every repeat written out, each item with its place in time.
#pragma once

#include <string>
#include <vector>

#include "daemon/library.h"
#include "schedules/model.h"

namespace loa::daemon {

struct RundownItem {
  schedules::Item item;
  Media media;               // as it was when the rundown was made
  base::Duration at{0};      // since the beginning of the rundown
  base::Duration length{0};  // 0 for media that are missing
  bool by_hand = false;      // `media` is what was handed in; the library does not know it
};

struct Rundown {
  std::vector<RundownItem> items;
  base::Duration length{0};
  base::Duration opening{0};  // of it; what begins late begins after it
  base::Duration closing{0};  // of it, at the end; may be cut
};

// Items are laid end to end with the gaps that the programme asks for; what is missing takes no
// time. Stops once `limit` is filled: a programme repeated a hundred times is not written out in
// vain. The opening and the closing are written once; of the closing what there is room for.
Rundown make_rundown(const schedules::Programme& programme, Library& library, base::Duration limit);

// The words for a list of items: its title, or what it plays ("Nhạc hiệu" for a chime).
std::string title_of(const schedules::Item& item);

}  // namespace loa::daemon
