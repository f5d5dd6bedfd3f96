#include "told_kernel_clock.h"

#include <sys/timex.h>

#include <atomic>
#include <ctime>

namespace loa::daemon::testing {
namespace {

// Read by whichever thread looks at the clock.
std::atomic<int> told{-1};  // -1: nothing is

}  // namespace

ToldKernelClock::ToldKernelClock(Says says) { told = static_cast<int>(says); }
ToldKernelClock::~ToldKernelClock() { told = -1; }

namespace {

int answer(timex* state) {
  const int status = ::clock_adjtime(CLOCK_REALTIME, state);
  const int says = told;
  if (says < 0 || status < 0) return status;
  if (says == static_cast<int>(ToldKernelClock::Says::synchronised)) {
    state->status &= ~STA_UNSYNC;
    return TIME_OK;
  }
  state->status |= STA_UNSYNC;
  return TIME_ERROR;
}

}  // namespace
}  // namespace loa::daemon::testing

// In the place of the C library's, for all of this program.
extern "C" int adjtimex(timex* state) noexcept { return loa::daemon::testing::answer(state); }
