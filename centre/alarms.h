// What needs a person: which alarms there are, by what is known of the stations. Pure; the time
// comes in. docs/van-hanh.md tells the operator what each means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "centre/fleet.h"
#include "centre/store.h"

namespace loa::centre {

// A station whose clock is further from the centre's needs a person.
inline constexpr std::chrono::seconds kClockMayDiffer{30};
// Below it a station begins to clear away what it can do without (docs/cai-dat.md).
inline constexpr std::uint64_t kLeastFree = 256UL * 1024 * 1024;

// What is wrong with a station now: codes offline, sound, clock, disk, heat, refused, and what it
// says beyond that. Nothing for one that never called or was shut out. A station that is not heard
// is only offline: what it said last may be over.
std::vector<AlarmKey> conditions_of(const StationRecord& station, const StationState& state);

// What a row tells that no later one takes back: codes missed-slot, failed-to-sound. Of old rows
// that come late nothing, `now` by the centre's clock.
std::optional<Alarm> alarm_of(const journal::Row& row, base::Wall now);

struct AlarmChanges {
  std::vector<AlarmKey> begun;
  std::vector<AlarmKey> over;
};
// `open`: the alarms that are not over. Those of rows are nobody's condition and stay.
AlarmChanges changes(const std::vector<AlarmKey>& conditions, const std::vector<Alarm>& open);

// For people: "Xã Phú Vân: mất liên lạc".
base::Text words_of(const Alarm& alarm, const std::string& station_name);

struct WordedAlarm {
  Alarm alarm;
  base::Text words;
};

// When what could not be told is tried again: 15 s, then twice as long each time, up to an hour.
class RetryPause {
 public:
  void succeeded() { failures_ = 0; }
  void failed(base::Steady now);
  bool may(base::Steady now) const { return failures_ == 0 || now >= next_; }

 private:
  int failures_ = 0;
  base::Steady next_{};
};

}  // namespace loa::centre
