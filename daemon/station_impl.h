// The inside of the station; only station*.cpp include it. One part a file: station_plan (what
// comes), station_air (what has the air), station_clock (time and boot), station_hand (by hand),
// station_media, station_amplifier, station_view.
#pragma once

#include <array>
#include <map>
#include <set>

#include "daemon/amplifiers.h"
#include "daemon/live.h"
#include "daemon/policy_guard.h"
#include "daemon/station.h"
#include "daemon/timekeeper.h"

namespace loa::daemon {

struct Station::Impl {
  // The arbiter is asked this long before a nominal start, so that what loses the air has faded out
  // by then: the sound device's buffer (300 ms) is heard to its end before a fade begins.
  static constexpr base::Duration kHandover = std::chrono::milliseconds{500};
  // From nothing to the first sound: a decoder must be started, and a buffer is ahead (kCueLead).
  static constexpr base::Duration kSpinUp = Player::kSpinUp;
  // A slot is at most 24 h long, and may begin a grace later: what started before is surely over.
  static constexpr base::Duration kLongestOpen = std::chrono::hours{50};
  static constexpr base::Duration kLookAgain = std::chrono::minutes{10};
  static constexpr base::Duration kArmAgain = std::chrono::milliseconds{500};
  // After a boot the library needs a moment for each file; a start in it waits so long at most.
  static constexpr base::Duration kMediaAfterBoot = std::chrono::seconds{5};
  static constexpr base::Duration kAskForMedia = std::chrono::milliseconds{100};
  static constexpr base::Duration kRetryDisk = std::chrono::seconds{10};

  // Open intents of an earlier boot, kept by occurrence key: a new version of the week changes the
  // id.
  struct Torn {
    std::string occurrence;
    base::Wall nominal{};
  };

  Impl(StationSettings settings, base::Timers& timers, audio::Air& air, Library& library,
       journal::Journal& journal, ScheduleStore& store, Lines* lines);
  ~Impl();

  // station_clock: what time it is, and what a boot finds.
  base::Now observe();
  void note_step(const ClockStep& step, const base::Now& now);
  void retime_all(const base::Now& now);
  void note_boot(const base::Now& now);
  void note_safe_mode(const base::Now& now);
  void close_torn_by_hand(const base::Now& now);
  void close_torn(const Torn& intent, const base::Now& now);
  void remember_settled();

  // station_plan: from the timetable to lives.
  void plan();
  void plan_trusted(const base::Now& now);
  void settle(const base::Now& now);
  void settle_range(base::Wall from, base::Wall to, const base::Now& now, bool may_settle);
  bool known(const schedules::Occurrence& occurrence) const;
  bool still_open(const schedules::Occurrence& occurrence, const base::Now& now) const;
  std::string why_missed(base::Wall start, const base::Now& now) const;
  void arrive(const schedules::Occurrence& occurrence, const base::Now& now);
  void close_torn_intents(const base::Now& now);
  void activate_pending(const base::Now& now);
  void prune_old_rows(const base::Now& now);
  void enter_due(const base::Now& now);
  void enter(Live& live, const base::Now& now);
  bool awaits_media(const Live& live, const base::Now& now) const;
  void refresh_rundown(Live& live);
  Rundown rundown_of(const Live& live, const schedules::Programme& programme) const;
  void wake_at_next(const base::Now& now);
  std::optional<base::Steady> next_deadline(const base::Now& now) const;
  void rest_if_idle(const base::Now& now);

  // station_hand
  void must_have_air(const ManualPlay& request) const;

  // station_air: carrying out what the arbiter says.
  void apply(const Arbiter::Actions& actions);
  void apply(const AirAction& action);
  void take_air(Live& live, bool again);
  void arm(Live& live);
  void disarm(Live& live);
  void fail_ahead(Live& live);
  void disarm_others(const Live& live);
  void begin_run(Live& live, base::Steady start, base::Duration offset);
  void put_under(Live& live);
  void lift(Live& live);
  void note_level(const char* event, const Live& live, const std::string& over);
  static void end_low(Live& live, base::Steady at);
  void leave(Live& live, const std::string& reason);
  Ending ending_of(const Live& live, const std::string& why) const;
  void conclude(std::string id, std::string why);
  Live* by_run(const std::string& run);
  void item_played(const ItemPlayed& item);
  void item_over(const std::string& run);
  void run_over(const std::string& run);
  void halted(const std::string& run);

  // station_rules: the policy at run, overrides, the order of what collides.
  void keep(const char* name, const std::string& value);
  void note_policy(const base::Now& now);
  void recall_rules();
  Sounding sounding_of(const Live& live) const;
  const Live* sounding() const;
  const Live* at_its_limit(const base::Now& now) const;
  void note_sound(const base::Now& now);
  std::optional<PolicyLimit> limit_of(const Live& live, const base::Now& now) const;
  void police(const base::Now& now);
  std::optional<Breach> breach_of(const Live& live, const base::Now& now) const;
  void note_exemption(Subject& subject) const;
  std::optional<Breach> breach_by_hand(Live& live, const base::Now& now) const;
  schedules::Programme within_relay_limit(Live& live, schedules::Programme programme) const;
  void set_gain(const base::Now& now);
  void end_override_in_time(const base::Now& now);
  void end_override(const base::Now& now, const std::string& by);
  std::string session_name(const schedules::Occurrence& occurrence) const;
  PlannedRest planned_rest(const base::Now& now) const;
  int order_of(const schedules::Occurrence& occurrence) const;

  // station_media: what will not sound, said while it can still be mended.
  std::vector<ComingFault> look_ahead(const base::Now& now) const;
  void read_coming_again(const base::Now& now);

  // station_amplifier: what is behind the sound card is on when something sounds.
  void amplify();
  AmplifierDemand amplifier_demand(const base::Now& now, audio::ClusterSet clusters) const;
  std::optional<base::Steady> next_planned_sound(const base::Now& now,
                                                 audio::ClusterSet clusters) const;
  base::Steady earliest_sound(base::Steady now, audio::ClusterSet clusters) const;
  audio::ClusterSet clusters_of(const schedules::Slot& slot) const;
  audio::ClusterSet clusters_of(const std::vector<std::string>& names) const;

  // station_view
  audio::DeviceChange worst_device() const;
  std::vector<std::string> faults(const base::Now& now) const;
  void add_faults_of_week(const base::Now& now, std::vector<std::string>& faults) const;
  std::optional<DueSoon> next_due(const base::Now& now) const;
  std::optional<OnAir> on_air(const base::Now& now) const;
  const Live* live_on_air() const;
  const Live* live_under() const;
  const Live* live_in_front(const base::Now& now) const;
  void changed();

  StationSettings settings;
  base::Timers& timers;
  audio::Air& air;
  Library& library;
  journal::Journal& journal;
  ScheduleStore& store;
  Lines* lines;
  Timekeeper keeper;
  Arbiter arbiter;
  PolicyGuard guard;
  Amplifiers amplifier;
  Recorder recorder;
  Player player;

  std::shared_ptr<const schedules::WeeklySchedule> week;  // in force; null if none
  std::unique_ptr<schedules::Timetable> timetable;        // of it
  bool pending_week = false;
  bool refused = false;  // something was not believed since the last week was taken
  std::optional<base::Steady> command_refused;  // when, the last one since one was obeyed
  std::map<std::string, Live> lives;            // by occurrence id
  std::map<std::string, Torn> torn;
  std::string torn_reason = "power-lost";
  std::optional<base::Wall> settled;    // all starts before it are in hand or done
  std::optional<base::Wall> held_from;  // what a suspicious clock jumped over
  std::optional<ClockStep> last_step;
  base::Now now{};  // the last observation
  base::Steady booted{};
  base::Steady last_sound{};
  base::Steady prune_next = base::Steady::min();
  std::map<std::string, audio::DeviceChange> devices;  // by its output
  bool lines_lost = false;
  std::vector<ComingFault> coming_faults;  // as of the last look
  // Up to when, and of which week, the files of what comes have been read again.
  base::Wall read_again_until{};
  std::shared_ptr<const schedules::WeeklySchedule> read_again_of;
  std::array<bool, audio::kAlarmKinds> alarms{};
  bool awake = false;
  bool started = false;
  bool shutting_down = false;
  int volume = 100;
  int gain_percent = -1;  // what the sound was told last
  bool sessions_recalled = false;
  schedules::CollisionAnswers answers;
  std::uint64_t runs = 0;
  base::Timers::Id timer = 0;
  std::function<void()> change;
};

}  // namespace loa::daemon
