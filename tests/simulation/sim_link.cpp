// Requests and answers that get lost on the way.
#include "tests/simulation/sim_link.h"

#include <utility>

namespace loa::simulation {

using base::Duration;

void SimLink::post(const daemon::Letter& letter, Done done) {
  const base::Steady now = timers_.now().steady;
  const base::Steady given_up = now + std::chrono::seconds{20} + letter.held;
  const auto lost = [this] { return !up_ || random_.chance(loss_); };
  const auto give_up = [this, done, given_up] {
    timers_.at(given_up, [done] { done({0, "timed out"}); });
  };
  if (lost()) {
    give_up();
    return;
  }
  const Duration there = random_.between(std::chrono::milliseconds{20}, std::chrono::seconds{2});
  timers_.at(now + there, [this, letter, done, lost, give_up] {
    const auto back = [this, done, lost, give_up, before = changes_](daemon::LinkAnswer answer) {
      // The worst case: the centre has it, and the station does not know.
      if (lost() || changes_ != before) {
        give_up();
        return;
      }
      timers_.at(timers_.now().steady + std::chrono::milliseconds{30},
                 [done, answer = std::move(answer)] { done(answer); });
    };
    centre_(letter, back);
  });
}

}  // namespace loa::simulation
