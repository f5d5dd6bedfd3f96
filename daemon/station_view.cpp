// What people see of the station.
#include <algorithm>

#include "daemon/station_impl.h"

namespace loa::daemon {

using base::Duration;
using base::Now;
using base::Wall;
using schedules::Occurrence;

namespace {

// How long a command that was not obeyed is told of.
constexpr base::Duration kToldFor = std::chrono::hours{24};

std::vector<ComingFault> still_coming(std::vector<ComingFault> faults, const Now& at) {
  std::erase_if(faults, [&](const ComingFault& fault) { return fault.start < at.wall; });
  return faults;
}

}  // namespace

void Station::Impl::changed() {
  if (change) change();
}

const Live* Station::Impl::live_on_air() const {
  for (const auto& [id, live] : lives) {
    if (live.state == Live::State::on_air || live.state == Live::State::leaving) return &live;
  }
  return nullptr;
}

const Live* Station::Impl::live_under() const {
  for (const auto& [id, live] : lives) {
    if (live.state == Live::State::under) return &live;
  }
  return nullptr;
}

// What is in front: what has the air may still have half a second to its first sound.
const Live* Station::Impl::live_in_front(const Now& at) const {
  const Live* live = live_on_air();
  return live != nullptr && at.steady >= live->on_air_since ? live : live_under();
}

std::optional<OnAir> Station::Impl::on_air(const Now& at) const {
  const Live* live = live_in_front(at);
  if (live == nullptr) return std::nullopt;
  OnAir view;
  view.occurrence = live->subject.occurrence;
  view.title = live->subject.title;
  view.item = player.item_title(live->run);
  view.level = live->subject.level;
  const Live* under = live_under();
  if (under != nullptr && under != live) view.under = under->subject.title;
  view.started = at.wall_at(live->on_air_since);
  view.elapsed = player.position(live->run);
  const Duration content = live->rundown ? live->rundown->length - view.elapsed : Duration{0};
  view.remaining = std::max(Duration{0}, std::min(content, live->air_end - at.steady));
  return view;
}

std::optional<DueSoon> Station::Impl::next_due(const Now& at) const {
  if (!timetable) return std::nullopt;
  const auto start = timetable->next_start(at.wall);
  if (!start) return std::nullopt;
  const auto starting = timetable->starting_in(*start, *start + Duration{1});
  if (starting.empty()) return std::nullopt;
  const Occurrence& first = starting.front();
  const schedules::Slot& slot = *first.slot;
  const schedules::Programme* programme = week->programme(slot.programme);
  return DueSoon{first.id(),
                 slot.id,
                 programme != nullptr ? programme->title : slot.programme,
                 static_cast<int>(slot.level),
                 first.start,
                 first.end,
                 "due",
                 ""};
}

audio::DeviceChange Station::Impl::worst_device() const {
  audio::DeviceChange worst;
  for (const auto& [output, device] : devices) {
    if (!audio::is_worse(device.state, worst.state)) continue;
    worst = device;
    if (!output.empty() && !device.detail.empty()) worst.detail = output + ": " + device.detail;
  }
  return worst;
}

std::vector<std::string> Station::Impl::faults(const Now& at) const {
  std::vector<std::string> faults;
  if (!base::trusted(at.quality)) faults.emplace_back("clock-untrusted");
  if (keeper.next_wakeup()) faults.emplace_back("clock-step");
  if (worst_device().state == audio::DeviceState::lost) faults.emplace_back("device-lost");
  if (lines_lost) faults.emplace_back("amplifier-lost");
  if (player.relay_is_silent()) faults.emplace_back("relay-silent");
  for (std::size_t kind = 0; kind < alarms.size(); ++kind) {
    if (alarms.at(kind)) faults.emplace_back(audio::name_of(static_cast<audio::AlarmKind>(kind)));
  }
  if (recorder.disk_full()) faults.emplace_back("disk-full");
  if (std::ranges::any_of(still_coming(coming_faults, at), is_missing))
    faults.emplace_back("media-missing");
  if (refused) faults.emplace_back("programme-refused");
  if (command_refused && at.steady - *command_refused < kToldFor)
    faults.emplace_back("command-refused");
  if (store.in_safe_mode()) faults.emplace_back("safe-mode");
  if (!timetable) {
    faults.emplace_back("no-schedule");
  } else if (base::trusted(at.quality)) {
    add_faults_of_week(at, faults);
  }
  return faults;
}

void Station::Impl::add_faults_of_week(const Now& at, std::vector<std::string>& faults) const {
  const auto& warrant = week->warrant;
  if (warrant.expires && at.wall >= *warrant.expires) {
    faults.emplace_back("programme-expired");
  } else if (!timetable->next_start(at.wall)) {
    faults.emplace_back("schedule-ended");
  }
  if (warrant.fresh_until && at.wall >= *warrant.fresh_until) {
    faults.emplace_back("programme-stale");
  }
}

StationView Station::view() const {
  const Impl& self = *impl_;
  StationView view;
  view.now = self.timers.now();
  view.now.quality = self.now.quality;
  view.on_air = self.on_air(view.now);
  if (view.on_air) view.on_air->paused = self.arbiter.paused();
  view.next = self.next_due(view.now);
  if (self.week) view.schedule = self.week->id + "." + std::to_string(self.week->version);
  view.schedule_pending = self.pending_week;
  view.amplifier_on = self.amplifier.on();
  const auto device = self.worst_device();
  view.device = device.state;
  view.device_detail = device.detail;
  for (const auto& [output, change] : self.devices) view.devices[output] = change.state;
  view.volume = self.volume;
  view.paused = self.arbiter.paused();
  const auto& policy = self.guard.policy();
  view.policy = policy.id + "." + std::to_string(policy.version);
  view.policy_title = policy.title;
  view.volume_ceiling = self.guard.ceiling(view.now);
  if (self.guard.overridden(view.now)) view.policy_override = self.guard.override_given();
  view.faults = self.faults(view.now);
  view.coming_faults = still_coming(self.coming_faults, view.now);
  return view;
}

std::vector<DueSoon> Station::timeline(date::local_days day) const {
  const Impl& self = *impl_;
  std::vector<DueSoon> entries;
  if (!self.timetable) return entries;
  const Wall from = self.timetable->start_of_day(day);
  const Wall to = self.timetable->start_of_day(day + date::days{1});
  std::map<std::string, journal::Row> results;
  constexpr std::size_t kEnough = 20'000;
  for (journal::Row& row : self.journal.since(from, kEnough)) {
    const std::size_t slash = row.occurrence.find('/');
    if (row.kind != journal::Kind::result || slash == std::string::npos) continue;
    results.insert_or_assign(row.occurrence.substr(slash + 1), std::move(row));
  }
  for (const Occurrence& occurrence : self.timetable->starting_in(from, to)) {
    const schedules::Slot& slot = *occurrence.slot;
    const schedules::Programme* programme = self.week->programme(slot.programme);
    const std::string key = occurrence.key();
    DueSoon entry{occurrence.id(),
                  slot.id,
                  programme != nullptr ? programme->title : slot.programme,
                  static_cast<int>(slot.level),
                  occurrence.start,
                  occurrence.end,
                  "due",
                  ""};
    if (const auto row = results.find(key); row != results.end()) {
      entry.state = name_of(row->second.outcome);
      entry.reason = row->second.reason;
    }
    for (const auto& [id, live] : self.lives) {
      if (live.key == key) entry.state = name_of(live.state);
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace loa::daemon
