#include "support/fleet/fleet_return.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "daemon/uplink_machine.h"
#include "protocol/messages.h"

namespace loa::bench {
namespace {

using daemon::UplinkMachine;
using Send = UplinkMachine::Send;

constexpr std::chrono::minutes kStatusEvery{1};
// HttpLink's.
constexpr std::chrono::seconds kPatience{20};
constexpr std::chrono::hours kLongest{1};

std::chrono::seconds window_told(const Load& load) {
  const auto said = protocol::status_answer_from(load.last_answer());
  if (!said || !said->first_contact) throw std::runtime_error("the centre told no window");
  return *said->first_contact;
}

base::Steady steady_now() {
  return base::Steady(std::chrono::duration_cast<base::Duration>(Clock::now().time_since_epoch()));
}

struct Booted {
  Booted(Member& of, std::chrono::seconds window, std::size_t boot)
      : member(of),
        machine(UplinkMachine::seed_of(of.station.id(), fmt::format("{:032x}", boot)), window,
                kStatusEvery) {}
  bool back() const { return rows_told && status_told; }

  Member& member;
  UplinkMachine machine;
  Send under_way = Send::nothing;
  bool sent = false;  // what is under way
  base::Steady since{};
  std::uint64_t turn = 0;  // timers of earlier ones are stale
  bool rows_told = false;
  bool status_told = false;
};

class Return {
 public:
  Return(Load& load, std::size_t rows) : load_(load), rows_(rows) {
    found_.window = window_told(load);
    for (const auto& member : load.cut())
      stations_.emplace_back(*member, found_.window, stations_.size());
  }
  ~Return() { close(epoll_); }
  Return(const Return&) = delete;
  Return& operator=(const Return&) = delete;

  Returned run() {
    const auto began = steady_now();
    for (std::size_t i = 0; i < stations_.size(); ++i) {
      stations_[i].machine.start(began);
      go_on(i);
    }
    while (found_.back < stations_.size() && steady_now() < began + kLongest) turn();
    found_.took = steady_now() - began;
    return found_;
  }

 private:
  struct Timer {
    base::Steady when;
    std::size_t station;
    std::uint64_t turn;
    friend bool operator>(const Timer& a, const Timer& b) { return a.when > b.when; }
  };

  void turn() {
    while (!timers_.empty() && timers_.top().when <= steady_now()) {
      const auto next = timers_.top();
      timers_.pop();
      if (stations_[next.station].turn == next.turn) fire(next.station);
    }
    std::array<epoll_event, 256> events{};
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1);
    for (int i = 0; i < count; ++i) drive(events[static_cast<std::size_t>(i)].data.u64);
  }

  void wake(std::size_t station, base::Steady when) {
    timers_.push({when, station, ++stations_[station].turn});
  }

  void fire(std::size_t station) {
    if (stations_[station].under_way != Send::nothing) return lost(station);
    go_on(station);
  }

  void go_on(std::size_t index) {
    auto& station = stations_[index];
    station.under_way = station.machine.step(steady_now(), !station.rows_told);
    if (station.under_way == Send::nothing) {
      if (const auto next = station.machine.next_wakeup(!station.rows_told)) wake(index, *next);
      return;
    }
    if (!station.back()) ++found_.attempts;
    station.since = steady_now();
    station.sent = false;
    wake(index, station.since + kPatience);
    if (!station.member.wire) connect(index);
    drive(index);
  }

  void connect(std::size_t index) {
    auto& station = stations_[index];
    if (!station.back()) ++found_.connects;
    station.member.wire = load_.dial(station.member);
    station.member.wire->tell(epoll_, index);
  }

  void drive(std::size_t index) {
    auto& station = stations_[index];
    auto& wire = station.member.wire;
    if (!wire) return;
    auto answer = wire->drive();
    if (!answer && wire->ready() && station.under_way != Send::nothing &&
        !std::exchange(station.sent, true)) {
      wire->send(station.under_way == Send::rows ? station.member.station.rows(rows_)
                                                 : station.member.station.status());
      answer = wire->drive();
    }
    if (wire->dead()) return lost(index);
    if (answer) answered(index, *answer);
  }

  void lost(std::size_t index) {
    auto& station = stations_[index];
    station.member.wire.reset();
    if (station.under_way == Send::nothing) return;
    ++found_.lost;
    station.machine.failed(steady_now(), std::exchange(station.under_way, Send::nothing));
    go_on(index);
  }

  void answered(std::size_t index, const WireAnswer& answer) {
    auto& station = stations_[index];
    const auto what = std::exchange(station.under_way, Send::nothing);
    const bool was = station.back();
    if (answer.status == 503) {
      ++found_.put_off;
      station.machine.told_to_wait(steady_now(), what, std::chrono::seconds(answer.retry_after));
      return go_on(index);
    }
    take(station, what, answer);
    if (!was) found_.waits.push_back(milliseconds(steady_now() - station.since));
    if (!was && station.back()) ++found_.back;
    station.machine.answered(steady_now(), what, !station.rows_told);
    go_on(index);
  }

  static void take(Booted& station, Send what, const WireAnswer& answer) {
    std::optional<Acknowledged> fresh;
    const bool taken = what == Send::rows ? station.member.station.answered(
                                                answer.status, answer.body, fresh) == Took::yes
                                          : answer.status == 200;
    if (!taken)
      throw std::runtime_error(fmt::format("{}: {}", station.member.station.id(), answer.status));
    (what == Send::rows ? station.rows_told : station.status_told) = true;
  }

  static double milliseconds(base::Duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
  }

  Load& load_;
  const std::size_t rows_;
  std::deque<Booted> stations_;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  Returned found_;
};

}  // namespace

Returned return_of(Load& load, std::size_t rows) { return Return(load, rows).run(); }

}  // namespace loa::bench
