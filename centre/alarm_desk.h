// Keeps the alarms, and tells them to whoever is to be told.
#pragma once

#include <array>
#include <functional>

#include "centre/alarms.h"
#include "protocol/http.h"

namespace loa::centre {

// Tells alarms by one way, in one message; at least one. `done` once, on the loop: whether it
// arrived.
using TellAlarms =
    std::function<void(const std::vector<WordedAlarm>& alarms, std::function<void(bool)> done)>;
// Of one message: where a province is silent, nobody reads ten thousand.
inline constexpr std::size_t kMostInMessage = 50;

// One thread; blocks on the disk; throws SqlError.
class AlarmDesk {
 public:
  // `store` outlives this. What was being told when the program ended is told again: rather twice
  // than never.
  explicit AlarmDesk(Store& store) : store_(store) { store_.tell_again(); }

  // What tells by that way; without any the alarms only stand on the page.
  void tell_by(Way way, TellAlarms tell) { teller(way).tell = std::move(tell); }

  // Every 15 s: begins and ends alarms by `conditions`, the sum over all stations, and tells those
  // that were not told, the oldest first, one message after another. Where a way fails it is tried
  // again after growing pauses; the other one does not wait for it. Of several centres on one
  // database one tells.
  void look(const std::vector<AlarmKey>& conditions, const base::Now& now);
  void note(const journal::Row& row, base::Wall now);

  // GET /v1/alarms and POST /v1/alarms/acknowledge.
  protocol::HttpResponse list();
  // `by`: who says that he has seen to it; not "".
  protocol::HttpResponse acknowledge(const std::string& body, const std::string& by,
                                     base::Wall now);

 private:
  struct Teller {
    TellAlarms tell;
    bool telling = false;
    RetryPause pause;
  };
  Teller& teller(Way way) { return tellers_.at(static_cast<std::size_t>(way)); }
  void tell_next(Way way, base::Steady now);
  // The next ones, which are under way from now on.
  std::vector<WordedAlarm> next_to_tell(Way way);
  void told(Way way, const std::vector<WordedAlarm>& alarms, bool arrived, base::Steady when);

  Store& store_;
  std::array<Teller, 2> tellers_;  // by Way
  std::optional<base::Steady> tidied_;
};

}  // namespace loa::centre
