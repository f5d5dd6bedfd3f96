// Decides what goes to the centre and when: a machine without I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

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

  enum class Send { nothing, rows, status, programme };

  // `seed` (of station and boot) places the first contact in `window` and spreads retries.
  UplinkMachine(std::uint64_t seed, base::Duration window, base::Duration status_every)
      : spread_(seed), window_(window), status_every_(status_every) {}

  void start(base::Steady now);
  // Something is new: rows, or the state.
  void nudge(base::Steady now);
  // The centre has signed weeks that the station has not.
  void want_programme() { programme_wanted_ = true; }
  // What to send now; one exchange at a time. Rows go before a status that is not overdue.
  Send step(base::Steady now, bool rows_wait);
  void answered(base::Steady now, Send what, bool more_rows);
  // The centre answered, but did not take the rows. They are sent again ever less often, whatever
  // else it answers meanwhile, until it takes some.
  void refused(base::Steady now);
  // No answer came, or the centre could not.
  void failed(base::Steady now);
  // The centre has too much to do, and said how long to stay away: so long, and somewhat longer, at
  // a place of its own. Said again and again, ever longer.
  void told_to_wait(base::Steady now, base::Duration pause);
  // The rows under way are to go once more, at once: in another form.
  void again(base::Steady now);
  // How many rows the next batch may have: half as many after one that failed, and twice as many
  // after one that did not.
  std::size_t most_rows() const { return most_rows_; }
  std::optional<base::Steady> next_wakeup(bool rows_wait) const;
  bool connected() const { return connected_; }

 private:
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
};

}  // namespace loa::daemon
