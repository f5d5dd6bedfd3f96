// What sounds round programmes that say nothing of it themselves, and where a relay is silent.
#pragma once

#include <optional>
#include <vector>

#include "base/fields.h"
#include "schedules/model.h"

namespace loa::daemon {

struct Frame {
  std::vector<schedules::Item> opening;
  std::vector<schedules::Item> closing;
  // Sounds while a relay is silent, after what the week itself has for that.
  std::optional<schedules::Item> ident;
};

// Reads "opening", "closing" and "ident" of the whole configuration.
Frame read_frame(base::Fields& fields);

// With the frame's opening where it has none, and with its closing likewise. What relays has no
// opening from here: it would miss as much of what it relays.
schedules::Programme framed(schedules::Programme programme, const Frame& frame);

// All that may sound of it.
std::vector<schedules::Item> items_of(const Frame& frame);

}  // namespace loa::daemon
