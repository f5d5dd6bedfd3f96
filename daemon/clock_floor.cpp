#include "daemon/clock_floor.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "base/clock.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

constexpr auto kName = "wall";
constexpr base::Duration kAtMostEvery = std::chrono::minutes{1};
constexpr base::Duration kAtLeastEvery = std::chrono::hours{1};

}  // namespace

base::Wall clock_floor(const journal::Journal& journal) {
  const auto text = journal.remembered(kName);
  const auto kept = text ? base::from_rfc3339(*text) : std::nullopt;
  return std::max(kept.value_or(base::Wall{}), base::time_of_program());
}

protocol::TimeBounds certificate_time(const base::Now& now, base::Wall floor) {
  if (base::trusted(now.quality)) return {now.wall, now.wall};
  return {floor, std::nullopt};
}

FloorKeeper::FloorKeeper(base::Timers& timers, journal::Journal& journal)
    : timers_(timers), journal_(journal), seq_(journal.last_seq()) {
  keep_hourly();
}

FloorKeeper::~FloorKeeper() { timers_.cancel(timer_); }

void FloorKeeper::look() {
  const auto seq = journal_.last_seq();
  const auto now = timers_.now();
  if (seq == seq_ || now.steady - kept_ < kAtMostEvery) return;
  seq_ = seq;
  keep();
}

void FloorKeeper::keep() {
  const auto now = timers_.now();
  if (!base::trusted(now.quality)) return;
  kept_ = now.steady;
  try {
    journal_.remember(kName, base::to_rfc3339(now.wall));
  } catch (const std::exception& error) {
    base::log(base::LogLevel::warning, error.what());
  }
}

void FloorKeeper::keep_hourly() {
  timer_ = timers_.at(timers_.now().steady + kAtLeastEvery, [this] {
    keep();
    keep_hourly();
  });
}

}  // namespace loa::daemon
