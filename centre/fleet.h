// Who was heard of when: the last report of each station. A machine without I/O; the clock comes
// in.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "protocol/messages.h"

namespace loa::centre {

// Reports come every 30 s: two may be lost on the way.
inline constexpr std::chrono::seconds kSilentAfter{90};
// How old what is on the disk may be. Status is not worth a commit each time.
inline constexpr std::chrono::minutes kKeepEvery{5};

// Where several centres show one fleet, each reads what the others heard from the database: then
// what it hears itself is written this soon.
inline constexpr std::chrono::seconds kShareEvery{20};
// What is due is written together, so often at most, and so much of it that nobody waits for it.
inline constexpr std::chrono::seconds kKeepPause{5};
inline constexpr std::size_t kKeepAtOnce = 200;

enum class Presence { never, silent, online };

struct StationState {
  Presence presence = Presence::never;
  std::optional<base::Wall> seen;  // by the centre's clock
  std::optional<protocol::StatusReport> report;
  base::Duration clock_ahead{};  // of the station's clock against the centre's, as the report came
};

class Fleet {
 public:
  // `shared`: with other centres.
  explicit Fleet(bool shared = false) : shared_(shared) {}

  // What was on the disk when the centre started. It is not a sign of life.
  void restore(const std::string& station, std::optional<protocol::StatusReport> report,
               base::Wall seen);
  // What another centre wrote down; nothing if this one has heard the station since.
  void learn(const std::string& station, std::optional<protocol::StatusReport> report,
             base::Wall seen, const base::Now& now);
  // A station's signed request came. `report` if it was one.
  void heard(const std::string& station, const base::Now& now);
  void heard(const protocol::StatusReport& report, const base::Now& now);

  StationState state(const std::string& station, const base::Now& now) const;

  // The stations whose state on the disk is too old, the oldest first and kKeepAtOnce at most; or,
  // at the end, all that have a newer one. They count as kept from now on.
  std::vector<std::string> to_keep(const base::Now& now, bool at_end);
  const protocol::StatusReport* report(const std::string& station) const;
  std::optional<base::Wall> seen(const std::string& station) const;
  // How many stations were ever heard of.
  std::size_t size() const { return members_.size(); }

 private:
  struct Member {
    std::optional<base::Steady> heard;  // nothing since the centre started
    base::Wall seen{};
    std::optional<protocol::StatusReport> report;
    base::Duration clock_ahead{};
    std::optional<base::Steady> kept;
    std::optional<base::Steady> due;  // to be kept: something is new
  };
  base::Duration keep_every() const { return shared_ ? base::Duration(kShareEvery) : kKeepEvery; }
  // The member is to be kept at `when`; a later time takes nothing's place.
  void keep_by(const std::string& station, Member& member, base::Steady when);

  const bool shared_;
  std::map<std::string, Member> members_;
  // Of those that have something new, by when it is due: a report costs no look at all others.
  std::set<std::pair<base::Steady, std::string>> due_;
  std::optional<base::Steady> rests_until_;
};

}  // namespace loa::centre
