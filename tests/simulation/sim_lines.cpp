#include "tests/simulation/sim_lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::simulation {

using base::Duration;
using base::Steady;

void SimLines::set(std::size_t line, bool on) {
  auto& since = on_.at(line);
  const Steady now = timers_.now().steady;
  if (since && !on) spells_[line].push_back({*since, now});
  if (!on) since.reset();
  if (on && !since) since = now;
}

void SimLines::let_go() {
  for (std::size_t line = 0; line < on_.size(); ++line) set(line, false);
}

namespace {

double in_seconds(Steady when) {
  return std::chrono::duration<double>(when.time_since_epoch()).count();
}

// The longest time in `on` without a cue.
Duration longest_silence(const Spell& on, const std::vector<Spell>& cued) {
  Duration longest{0};
  Steady silent_since = on.from;
  auto cue = std::ranges::lower_bound(cued, on.from, {}, &Spell::from);
  for (; cue != cued.end() && cue->from < on.to; ++cue) {
    longest = std::max(longest, cue->from - silent_since);
    silent_since = std::max(silent_since, cue->to);
  }
  return std::max(longest, on.to - silent_since);
}

bool covered(const Spell& wanted, const std::vector<Spell>& on) {
  const auto after = std::ranges::upper_bound(on, wanted.from, {}, &Spell::from);
  return after != on.begin() && std::prev(after)->to >= wanted.to;
}

}  // namespace

std::string ask_amplifier_oracle(const daemon::AmplifierSettings& settings,
                                 const std::vector<Spell>& cued,
                                 const std::vector<std::vector<Spell>>& lines) {
  // What is planned and does not come may have been waited for, and is looked for for five seconds.
  const Duration longest = settings.hold + settings.idle_off + settings.shortest_on +
                           settings.leads.front() + std::chrono::seconds{7};
  for (std::size_t line = 0; line < lines.size(); ++line) {
    for (const Spell& cue : cued) {
      if (covered({cue.from - settings.leads[line], cue.to}, lines[line])) continue;
      return fmt::format("line {} was not on in time at {:.3f}", line, in_seconds(cue.from));
    }
    for (const Spell& on : lines[line]) {
      if (longest_silence(on, cued) <= longest) continue;
      return fmt::format("line {} was on for too long at {:.3f}", line, in_seconds(on.from));
    }
  }
  return "";
}

}  // namespace loa::simulation
