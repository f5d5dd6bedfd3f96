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
  // `centre` answers what arrives: the real centre's logic.
  using Centre = std::function<daemon::LinkAnswer(const daemon::Letter&)>;
  SimLink(base::Timers& timers, Random& random, Centre centre)
      : timers_(timers), random_(random), centre_(std::move(centre)) {}

  void post(const daemon::Letter& letter, std::function<void(daemon::LinkAnswer)> done) override;

  void set_up(bool up) { up_ = up; }
  void set_loss(int percent) { loss_ = percent; }

 private:
  base::Timers& timers_;
  Random& random_;
  Centre centre_;
  bool up_ = true;
  int loss_ = 0;  // of requests, and of answers, in percent
};

}  // namespace loa::simulation
