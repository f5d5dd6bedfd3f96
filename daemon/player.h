// Sounds rundowns: places the cues of what is on the air, each ahead of its time, and keeps the
// tally.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audio/air.h"
#include "base/timers.h"
#include "daemon/rundown.h"

namespace loa::daemon {

// What became of one item.
struct ItemPlayed {
  std::string run;
  std::string title;
  std::string content;  // SHA-256, hexadecimal
  std::string reason;   // completed, stopped, or what failed
  std::string detail;   // English, for the technician
  std::optional<base::Steady> first_frame;
  base::Steady due{};
  std::uint64_t frames_due = 0;
  std::uint64_t frames_played = 0;
  std::uint64_t frames_dropped = 0;
  std::uint64_t underruns = 0;
  float peak = 0.0F;
  std::uint64_t frames_replaced = 0;      // of frames_played: of what stood in for a relay
  std::uint64_t calls_failed = 0;         // of a relay
  std::optional<double> sender_ppm = {};  // audio::CueEnded
  audio::CueProof proof = {};
};

// What has the air: a rundown from `offset` on, whose first sound is due at `start`, cut at `end`.
struct Run {
  std::string id;
  std::shared_ptr<const Rundown> rundown;
  base::Steady start{};
  base::Duration offset{0};
  base::Steady end{};
  audio::ClusterSet clusters = audio::kAllClusters;
};

struct PlayerEvents {
  std::function<void(const ItemPlayed&)> item_played;
  // An item of the run is over, and another follows at once or has been held back.
  std::function<void(const std::string& run)> item_over;
  // The run's content is over by itself: all its cues have ended. Not called after halt().
  std::function<void(const std::string& run)> run_over;
  // All cues have ended after halt().
  std::function<void(const std::string& run)> halted;
};

// One thread. Runs may overlap for as long as one fades out. An item that ends before its time,
// because its file is damaged, leaves no dead air: what follows it moves forward.
class Player {
 public:
  // The time from a decision to sound: a decoder starts and reads ahead.
  static constexpr base::Duration kSpinUp = std::chrono::milliseconds{500};

  Player(base::Timers& timers, audio::Air& air, Library& library, base::Duration lead,
         PlayerEvents events);
  // Cancels its timers; the air is left as it is.
  ~Player();

  // Places what is due within the lead time at once, the rest when its time comes. Before its start
  // a run makes no sound, and may be halted without a trace.
  void run(const Run& run);
  // Fades the run out and places nothing more of it. Returns the position in the rundown that was
  // reached. `halted` follows, also for a run that is unknown.
  base::Duration halt(const std::string& id, base::Duration fade);
  // No further item of the run begins, until release().
  void hold(const std::string& id);
  void release(const std::string& id);

  // All of the run that sounds, and what is still to come of it. An unknown run is ignored.
  void lower(const std::string& id, const audio::Lowering& lowering);

  bool knows(const std::string& id) const { return runs_.contains(id); }
  base::Duration position(const std::string& id) const;
  // The title of the item that sounds now; "" between items.
  std::string item_title(const std::string& id) const;

  // The run and the title of a cue that has not ended; nothing for any other.
  std::optional<std::pair<std::string, std::string>> whose(audio::CueId cue) const;

  void cue_started(const audio::CueStarted& event);
  void cue_ended(const audio::CueEnded& event);
  void relay_changed(const audio::RelayChange& event);
  // A relay is on the air, and its own sound is missing.
  bool relay_is_silent() const { return !silent_relays_.empty(); }

 private:
  struct Placed {
    std::size_t item = 0;
    base::Steady due{};
    std::optional<base::Steady> first_frame;
  };
  struct Active {
    Run run;
    std::size_t next_item = 0;  // the next one to place
    std::map<audio::CueId, Placed> cues;
    base::Timers::Id timer = 0;
    bool halting = false;
    bool held = false;
    std::optional<audio::Lowering> lowering;  // the last one
  };

  base::Steady item_start(const Active& active, std::size_t item) const;
  void place_due(const std::string& id);
  void place(Active& active, std::size_t item);
  void take_back_after(Active& active, base::Steady when);
  void close_gap(Active& active, std::size_t item);
  void report_missing(const Active& active, const RundownItem& item, const MissingMedia& missing);
  bool all_over(const Active& active) const;
  void finish_if_over(const std::string& id);
  void later(base::Steady when, const std::string& id);
  void soon(std::function<void()> what);

  base::Timers& timers_;
  audio::Air& air_;
  Library& library_;
  base::Duration lead_;
  PlayerEvents events_;
  audio::CueId last_cue_ = 0;
  std::map<std::string, Active> runs_;
  std::map<audio::CueId, std::string> owner_;
  std::set<audio::CueId> silent_relays_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);  // callbacks ask it whether to run
};

}  // namespace loa::daemon
