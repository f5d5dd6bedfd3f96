// Decides what goes to the centre and when: a machine without I/O.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/spread.h"
#include "base/time.h"

namespace loa::daemon {

class UplinkMachine {
 public:
  static constexpr base::Duration kFirstRetry = std::chrono::seconds{1};
  static constexpr base::Duration kLastRetry = std::chrono::seconds{60};
  static constexpr base::Duration kSoon = std::chrono::milliseconds{200};
  // Of a batch. Over a line that is too slow for a large one, smaller ones arrive.
  static constexpr std::size_t kMostRows = 500;
  static constexpr std::size_t kFewestRows = 16;

  // A report that the centre holds while it has no command lasts so long at least; one that was
  // lost on the way is asked to be held half as long the next time, since somebody between may end
  // what says nothing for a while.
  static constexpr base::Duration kShortestListening = std::chrono::seconds{5};
  static constexpr base::Duration kLongestListening = std::chrono::seconds{60};
  static constexpr base::Duration kLongerListening = std::chrono::seconds{1};
  // How long after its time an answer may come.
  static constexpr base::Duration kListeningLate = std::chrono::seconds{20};

  enum class Send { nothing, rows, status, programme, listening };

  // Of a station and its boot: the same place for both, another one after the next boot.
  static std::uint64_t seed_of(const std::string& station, const std::string& boot);
  // `seed` (seed_of) places the first contact in `window` and spreads retries.
  UplinkMachine(std::uint64_t seed, base::Duration window, base::Duration status_every)
      : spread_(seed),
        window_(window),
        status_every_(status_every),
        longest_(std::min(status_every, kLongestListening)),
        listen_for_(longest_) {}

  void start(base::Steady now);
  // Something is new: rows, or the state.
  void nudge(base::Steady now);
  // The station takes live commands: beside what else goes to the centre, one report is always with
  // it, whose answer it holds until it has a command, or until listen_for() is over.
  void listen() { wants_to_listen_ = true; }
  // The centre told another window of the first contact. Over it, and status_every at most, those
  // spread whose listening has been lost: the centre may have ended, and all have lost it at once.
  void spread_over(base::Duration window) { window_ = window; }
  // The centre has signed weeks that the station has not.
  void want_programme() { programme_wanted_ = true; }
  // What to send now; one exchange at a time, and the listening beside it. Rows go before a status
  // that is not overdue.
  Send step(base::Steady now, bool rows_wait);
  void answered(base::Steady now, Send what, bool more_rows);
  // The same of a listening. `news`: the answer had a command that the station had not got. One
  // that came early without any is of a centre that does not hold: no other one goes at once.
  void heard(base::Steady now, bool news);
  // The centre answered, but did not take the rows. They are sent again ever less often, whatever
  // else it answers meanwhile, until it takes some.
  void refused(base::Steady now);
  // No answer came, or the centre could not.
  void failed(base::Steady now, Send what);
  // The centre has too much to do, and said how long to stay away: so long, and somewhat longer, at
  // a place of its own. Said again and again, ever longer.
  void told_to_wait(base::Steady now, Send what, base::Duration pause);
  // The rows under way are to go once more, at once: in another form.
  void again(base::Steady now);
  // How many rows the next batch may have: half as many after one that failed, and twice as many
  // after one that did not.
  std::size_t most_rows() const { return most_rows_; }
  // How long the centre may hold the next report. Whole seconds.
  std::chrono::seconds listen_for() const {
    return std::chrono::duration_cast<std::chrono::seconds>(listen_for_);
  }
  std::optional<base::Steady> next_wakeup(bool rows_wait) const;
  bool connected() const { return connected_; }

 private:
  bool may_listen(base::Steady now) const;
  void lost(base::Steady now);

  base::Spread spread_;
  base::Duration window_;
  base::Duration status_every_;
  Send under_way_ = Send::nothing;
  bool programme_wanted_ = false;
  bool connected_ = false;
  base::Duration retry_ = kFirstRetry;
  base::Duration refused_retry_ = kFirstRetry;
  std::optional<base::Steady> not_before_;  // nothing before start()
  std::optional<base::Steady> rows_at_;     // when rows that wait may go
  std::size_t most_rows_ = kMostRows;
  base::Steady status_at_{};
  bool wants_to_listen_ = false;
  bool greeted_ = false;    // the centre has answered a report since the last failure
  bool listening_ = false;  // a report is with the centre
  base::Duration longest_;  // of what listen_for_ may be
  base::Duration listen_for_;
  base::Duration listen_retry_ = kFirstRetry;
  base::Steady listening_since_{};
  base::Steady listen_at_{};
};

}  // namespace loa::daemon
