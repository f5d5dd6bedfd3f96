// Timers behind one interface: real ones on Asio, virtual ones for simulation and tests.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "base/time.h"

namespace loa::base {

// One thread. Callbacks run on the thread that runs the loop, never inside at() or cancel().
class Timers {
 public:
  using Id = std::uint64_t;  // 0 is no timer
  virtual ~Timers() = default;

  virtual Now now() = 0;
  // Runs `callback` once, at or after `when`. Never blocks.
  virtual Id at(Steady when, std::function<void()> callback) = 0;
  // A timer that ran, or 0, is ignored.
  virtual void cancel(Id id) = 0;
};

// A queue of its own over virtual time: years pass in seconds. The wall clock can be stepped, and
// its quality set, as a station without a battery would see it.
class VirtualTimers final : public Timers {
 public:
  explicit VirtualTimers(Now start) : now_(start) {}

  Now now() override { return now_; }
  Id at(Steady when, std::function<void()> callback) override;
  void cancel(Id id) override;

  // Runs everything due up to and including `until`, in order of time, then of creation.
  void run_until(Steady until);
  // The next deadline, if there is one.
  std::optional<Steady> next() const;
  void step_wall(Duration by) { now_.wall += by; }
  void set_quality(ClockQuality quality) { now_.quality = quality; }

 private:
  void advance_to(Steady when);

  Now now_;
  Id last_id_ = 0;
  std::map<std::pair<Steady, Id>, std::function<void()>> queue_;
  std::map<Id, Steady> deadlines_;
};

}  // namespace loa::base
