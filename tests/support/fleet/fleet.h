// Stations of a fleet, all on one thread, each with a connection of its own.
#pragma once

#include <netinet/in.h>
#include <sys/epoll.h>

#include <chrono>
#include <csignal>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <random>
#include <vector>

#include "protocol/tls_context.h"
#include "support/fleet/fleet_admin.h"
#include "support/fleet/load_wire.h"

namespace loa::bench {

using Clock = std::chrono::steady_clock;

// Set by a signal: the end.
extern volatile std::sig_atomic_t told_to_end;

enum class What { connect, listen, status, rows };

struct Due {
  Clock::time_point when;
  std::size_t station;
  What what;
  friend bool operator>(const Due& a, const Due& b) { return a.when > b.when; }
};

// A station with its connection.
struct Member {
  Member(const std::vector<journal::Row>& record, const std::string& host)
      : station(record, host) {}
  LoadStation station;
  std::string certificate;
  std::unique_ptr<LoadWire> wire;
  bool counted = false;  // among those that are connected
  std::deque<Due> waiting;
  bool under_way = false;                // the first that waits
  bool leaves = false;                   // it is being shut out
  std::optional<Clock::time_point> out;  // since then it is not served
};

struct Counts {
  std::uint64_t connects = 0, broken = 0, put_off = 0, refused = 0, rows = 0;
  std::map<What, std::vector<double>> waits;  // milliseconds
};

struct Revoked {
  std::vector<double> took;   // milliseconds
  std::size_t served_on = 0;  // to the end
  double asking = 0;          // seconds, from the first to the last that was asked for
};

// The rows that each sends, of ten days.
std::vector<journal::Row> fleet_record();

class Load {
 public:
  explicit Load(const Plan& plan);
  void enrol();
  void connect_all();
  // Until the centre holds a report of each; and until it has answered them.
  void listen_all();
  void end_listening();
  void begin_reporting();
  // Until the plan's end or SIGTERM, and then for what is under way. A third of the time on, as
  // many as the plan says are shut out.
  void run();
  // Of those that were shut out: how long each was served on, in milliseconds.
  Revoked revoked();
  const Counts& counts() const { return counts_; }
  // The power goes: no station has a connection any more. What they do then is the caller's to say
  // (fleet_return.h).
  const std::vector<std::unique_ptr<Member>>& cut();
  // Dials for a station.
  std::unique_ptr<LoadWire> dial(const Member& member) const;
  // What the centre answered a report last.
  const std::string& last_answer() const { return last_answer_; }

 private:
  Clock::time_point now() const { return Clock::now(); }
  void due(Clock::duration in, std::size_t station, What what) {
    timers_.push({now() + in, station, what});
  }
  template <class Rep, class Period>
  static Clock::duration ticks(std::chrono::duration<Rep, Period> time) {
    return std::chrono::duration_cast<Clock::duration>(time);
  }
  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }
  void turn();
  void fire(const Due& due);
  void connect(std::size_t station);
  void drive(std::size_t station);
  void go_on(std::size_t station);
  void answered(std::size_t station, const WireAnswer& answer);
  void rows_answered(Member& member, const WireAnswer& answer, bool& later);
  void broke(std::size_t station);
  bool busy() const;
  void revoke();
  // That a station that was shut out is not served any more, from now on.
  void note_out(Member& member);

  const Plan& plan_;
  const std::vector<journal::Row> record_ = fleet_record();
  sockaddr_in server_{};
  std::shared_ptr<protocol::TlsContext> context_;
  std::vector<std::unique_ptr<Member>> members_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> timers_;
  std::mt19937_64 random_{20261127};
  int epoll_ = epoll_create1(EPOLL_CLOEXEC);
  std::size_t connected_ = 0;
  bool ending_ = false;
  Counts counts_;
  std::string last_answer_;
  std::ofstream acks_;
  std::optional<Revoker> revoker_;
};

}  // namespace loa::bench
