// What stands behind the sound card is on when something sounds.
#include <algorithm>

#include "daemon/station_impl.h"
#include "schedules/slot_clusters.h"

namespace loa::daemon {

using base::Now;
using base::Steady;
using base::Wall;

namespace {

// Of a week that has more than these within a minute before its own, nobody could hear anything.
constexpr int kStartsAhead = 64;

}  // namespace

void Station::Impl::amplify() {
  if (lines == nullptr) return;
  const bool was_on = amplifier.on();
  // Later than when the plan began, which may have waited for the disk meanwhile.
  const Now at = timers.now();
  for (const auto& [line, on] : amplifier.step(
           at.steady, [&](audio::ClusterSet set) { return amplifier_demand(at, set); })) {
    lines->set(line, on);
  }
  if (amplifier.on() == was_on) return;
  recorder.event(observe(), was_on ? "amplifier-off" : "amplifier-on");
}

AmplifierDemand Station::Impl::amplifier_demand(const Now& at, audio::ClusterSet clusters) const {
  AmplifierDemand demand;
  const auto expect = [&](Steady when) {
    if (!demand.next || when < *demand.next) demand.next = when;
  };
  for (const auto& [id, live] : lives) {
    if ((live.clusters & clusters) == 0) continue;
    const bool on_air = sounds(live.state) || live.state == Live::State::leaving;
    if (on_air && live.sound_begin <= at.steady) {
      demand.sounding = true;
    } else if (on_air) {
      expect(live.sound_begin);
    } else if (live.state == Live::State::due && (!arbiter.paused() || live.subject.level == 1)) {
      expect(live.steady_start);
    }
  }
  if (const auto planned = next_planned_sound(at, clusters)) expect(*planned);
  return demand;
}

// Of what is further away than the lead time.
std::optional<Steady> Station::Impl::next_planned_sound(const Now& at,
                                                        audio::ClusterSet clusters) const {
  if (!timetable || !base::trusted(now.quality)) return std::nullopt;
  const auto sounds = [&](const schedules::Occurrence& one) {
    const bool here = (clusters_of(*one.slot) & clusters) != 0;
    return here && (!arbiter.paused() || one.slot->level == schedules::Level::emergency);
  };
  // What starts before it may be for others, who need nothing of these lines.
  Wall from = std::max(settled.value_or(at.wall), at.wall);
  for (int looked = 0; looked < kStartsAhead; ++looked) {
    const auto start = timetable->next_start(from);
    if (!start) return std::nullopt;
    from = *start + base::Duration{1};
    if (std::ranges::any_of(timetable->starting_in(*start, from), sounds))
      return at.steady_at(*start);
  }
  return std::nullopt;
}

// The moment at which what nobody has planned may begin.
Steady Station::Impl::earliest_sound(Steady at, audio::ClusterSet clusters) const {
  return std::max(at + kSpinUp, amplifier.ready_at(at, clusters));
}

// 0 for a slot that is none of this station's.
audio::ClusterSet Station::Impl::clusters_of(const schedules::Slot& slot) const {
  return schedules::is_for(slot, settings.clusters) ? clusters_of(slot.clusters) : 0;
}

audio::ClusterSet Station::Impl::clusters_of(const std::vector<std::string>& names) const {
  if (!settings.clusters_mapped || names.empty()) return audio::kAllClusters;
  audio::ClusterSet set = 0;
  for (std::size_t i = 0; i < settings.clusters.size(); ++i) {
    const bool named = std::ranges::find(names, settings.clusters[i]) != names.end();
    if (named) set |= audio::ClusterSet{1} << i;
  }
  return set;
}

}  // namespace loa::daemon
