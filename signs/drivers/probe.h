// Looks for a board at an address: what `loa sign probe` does.
#pragma once

#include <string>
#include <vector>

#include "base/language.h"
#include "signs/drivers/make_board.h"

namespace loa::signs::drivers {

struct Found {
  BoardSettings settings;  // with which it can be driven
  bool sized = false;      // it told its size and colours, which are in `settings`
  std::string what;        // what it says it is
};

struct ProbeResult {
  std::vector<Found> found;
  base::Text note;  // what else is to be known: why a line did not open, what cannot be asked
};

// `address` is a line as configurations write it ("serial:/dev/ttyUSB0", "tcp:HOST:PORT",
// "unix:/FILE"), a host without a port, or a network interface. What a board shows stays as it is.
// Blocks, 4 s at most beside looking up a name. Throws std::invalid_argument for another text.
ProbeResult probe(const std::string& address);

}  // namespace loa::signs::drivers
