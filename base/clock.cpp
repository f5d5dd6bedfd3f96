// The kernel's clocks, and what it says of their quality.
#include "base/clock.h"

#include <sys/timerfd.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <system_error>

namespace loa::base {
namespace {

Duration read_clock(clockid_t id) {
  timespec time{};
  ::clock_gettime(id, &time);
  return duration_of(time);
}

}  // namespace

Duration duration_of(const timespec& time) {
  return std::chrono::seconds{time.tv_sec} + Duration{time.tv_nsec};
}

timespec timespec_of(Duration duration) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
  const auto told =
      std::min<std::int64_t>(seconds.count(), std::numeric_limits<std::time_t>::max());
  return {static_cast<std::time_t>(told), static_cast<long>((duration - seconds).count())};
}

Steady steady_now() { return Steady{read_clock(CLOCK_MONOTONIC)}; }
Wall wall_now() { return Wall{read_clock(CLOCK_REALTIME)}; }

// TIME_ERROR: nothing has disciplined the clock since boot, or not for long.
KernelClock kernel_clock() {
  timex state{};
  const int status = ::adjtimex(&state);
  return {status >= 0 && status != TIME_ERROR && (state.status & STA_UNSYNC) == 0, state.maxerror};
}

Wall time_of_program() {
  std::error_code error;
  const auto time = std::filesystem::last_write_time("/proc/self/exe", error);
  if (error) return {};
  return std::chrono::time_point_cast<Duration>(std::chrono::file_clock::to_sys(time));
}

Now Clock::read() const {
  Now now{steady_now(), wall_now(), ClockQuality::unknown};
  if (kernel_clock().synchronised) {
    now.quality = ClockQuality::synced;
  } else if (now.wall < floor_) {
    now.quality = ClockQuality::unknown;
  } else {
    now.quality = trust_ == ClockTrust::system ? ClockQuality::holdover : ClockQuality::floor;
  }
  return now;
}

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

StepWatch::StepWatch() : fd_(::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC)) {
  if (fd_ < 0) throw std::system_error(errno, std::system_category(), "timerfd_create");
  arm();
}

StepWatch::~StepWatch() { ::close(fd_); }

void StepWatch::arm() {
  itimerspec never{};
  never.it_value.tv_sec = std::numeric_limits<std::int32_t>::max();
  if (::timerfd_settime(fd_, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr) != 0) {
    throw std::system_error(errno, std::system_category(), "timerfd_settime");
  }
}

bool StepWatch::stepped() {
  std::uint64_t expirations = 0;
  const bool cancelled = ::read(fd_, &expirations, sizeof expirations) < 0 && errno == ECANCELED;
  arm();
  return cancelled;
}

}  // namespace loa::base
