// Keeps the alarms, and tells them to whoever is to be told.
#pragma once

#include <functional>

#include "centre/alarms.h"
#include "protocol/http.h"

namespace loa::centre {

// What is told of an alarm, by one way. `done` once, on the loop: whether it arrived.
using TellAlarm = std::function<void(const Alarm& alarm, const base::Text& words,
                                     std::function<void(bool)> done)>;

// One thread; blocks on the disk; throws SqlError.
class AlarmDesk {
 public:
  // `store` outlives this. What was being told when the program ended is told again: rather twice
  // than never.
  explicit AlarmDesk(Store& store) : store_(store) { store_.tell_again(); }

  // What tells; without it the alarms only stand on the page.
  void tell_by(TellAlarm tell) { tell_ = std::move(tell); }

  // Every 15 s: begins and ends alarms by `conditions`, the sum over all stations, and tells the
  // next one that was not told, with growing pauses where that fails. Of several centres on one
  // database one tells.
  void look(const std::vector<AlarmKey>& conditions, const base::Now& now);
  void note(const journal::Row& row, base::Wall now);

  // GET /v1/alarms and POST /v1/alarms/acknowledge.
  protocol::HttpResponse list();
  protocol::HttpResponse acknowledge(const std::string& body, base::Wall now);

 private:
  void tell_next(const base::Now& now);
  void told(const Alarm& alarm, bool arrived, base::Steady when);

  Store& store_;
  TellAlarm tell_;
  bool telling_ = false;
  RetryPause pause_;
  std::optional<base::Steady> tidied_;
};

}  // namespace loa::centre
