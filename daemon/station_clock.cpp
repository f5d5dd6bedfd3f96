// What time it is for the station, and what a boot finds.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "daemon/station_impl.h"

namespace loa::daemon {

using base::Duration;
using base::Now;
using base::Wall;

namespace {

constexpr const char* kSettled = "settled";
constexpr const char* kClean = "clean-stop";
constexpr const char* kVolume = "volume";

std::optional<std::int64_t> integer_in(const std::optional<std::string>& text) {
  std::int64_t value = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return value;
}

std::optional<Wall> wall_in(const std::optional<std::string>& text) {
  const auto ns = integer_in(text);
  return ns ? std::optional(Wall{Duration{*ns}}) : std::nullopt;
}

}  // namespace

Station::Impl::Impl(StationSettings wanted, base::Timers& clock, audio::Air& sound, Library& media,
                    journal::Journal& record, ScheduleStore& weeks, Lines* outputs)
    : settings(wanted),
      timers(clock),
      air(sound),
      library(media),
      journal(record),
      store(weeks),
      lines(outputs),
      keeper(wall_in(record.remembered(kSettled))),
      guard(wanted.policy ? wanted.policy : schedules::policy_preset("open"), wanted.clusters,
            wanted.zone),
      amplifier(wanted.amplifier, wanted.amplifier_clusters),
      recorder(record),
      player(clock, sound, media, wanted.lead,
             {[this](const ItemPlayed& item) { item_played(item); },
              [this](const std::string& run) { item_over(run); },
              [this](const std::string& run) { run_over(run); },
              [this](const std::string& run) { halted(run); }}) {}

Station::Impl::~Impl() { timers.cancel(timer); }

Now Station::Impl::observe() {
  const Timekeeper::Observation seen = keeper.observe(timers.now());
  now = seen.now;
  if (seen.step) note_step(*seen.step, now);
  return now;
}

void Station::Impl::note_step(const ClockStep& step, const Now& at) {
  last_step = step;
  recorder.event(at, "clock-step",
                 fmt::format(R"({{"fromNs":{},"toNs":{}}})", step.from.time_since_epoch().count(),
                             step.to.time_since_epoch().count()));
  base::log(base::LogLevel::warning,
            fmt::format("the wall clock was stepped by {} ms", step.by.count() / 1'000'000));
  // Whatever the old clock had not yet reached is looked at again.
  if (settled && at.wall < *settled) settled = at.wall;
  if (held_from && at.wall < *held_from) held_from.reset();
  retime_all(at);
}

void Station::Impl::retime_all(const Now& at) {
  for (auto& [id, live] : lives) {
    if (live.source == Source::hand) continue;
    if (live.state == Live::State::due) {
      disarm(live);
      retime(live, at);
    } else if (live.state == Live::State::waiting) {
      // It waits again from its new start on; what is on the air stays on the steady clock.
      retime(live, at);
      arbiter.forget(id);
      live.state = Live::State::due;
    }
  }
}

void Station::Impl::note_boot(const Now& at) {
  const bool clean = journal.remembered(kClean) == "1";
  torn_reason = clean ? "station-stopped" : "power-lost";
  if (clean) journal.remember(kClean, "0");
  settled = wall_in(journal.remembered(kSettled));
  for (const journal::Row& row : journal.open_intents()) {
    const std::string key = row.occurrence.substr(row.occurrence.find('/') + 1);
    torn[key] = {row.occurrence, row.nominal.value_or(row.wall)};
    if (settled && row.nominal) settled = std::min(*settled, *row.nominal);
  }
  if (const auto kept = integer_in(journal.remembered(kVolume))) {
    volume = static_cast<int>(std::clamp<std::int64_t>(*kept, 0, 100));
  }
  // A station that is new has not been cut.
  recorder.event(at, clean || journal.opened().created ? "boot" : "boot-after-cut",
                 fmt::format(R"({{"salvaged":{}}})", journal.opened().salvaged));
}

void Station::Impl::note_safe_mode(const Now& at) {
  const auto id = week ? fmt::format("{}.{}", week->id, week->version) : "";
  recorder.event(at, "safe-mode", nlohmann::json{{"schedule", id}}.dump());
}

void Station::Impl::remember_settled() {
  // While results wait for space on the disk, a power cut must find their starts unsettled.
  if (!settled || !recorder.flush()) return;
  const Wall from = held_from ? std::min(*held_from, *settled) : *settled;
  // An older mark only makes the next boot look at more of the past.
  journal.remember_later(kSettled, std::to_string(from.time_since_epoch().count()));
}

}  // namespace loa::daemon
