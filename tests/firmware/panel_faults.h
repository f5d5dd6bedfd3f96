// What a careful engineer with a logic analyser would complain about.
#pragma once

namespace loa::firmware {

struct PanelFaults {
  int latched_while_lit = 0;    // ghosts of the next row
  int addressed_while_lit = 0;  // ghosts in another row
  int wrong_length = 0;         // clocks between two latches were not those of the chain
  friend bool operator==(const PanelFaults&, const PanelFaults&) = default;
};

}  // namespace loa::firmware
