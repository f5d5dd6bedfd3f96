#include "daemon/clock_floor.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "base/clock.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

constexpr auto kName = "wall";
constexpr auto kByCentre = "wall-by-centre";
constexpr base::Duration kAtLeastEvery = std::chrono::hours{1};
// The centre's word that differs by less is not worth a write.
constexpr base::Duration kWorthWriting = std::chrono::hours{1};

base::Wall wall_kept(const journal::Journal& journal, const char* name) {
  const auto text = journal.remembered(name);
  const auto kept = text ? base::from_rfc3339(*text) : std::nullopt;
  return kept.value_or(base::Wall{});
}

// A row says when it was written. Behind the newest ones the hourly note is no older.
base::Wall wall_recorded(const journal::Journal& journal) {
  constexpr std::size_t kLookedAt = 20;
  base::Wall latest{};
  for (const auto& row : journal.newest(kLookedAt))
    if (base::trusted(row.quality)) latest = std::max(latest, row.wall);
  return latest;
}

}  // namespace

base::Wall clock_floor(const journal::Journal& journal) {
  return std::max({wall_kept(journal, kName), wall_recorded(journal), base::time_of_program()});
}

base::Wall certificate_floor(const journal::Journal& journal) {
  const auto own = clock_floor(journal);
  return std::clamp(wall_kept(journal, kByCentre), own, own + kCentreLead);
}

protocol::TimeBounds certificate_time(const base::Now& now, base::Wall floor) {
  if (base::trusted(now.quality)) return {now.wall, now.wall};
  return {floor, std::nullopt};
}

FloorKeeper::FloorKeeper(base::Timers& timers, journal::Journal& journal)
    : timers_(timers),
      journal_(journal),
      known_(clock_floor(journal)),
      known_at_(timers.now().steady) {
  keep_hourly();
}

FloorKeeper::~FloorKeeper() { timers_.cancel(timer_); }

void FloorKeeper::heard(base::Wall time) {
  if (base::trusted(timers_.now().quality)) return;
  if (time - certificate_floor(journal_) < kWorthWriting) return;
  remember(kByCentre, time);
}

void FloorKeeper::keep() {
  const auto now = timers_.now();
  if (base::trusted(now.quality)) {
    known_ = now.wall;
    known_at_ = now.steady;
    // What the centre said too much does not outlive a clock that is right.
    if (wall_kept(journal_, kByCentre) > now.wall) remember(kByCentre, now.wall);
  }
  remember(kName, known_ + (now.steady - known_at_));
}

void FloorKeeper::remember(const char* name, base::Wall time) {
  try {
    journal_.remember(name, base::to_rfc3339(time));
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
