// A bad 4G link on virtual time: slow, lossy both ways, sometimes gone.
#pragma once

#include <functional>
#include <string>

#include "base/timers.h"
#include "daemon/link.h"
#include "tests/simulation/random.h"

namespace loa::simulation {

class SimLink final : public daemon::Link {
 public:
  using Done = std::function<void(daemon::LinkAnswer)>;
  // `centre` answers what arrives, once, at once or later: the real centre's logic.
  using Centre = std::function<void(const daemon::Letter&, Done)>;
  SimLink(base::Timers& timers, Random& random, Centre centre)
      : timers_(timers), random_(random), centre_(std::move(centre)) {}

  void post(const daemon::Letter& letter, Done done) override;

  // Whatever is held when it goes down is lost, though neither end hears of it.
  void set_up(bool up) {
    up_ = up;
    ++changes_;
  }
  void set_loss(int percent) { loss_ = percent; }

 private:
  base::Timers& timers_;
  Random& random_;
  Centre centre_;
  bool up_ = true;
  int changes_ = 0;
  int loss_ = 0;  // of requests, and of answers, in percent
};

}  // namespace loa::simulation
