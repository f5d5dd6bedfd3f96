// The only place that reads a clock.
#pragma once

#include <cstdint>
#include <ctime>
#include <functional>
#include <string>

#include "base/time.h"

namespace loa::base {

// What the configuration says of the machine's wall clock.
enum class ClockTrust {
  ntp,     // trusted once the kernel says that it is synchronised
  system,  // trusted as it is: a clock battery, or somebody else's care
};

// Both clocks, read together. Thread-safe, does not block.
class Clock {
 public:
  // `floor` is a time that has surely passed: the build, or the last one kept on disk.
  Clock(ClockTrust trust, Wall floor) : trust_(trust), floor_(floor) {}
  Now read() const;

 private:
  ClockTrust trust_;
  Wall floor_;
};

// As the system tells times, whose seconds have 32 bits on armhf. Thread-safe, does not block.
Duration duration_of(const timespec& time);
// The other way, of what is not negative; as late as the system can tell, if that is earlier.
timespec timespec_of(Duration duration);

Steady steady_now();
Wall wall_now();

// What the kernel says of the wall clock (adjtimex(2)).
struct KernelClock {
  bool synchronised = false;       // a reference disciplines it
  std::int64_t most_error_us = 0;  // its own estimate
};
KernelClock kernel_clock();
// When this program's file was made: a time that has surely passed. 1970 if that cannot be told.
Wall time_of_program();

// A fresh id of this boot of the kernel, from /proc/sys/kernel/random/boot_id.
std::string boot_id();

// A file descriptor that becomes readable when the wall clock is stepped (timerfd with
// TFD_TIMER_CANCEL_ON_SET, timerfd_settime(2)). The caller waits for it in its own loop.
class StepWatch {
 public:
  StepWatch();
  StepWatch(const StepWatch&) = delete;
  StepWatch& operator=(const StepWatch&) = delete;
  ~StepWatch();
  int fd() const { return fd_; }
  // Call when readable: true if the clock was stepped, and arms again.
  bool stepped();

 private:
  void arm();
  int fd_;
};

}  // namespace loa::base
