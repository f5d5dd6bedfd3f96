// Decides what has the air: a machine without I/O. One total order (level, source, start, id), and
// a stack of what was pre-empted. docs/arbiter.md has the rules as a table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "schedules/model.h"

namespace loa::daemon {

// Who asks for the air. By hand goes before the schedule at the same level.
enum class Source { hand = 0, schedule = 1 };

struct Bid {
  std::string id;
  int level = 3;  // 1 khẩn cấp, 2 ưu tiên, 3 thông thường
  Source source = Source::schedule;
  int order = 0;  // among equal levels and sources a lower one is of better rank (level 2 only)
  base::Steady start{};
  base::Steady start_by{};  // if it could not begin until then, it is late and does not begin
  base::Steady end{};       // off the air by then
  schedules::StartRule start_rule;
  bool once = false;  // off the air it is over: somebody speaks, and will not when it comes back
  // Goes over what plays, which is lowered meanwhile, instead of taking the air from it. Not of
  // level 1, which always cuts.
  bool over = false;
};

struct AirAction {
  enum class Kind {
    start,    // goes on the air for the first time
    resume,   // back on the air from the stack
    suspend,  // off the air, onto the stack
    hold,     // may end its current item, but not begin another
    release,  // the hold is off
    lower,    // plays on, lowered, under what has just got the air
    lift,     // has the air alone again, as loud as before
    finish,   // leaves for good, for `reason`
  };
  Kind kind = Kind::start;
  std::string id;
  std::string reason;  // late, no-air, pre-empted, cut, paused, or what withdraw() said
  friend bool operator==(const AirAction&, const AirAction&) = default;
};

class Arbiter {
 public:
  using Actions = std::vector<AirAction>;

  // A bid whose start is in the future waits for it. An id that is known already is ignored.
  Actions arrive(base::Steady now, const Bid& bid);
  // Its content is over, or cannot be sounded.
  Actions ended(base::Steady now, const std::string& id);
  // One of its items is over and another would begin.
  Actions item_ended(base::Steady now, const std::string& id);
  // Taken away: `reason` comes back in the finish action.
  Actions withdraw(base::Steady now, const std::string& id, const std::string& reason);
  // Taken back without a word: it will arrive again with other times.
  void forget(const std::string& id) { remove(id); }
  // While paused only level 1 sounds.
  Actions pause(base::Steady now, bool paused);
  // Time went on.
  Actions tick(base::Steady now);

  std::optional<base::Steady> next_wakeup(base::Steady now) const;
  // What has the air; not what plays under it.
  const Bid* on_air() const;
  bool paused() const { return paused_; }

 private:
  // At most one is on the air, and at most one under it.
  enum class State { waiting, on_air, under, suspended };
  struct Entry {
    Bid bid;
    State state = State::waiting;
    bool item_over = false;  // on air: its current item is over (next may come)
    bool held = false;
    bool lowered = false;  // as was said last
  };

  static bool sounds(const Entry& entry) {
    return entry.state == State::on_air || entry.state == State::under;
  }
  Entry* find(const std::string& id);
  Entry* in_state(State state);
  Entry* on_air_entry() { return in_state(State::on_air); }
  void remove(const std::string& id);
  void expire(base::Steady now, Actions& actions);
  void pause_what_must(Actions& actions);
  Entry* best_candidate(base::Steady now, bool over);
  bool goes_before(const Entry& a, const Entry& b) const;
  bool outranks(const Entry& challenger, const Entry& current) const;
  bool may_take_over_now(const Entry& challenger, const Entry& current, base::Steady now) const;
  void hold(Entry& current, bool held, Actions& actions);
  void give_air(Entry& entry, Actions& actions);
  void take_air_from(const std::string& current, const Bid& winner, Actions& actions);
  void make_room(Entry& current, const Entry& challenger, Actions& actions);
  void put_aside(Entry& current, const std::string& reason, Actions& actions);
  void surface();
  bool take_turn(base::Steady now, bool over, Actions& actions);
  void hold_for_who_waits(base::Steady now, Actions& actions);
  void set_level(Actions& actions);
  Actions arbitrate(base::Steady now);

  std::vector<Entry> entries_;
  bool paused_ = false;
};

}  // namespace loa::daemon
