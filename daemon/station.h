// The station: one week, one air, one record. Ties the machines together over ports (timers, air,
// library, journal), so that the same class runs in loa-station and, on virtual time, in
// simulation.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/air.h"
#include "base/timers.h"
#include "daemon/amplifier.h"
#include "daemon/ducking.h"
#include "daemon/frame.h"
#include "daemon/library.h"
#include "daemon/lines.h"
#include "daemon/policy_guard.h"
#include "journal/journal.h"
#include "schedules/collisions.h"
#include "schedules/timetable.h"

namespace loa::daemon {

struct StationSettings {
  // Media are decoded ahead, and the device runs on silence, this long before a start.
  base::Duration lead = std::chrono::seconds{4};
  base::Duration fade = std::chrono::milliseconds{200};
  // The device rests this long after the last sound, if nothing is due.
  base::Duration rest_after = std::chrono::seconds{10};
  // The longest that anything played by hand may last.
  base::Duration longest_manual = std::chrono::hours{1};
  Ducking ducking = {};
  // An emergency sounds no softer than this, percent, however far the volume is turned down.
  int emergency_volume = 100;
  // Round what has nothing of the kind, but no emergency and nothing that goes over something.
  Frame frame = {};
  // How long a row that the centre has stays in the journal. What it does not have stays.
  base::Duration keep_rows = std::chrono::hours{24 * 90};
  // The rules; null for none. Their hours are of this zone.
  std::shared_ptr<const schedules::Policy> policy = nullptr;
  // Which the station drives; empty: held to every rule, and every slot is for it.
  std::vector<std::string> clusters = {};
  // They have channels of their own: the k-th is k in an audio::ClusterSet. At most kMostClusters.
  bool clusters_mapped = false;
  std::string zone = "Asia/Ho_Chi_Minh";
  // Whether the board may show the title of what is played by hand, which nobody has signed.
  bool show_unsigned_titles = true;
  // What is switched on before a sound.
  AmplifierSettings amplifier = {};
  std::vector<audio::ClusterSet> amplifier_clusters = {};  // by line, whom it serves; else all
};

// A rule forbids it; what() is in the user's language.
class PolicyRefused : public std::runtime_error {
 public:
  explicit PolicyRefused(Breach breach)
      : std::runtime_error(breach.why.shown()), breach_(std::move(breach)) {}
  const Breach& breach() const { return breach_; }

 private:
  Breach breach_;
};

// Who would speak live cannot have the air at once; what() is in the user's language.
class AirTaken : public std::runtime_error {
 public:
  AirTaken(std::string code, base::Text why)
      : std::runtime_error(why.shown()), code_(std::move(code)), why_(std::move(why)) {}
  const std::string& code() const { return code_; }  // no-air, paused
  const base::Text& why() const { return why_; }

 private:
  std::string code_;
  base::Text why_;
};

// Two broadcasts of level 2 that will collide. Without an answer what begins first goes first.
struct CollisionQuestion {
  schedules::Collision collision;
  std::string answer;  // key of what goes first; "" while nobody has answered
};

// The schedule that is in force and the one that waits for a trusted clock. Durable; blocks.
class ScheduleStore {
 public:
  virtual ~ScheduleStore() = default;
  virtual std::shared_ptr<const schedules::WeeklySchedule> current() = 0;
  virtual std::shared_ptr<const schedules::WeeklySchedule> pending() = 0;
  // Replaces the pending one; throws std::system_error if the disk refuses.
  virtual void set_pending(std::shared_ptr<const schedules::WeeklySchedule> schedule) = 0;
  // The pending one becomes the current one.
  virtual void activate() = 0;
  // The current one is not the newest that was taken: the station kept crashing (start_count.h).
  virtual bool in_safe_mode() const { return false; }
};

// What somebody did, or was kept from doing, that is no sound.
struct Act {
  std::string kind;  // the event: act, act-refused, login, login-refused, logout, people, approval
  std::string what;  // the interface's path, or in words of the record
  std::string by;    // "name/program@address"
  int status = 0;    // of the answer (HTTP)
};

// What is on the air, for people.
struct OnAir {
  std::string occurrence;
  std::string title;
  std::string item;  // title of the item that sounds now; may be empty
  int level = 3;
  base::Wall started{};
  base::Duration elapsed{0};
  base::Duration remaining{0};
  std::string under;  // the title of what plays on lowered under it; "" for nothing
  bool paused = false;
};

struct DueSoon {
  std::string occurrence;
  std::string slot;
  std::string title;
  int level = 3;
  base::Wall start{};
  base::Wall end{};
  std::string state;  // due, waiting, suspended, lowered, on-air, or the outcome's name
  std::string reason;
};

// An item of the next 24 hours that is missing, changed or damaged, or longer than its slot.
struct ComingFault {
  base::Wall start{};     // of its slot
  std::string programme;  // titles
  std::string item;
  std::string code;  // media-missing, media-damaged, media-unsigned, media-longer
  base::Text message;
};

// Whether it is the fault media-missing: what is only too long sounds.
bool is_missing(const ComingFault& fault);

struct StationView {
  base::Now now;
  // Nothing while the clock is not trusted.
  std::optional<base::Wall> trusted_wall() const {
    return base::trusted(now.quality) ? std::optional(now.wall) : std::nullopt;
  }
  std::optional<OnAir> on_air;
  std::optional<DueSoon> next;
  std::string schedule;                                    // "id.version", "" if none
  bool schedule_pending = false;                           // a week waits for a trusted clock
  bool amplifier_on = false;                               // any of its lines is to be on
  audio::DeviceState device = audio::DeviceState::closed;  // the worst, where there are several
  std::string device_detail;
  std::map<std::string, audio::DeviceState> devices;  // each one that was heard of, by its output
  int volume = 100;
  bool paused = false;
  std::string policy;  // "id.version"
  std::string policy_title;
  int volume_ceiling = 100;                       // now, by the policy
  std::optional<PolicyOverride> policy_override;  // in force
  // Stable codes: clock-untrusted, clock-step, device-lost, disk-full, no-schedule, schedule-ended,
  // media-missing, relay-silent, programme-expired, programme-stale, programme-refused,
  // command-refused, safe-mode, silent-air, stuck-tone, not-heard, loopback-lost,
  // amplifier-lost.
  std::vector<std::string> faults;
  std::vector<ComingFault> coming_faults;  // by start; why there is a media-missing
};

// A slogan that the board is to show once its time has come.
struct DueSlogan {
  schedules::Slogan slogan;
  // As signs::Slogan has it. The default ones have 4 while a slot has slogans of its own: they fill
  // the zones that it leaves.
  int level = 3;
  std::optional<base::Wall> from;
  std::optional<base::Wall> until;
};

struct ManualPlay {
  std::string title;
  ReadyMedia media;
  int level = 3;
  std::string by;  // who asked, for the journal
  // Somebody speaks: it begins at once or not at all, and is over when it has to leave the air.
  bool live = false;
  // Over what plays, which is lowered meanwhile; no less than level 2.
  bool over = false;
  // Where it is to be heard, by the names of clusters that have channels of their own; empty: in
  // all.
  std::vector<std::string> clusters = {};
};

class Station {
 public:
  // Does nothing before start(). All ports outlive the station. One thread, that of `timers`.
  // `lines`: as many as the settings have; null where they have none.
  Station(StationSettings settings, base::Timers& timers, audio::Air& air, Library& library,
          journal::Journal& journal, ScheduleStore& schedules, Lines* lines = nullptr);
  // Writes nothing: it may go away at any moment, as in a power cut.
  ~Station();
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;

  // Records the boot, settles what a power cut left open, and begins to run the week.
  void start();
  // An orderly end: fades what is on, records its result and why.
  void shut_down(const std::string& reason);

  // The owner calls these: when the wall clock was stepped or its quality may have changed, and for
  // each event of the air.
  void clock_changed();
  void cue_started(const audio::CueStarted& event);
  void cue_ended(const audio::CueEnded& event);
  void device_changed(const audio::DeviceChange& event);
  void relay_changed(const audio::RelayChange& event);
  // Asks the library again for everything of the next 24 hours: once a minute, and when the media
  // may have changed.
  void look_at_coming_media();
  void air_alarm(const audio::AirAlarm& alarm);
  void lines_changed(const LinesChange& event);

  // Takes a week that read_schedule found free of errors. What is on the air goes on. It comes into
  // force now, or when the clock is trusted. Throws std::system_error if it cannot be kept.
  void load(std::shared_ptr<const schedules::WeeklySchedule> schedule);
  // Something came that must not be believed (`code`: a problem's): recorded, and a fault until a
  // week is taken.
  void note_refused(const std::string& code, const std::string& by);
  // The centre gave something else than the audio file that was signed.
  void note_wrong_media(const std::string& path, const std::string& sha256);
  // The centre has put aside a row of the record: it is not what its hash says.
  void note_refused_row(std::uint64_t epoch, std::uint64_t seq);
  // A live command came (`told`: JSON, for the record), or one that must not be obeyed, which is a
  // fault for a day or until one is obeyed.
  void note_command(const std::string& told);
  void note_refused_command(const std::string& code, const std::string& by);

  // Into the record.
  void note_act(const Act& act);

  // By hand. play() returns the occurrence id ("manual/..."); throws PolicyRefused, and
  // AirTaken for what is live.
  std::string play(const ManualPlay& request);
  void stop(bool all, const std::string& by);
  // Takes away one that was put on by hand, for `reason`; one that is over is ignored.
  void withdraw(const std::string& occurrence, const std::string& reason);
  // Of one that was put on by hand: whether its first sound has come. Nothing once it is over.
  std::optional<bool> has_begun(const std::string& occurrence) const;
  void pause(const std::string& by);
  void resume(const std::string& by);
  void set_volume(int percent, const std::string& by);  // 0..100

  // The policy does not hold until then; the record says who and why. Ends by itself. Throws
  // journal::DiskFull if it cannot be kept.
  void override_policy(const PolicyOverride& wanted, const std::string& by);
  bool end_override(const std::string& by);  // false if there was none
  const schedules::Policy& policy() const;
  // The collisions of the next seven days.
  std::vector<CollisionQuestion> collisions() const;
  // `first`: the key of what goes first. False if there is no such question. Durable.
  bool answer_collision(const std::string& id, const std::string& first, const std::string& by);

  StationView view() const;
  // The local day's occurrences with what became of them, by start.
  std::vector<DueSoon> timeline(date::local_days day) const;
  // For the board: the slogans of the slot that is on the air, no less urgent than the slot itself,
  // and the default ones. An emergency without slogans is announced by its title. Empty without a
  // schedule or a trusted clock.
  std::vector<DueSlogan> slogans() const;
  // What the board may call what is on the air; "" if nothing is, or if that must not be shown.
  std::string title_on_board() const;
  const schedules::Timetable* timetable() const;

  // Called after anything in view() or slogans() changed, and after rows were recorded.
  void on_change(std::function<void()> callback);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::daemon
