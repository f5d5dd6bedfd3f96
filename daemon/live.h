// An occurrence between its lead time and its result.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/arbiter.h"
#include "daemon/recorder.h"
#include "daemon/rundown.h"
#include "schedules/timetable.h"

namespace loa::daemon {

struct Live {
  enum class State {
    due,      // recorded as intent; its start has not come
    waiting,  // asks for the air
    on_air,
    under,      // plays on, lowered, under what is on the air
    suspended,  // pre-empted or paused; comes back
    leaving,    // fades out; its result follows
  };

  Subject subject;
  std::string key;      // schedules::Occurrence::key; "" by hand
  std::string session;  // the planned session that it is of (policy_guard.h); "" by hand
  int order = 0;        // among what collides with it at level 2
  Source source = Source::schedule;
  bool once = false;  // Bid::once
  bool over = false;  // Bid::over
  schedules::StartRule start_rule;
  schedules::LateRule late_rule;
  base::Wall start{};  // nominal
  base::Wall end{};    // nominal
  // The same on the steady clock, as it runs now; by hand these are what counts.
  base::Steady steady_start{};
  base::Steady steady_end{};
  std::shared_ptr<const schedules::WeeklySchedule> week;  // null by hand
  std::string programme;
  std::vector<std::string> slogans;
  audio::ClusterSet clusters = audio::kAllClusters;  // 0: it is for other stations' clusters

  State state = State::due;
  std::shared_ptr<const Rundown> rundown;
  std::string run;             // Run::id while the player has it; "" otherwise
  base::Duration position{0};  // in the rundown, while off the air
  bool interrupted = false;    // a power cut or restart tore it
  bool joined_late = false;
  std::string suspended_for;   // reason, while off the air
  std::string skipped_for;     // the reason why it came back further on than where it had left
  bool clipped = false;        // its content is longer than its slot
  bool relay_limited = false;  // a relay of it is cut at the policy's limit
  int failed_ahead = 0;        // how often what was placed for its start died before it
  base::Steady on_air_since{};
  base::Steady air_end{};                 // off the air by then
  base::Steady sound_begin{};             // of what the player has: its first sound
  base::Steady sound_end{};               // its content is over by then, or it is off the air
  std::string leaves_for;                 // reason, while leaving
  std::optional<base::Steady> low_since;  // while under something
  Tally tally;
};

// What the occurrence asks for at the arbiter. `handover`: how long before its nominal start.
Bid bid_for(const Live& live, base::Duration handover);

// Where its content goes on when it comes back to the air at `at`, `position` being where it left.
base::Duration resume_offset(const Live& live, base::Steady at);

// How much of its content a start at `at` skips: the late rule's join. Zero if it is not late.
base::Duration join_offset(const Live& live, base::Steady at);

// The same for the first time that it has the air: what begins late, and would begin with its
// opening, begins after it.
base::Duration first_offset(const Live& live, base::Steady at);

Live live_from(const schedules::Occurrence& occurrence,
               std::shared_ptr<const schedules::WeeklySchedule> week, const base::Now& now);

// Sets the steady times from the wall times, after the clock was stepped.
void retime(Live& live, const base::Now& now);

// Has the air, alone or under something.
constexpr bool sounds(Live::State state) {
  return state == Live::State::on_air || state == Live::State::under;
}
std::string_view name_of(Live::State state);

}  // namespace loa::daemon
