// A province whose power returns: ten thousand stations that boot at one time, with the real uplink
// machines, against a centre that answers one request after another, with the real admission.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "base/timers.h"
#include "centre/admission.h"
#include "daemon/uplink_machine.h"
#include "tests/simulation/random.h"

namespace loa::simulation {
namespace {

using base::Duration;
using base::Steady;
using daemon::UplinkMachine;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Send = UplinkMachine::Send;

constexpr std::size_t kStations = 10'000;
// HttpLink's.
constexpr Duration kPatience = seconds{20};

// What the centre's answers take: the rows a commit, the status hardly anything.
struct Work {
  Duration rows = milliseconds{3};
  Duration status = std::chrono::microseconds{300};
};

class Return {
 public:
  explicit Return(Work work, std::size_t stations = kStations) : work_(work), count_(stations) {}

  // The centre has answered stations for a while, as it does all day.
  void let_the_centre_work_a_day() {
    for (int i = 0; i < 5000; ++i) {
      admission_.answered(taken_by(i % 3 == 0 ? Send::rows : Send::status));
    }
  }
  Duration told_window() const { return admission_.first_contact_window(count_); }

  void run(Duration window) {
    for (std::size_t i = 0; i < count_; ++i) {
      auto& station = stations_.emplace_back(random_.next(), window);
      if (listens_) station.machine.listen();
      station.machine.start(timers_.now().steady);
    }
    for (auto& station : stations_) go_on(station);
    run_until_done();
  }

  void listen() { listens_ = true; }
  // All listen. The centre is killed, and is there again after a while; each station's report is to
  // be answered again.
  void kill_the_centre(Duration away) {
    timers_.run_until(timers_.now().steady + minutes{2});
    attempts_ = timed_out_ = done_ = 0;
    waiting_.clear();
    away_until_ = timers_.now().steady + away;
    for (auto& station : stations_) {
      EXPECT_TRUE(std::exchange(station.listening, false));
      station.status_told = false;
      station.machine.failed(timers_.now().steady, Send::listening);
    }
    for (auto& station : stations_) go_on(station);
    run_until_done();
  }

  // Of the two requests that each station's return consists of.
  double attempts_each() const {
    return static_cast<double>(attempts_) / (2.0 * static_cast<double>(count_));
  }
  std::size_t attempts() const { return attempts_; }
  std::size_t done() const { return done_; }
  std::size_t timed_out() const { return timed_out_; }
  Duration took() const { return took_; }

 private:
  struct Station {
    Station(std::uint64_t seed, Duration window) : machine(seed, window, seconds{30}) {}
    UplinkMachine machine;
    base::Timers::Id timer = 0;
    std::uint64_t request = 0;  // under way
    bool rows_wait = true;
    bool rows_told = false;
    bool status_told = false;
    bool listening = false;
  };
  struct Request {
    Station* station;
    Send what;
    std::uint64_t number;
  };

  Duration taken_by(Send what) {
    const Duration mean = what == Send::rows ? work_.rows : work_.status;
    return random_.between(mean / 2, mean * 3 / 2);
  }
  void after(Duration in, std::function<void()> then) {
    timers_.at(timers_.now().steady + in, std::move(then));
  }

  void run_until_done() {
    const Steady began = timers_.now().steady;
    while (done_ < count_ && timers_.next() && *timers_.next() <= began + minutes{60})
      timers_.run_until(*timers_.next());
    took_ = timers_.now().steady - began;
  }

  void go_on(Station& station) {
    timers_.cancel(std::exchange(station.timer, 0));
    const Steady now = timers_.now().steady;
    Send what = station.machine.step(now, station.rows_wait);
    if (what == Send::listening) {
      listen(station);
      what = station.machine.step(now, station.rows_wait);
    }
    if (what == Send::nothing) {
      const auto next = station.machine.next_wakeup(station.rows_wait);
      if (next) station.timer = timers_.at(*next, [this, &station] { go_on(station); });
      return;
    }
    const Request request{&station, what, ++last_number_};
    station.request = request.number;
    if (!station.rows_told || !station.status_told) ++attempts_;
    after(random_.between(milliseconds{20}, milliseconds{200}),
          [this, request] { arrive(request); });
    after(kPatience, [this, request] { give_up(request); });
  }

  // The centre's work for it is that for a report, and comes when it is held no longer.
  void listen(Station& station) {
    station.listening = true;
    after(station.machine.listen_for(), [this, &station, killed = away_until_] {
      if (killed != away_until_) return;
      station.listening = false;
      station.machine.heard(timers_.now().steady, false);
      go_on(station);
    });
  }

  void give_up(const Request& request) {
    Station& station = *request.station;
    if (station.request != request.number) return;
    station.request = 0;
    ++timed_out_;
    station.machine.failed(timers_.now().steady, request.what);
    go_on(station);
  }

  void arrive(const Request& request) {
    if (timers_.now().steady < away_until_) {
      if (request.station->request != request.number) return;
      request.station->request = 0;
      request.station->machine.failed(timers_.now().steady, request.what);
      return go_on(*request.station);
    }
    const auto pause =
        admission_.refuse(centre::Urgency::ordinary, waiting_.size(), timers_.now().steady);
    if (pause) {
      after(milliseconds{50}, [this, request, pause = std::chrono::ceil<seconds>(*pause)] {
        if (request.station->request != request.number) return;
        request.station->request = 0;
        request.station->machine.told_to_wait(timers_.now().steady, request.what, pause);
        go_on(*request.station);
      });
      return;
    }
    waiting_.push_back(request);
    if (!busy_) serve();
  }

  void serve() {
    if (waiting_.empty()) return;
    busy_ = true;
    const Request request = waiting_.front();
    waiting_.pop_front();
    const Duration takes = taken_by(request.what);
    after(takes, [this, request, takes] {
      admission_.answered(takes);
      after(milliseconds{50}, [this, request] { answered(request); });
      busy_ = false;
      serve();
    });
  }

  void answered(const Request& request) {
    Station& station = *request.station;
    if (station.request != request.number) return;
    station.request = 0;
    const bool was = station.rows_told && station.status_told;
    if (request.what == Send::rows) station.rows_told = true;
    if (request.what == Send::status) station.status_told = true;
    if (!was && station.rows_told && station.status_told) ++done_;
    if (request.what == Send::rows) station.rows_wait = false;
    station.machine.answered(timers_.now().steady, request.what, station.rows_wait);
    go_on(station);
  }

  const Work work_;
  const std::size_t count_;
  Random random_{20261127};
  base::VirtualTimers timers_{{}};
  centre::Admission admission_;
  std::deque<Station> stations_;
  std::deque<Request> waiting_;
  bool busy_ = false;
  bool listens_ = false;
  Steady away_until_{};
  std::uint64_t last_number_ = 0;
  std::size_t attempts_ = 0;
  std::size_t timed_out_ = 0;
  std::size_t done_ = 0;
  Duration took_{};
};

void tell(const Return& returning) {
  std::printf("%.4f attempts each, all back after %.0f s\n", returning.attempts_each(),
              std::chrono::duration<double>(returning.took()).count());
}

TEST(SimultaneousReturn, OfTenThousandStationsTakesOneAttemptEachOverTheWindowThatTheCentreTold) {
  for (const auto& work : {Work{}, Work{milliseconds{30}, milliseconds{1}},
                           Work{std::chrono::microseconds{500}, std::chrono::microseconds{100}}}) {
    Return returning(work);
    returning.let_the_centre_work_a_day();
    const Duration window = returning.told_window();
    returning.run(window);
    tell(returning);
    EXPECT_EQ(returning.done(), kStations);
    EXPECT_LE(returning.attempts_each(), 1.05);
    EXPECT_EQ(returning.timed_out(), 0U);
    EXPECT_LE(returning.took(), window + minutes{1});
  }
}

// A country's on one centre that needs 0.5 ms for rows and 0.1 ms for a report.
TEST(SimultaneousReturn, OfAHundredThousandStationsTakesOneAttemptEachToo) {
  constexpr std::size_t kMany = 100'000;
  Return returning({std::chrono::microseconds{500}, std::chrono::microseconds{100}}, kMany);
  returning.let_the_centre_work_a_day();
  const Duration window = returning.told_window();
  returning.run(window);
  tell(returning);
  EXPECT_EQ(returning.done(), kMany);
  EXPECT_LE(returning.attempts_each(), 1.05);
  EXPECT_EQ(returning.timed_out(), 0U);
  EXPECT_LE(returning.took(), window + minutes{1});
}

TEST(SimultaneousReturn, OfStationsThatWereToldNothingStillTakesOneAttemptEach) {
  Return returning(Work{});
  returning.run(seconds{60});
  tell(returning);
  EXPECT_EQ(returning.done(), kStations);
  EXPECT_LE(returning.attempts_each(), 1.05);
}

// No window at all: the centre sends most of them away, each to a place of its own.
TEST(SimultaneousReturn, AtTheSameMomentIsSpreadByWhatTheCentreSays) {
  Return returning(Work{});
  returning.let_the_centre_work_a_day();
  returning.run(Duration{0});
  tell(returning);
  EXPECT_EQ(returning.done(), kStations);
  EXPECT_EQ(returning.timed_out(), 0U) << "nobody waits in vain";
  EXPECT_LE(returning.attempts_each(), 2.5);
}

// All listen when it ends, and all see it at the same moment.
TEST(SimultaneousReturn, OfStationsThatListenedToACentreThatWasKilledIsSpreadToo) {
  for (const auto away : {seconds{1}, seconds{10}}) {
    Return returning(Work{});
    returning.listen();
    returning.let_the_centre_work_a_day();
    returning.run(returning.told_window());
    ASSERT_EQ(returning.done(), kStations);
    returning.kill_the_centre(away);
    std::printf("%.3f reports each, all back %.0f s after the end\n",
                static_cast<double>(returning.attempts()) / static_cast<double>(kStations),
                std::chrono::duration<double>(returning.took()).count());
    EXPECT_EQ(returning.done(), kStations);
    EXPECT_EQ(returning.timed_out(), 0U);
    // Those whose place was before it was there again try once more, or a few times.
    EXPECT_LE(returning.attempts(), away == seconds{1} ? kStations * 11 / 10 : kStations * 2);
    EXPECT_LE(returning.took(), minutes{1});
  }
}

}  // namespace
}  // namespace loa::simulation
