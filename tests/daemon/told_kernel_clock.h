// What the kernel says of the wall clock (adjtimex), told by the test: whether a machine's clock is
// synchronised is the machine's business, and a test is to run on each. All that reads it in this
// program is told so, through the C library's own function.
#pragma once

namespace loa::daemon::testing {

class ToldKernelClock {
 public:
  enum class Says { unsynchronised, synchronised };
  explicit ToldKernelClock(Says says);
  // The kernel itself answers again.
  ~ToldKernelClock();
  ToldKernelClock(const ToldKernelClock&) = delete;
  ToldKernelClock& operator=(const ToldKernelClock&) = delete;
};

}  // namespace loa::daemon::testing
