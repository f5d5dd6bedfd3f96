// The amplifier's lines on virtual time: when each was on, and whether that fits to what sounded.
#pragma once

#include <string>
#include <vector>

#include "base/timers.h"
#include "daemon/amplifier.h"
#include "daemon/lines.h"

namespace loa::simulation {

// [from, to) in which something was so.
struct Spell {
  base::Steady from{};
  base::Steady to{};
};

class SimLines final : public daemon::Lines {
 public:
  SimLines(base::Timers& timers, std::size_t count) : timers_(timers), spells_(count), on_(count) {}

  void set(std::size_t line, bool on) override;
  // As when the power fails, or the process ends.
  void let_go();
  // By line, since the beginning; what is on is in it once it is off.
  const std::vector<std::vector<Spell>>& spells() const { return spells_; }

 private:
  base::Timers& timers_;
  std::vector<std::vector<Spell>> spells_;
  std::vector<std::optional<base::Steady>> on_;  // since when
};

// What must hold of an amplifier. `cued`: when cues were on the air, by start, whether the card
// gave them out or not. Says what does not hold, "" if all does.
std::string ask_amplifier_oracle(const daemon::AmplifierSettings& settings,
                                 const std::vector<Spell>& cued,
                                 const std::vector<std::vector<Spell>>& lines);

}  // namespace loa::simulation
