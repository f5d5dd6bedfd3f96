// base::Timers in real time, on an Asio loop.
#pragma once

#include <functional>
#include <memory>

#include "base/timers.h"

namespace boost::asio {
class io_context;
}

namespace loa::base {

// Keeps its deadlines in a queue of its own and waits for the earliest, so that a timer that is set
// and cancelled costs no system call. The loop's thread only.
class AsioTimers final : public Timers {
 public:
  // `clock` reads both clocks (base::Clock::read). The loop outlives this.
  AsioTimers(boost::asio::io_context& loop, std::function<Now()> clock);
  ~AsioTimers() override;
  AsioTimers(const AsioTimers&) = delete;
  AsioTimers& operator=(const AsioTimers&) = delete;

  Now now() override;
  Id at(Steady when, std::function<void()> callback) override;
  void cancel(Id id) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::base
