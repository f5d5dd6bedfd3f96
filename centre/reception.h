// Between the server and the interface: requests wait here for their turn, in the order in which
// they came whole, but for those that are for now; too many are sent away for a while. Stations
// that listen for live commands are kept in the hall.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "centre/admission.h"
#include "centre/api.h"
#include "centre/hall.h"
#include "protocol/http.h"

namespace loa::centre {

// The loop's thread. One request at a time is answered, or a few of those that have waited in the
// hall, and between them the loop receives. Of batches of rows that wait for their turn the next
// ones are read on one thread beside it. What takes long is done on another, one after another, and
// long reads of the database on a third; the destructor waits for what is under way there.
class Reception {
 public:
  // All of it outlives this.
  Reception(boost::asio::io_context& loop, const base::Clock& clock, Api& api)
      : loop_(loop), clock_(clock), api_(api), ticking_(loop) {}

  void take(protocol::HttpRequest request, protocol::HttpReply reply);
  // Before the end: whoever waits, or comes now, is told when to come again. Gives how many waited.
  std::size_t close();

 private:
  // On the loop's thread alone. `batch`: nothing where it is to be read at its turn.
  struct Reading {
    bool done = false;
    std::optional<ReadBatch> batch = std::nullopt;
  };
  struct Waiting {
    std::shared_ptr<const protocol::HttpRequest> request;
    protocol::HttpReply reply;
    std::shared_ptr<Reading> reading = nullptr;          // nothing before it has begun
    std::shared_ptr<const ReadBundle> bundle = nullptr;  // that it brings, read
  };
  // Its turn comes once it is read.
  void read_bundle(Waiting waiting);
  void work_soon();
  // Of the requests that wait, in a bounded part of the memory.
  std::size_t waiting() const;
  void work();
  void read_ahead();
  void read(const Waiting& waiting, std::string public_key);
  // Whether the turn of the first that is not for now has come.
  bool is_read() const;
  void answer_first_of(std::deque<Waiting>& queue, Urgency urgency);
  Outcome outcome_of(const Waiting& waiting, const base::Now& now);
  void keep_in_hall(Listener listener, protocol::HttpReply reply);
  void do_later(Later later, Waiting waiting);
  void answer_when_ready(const Answering& answering, Waiting waiting);
  void look_into_hall();
  void tell_next_in_hall();
  void tick();
  void send_away(const protocol::HttpReply& reply);

  boost::asio::io_context& loop_;
  const base::Clock& clock_;
  Api& api_;
  std::deque<Waiting> at_once_;
  std::deque<Waiting> ordinary_;
  Hall hall_;
  boost::asio::steady_timer ticking_;
  boost::asio::thread_pool beside_{1};
  boost::asio::thread_pool reader_{1};
  boost::asio::thread_pool asking_{1};
  std::optional<base::Steady> idle_since_;  // as the first is not read yet
  bool ticks_ = false;
  std::size_t ordinary_bytes_ = 0;
  bool working_ = false;
  bool closed_ = false;
};

// What must not wait: what tells whether the centre lives, and the administrator's own requests, on
// this machine, of which live commands are. Beyond these, a station's report while a command waits
// for it.
Urgency urgency_of(const protocol::HttpRequest& request);

}  // namespace loa::centre
