// Between the server and the interface: requests wait here for their turn, in the order in which
// they came whole, but for those that are for now; too many are sent away for a while.
#pragma once

#include <deque>
#include <functional>

#include "base/clock.h"
#include "centre/admission.h"
#include "centre/api.h"
#include "protocol/http.h"

namespace boost::asio {
class io_context;
}

namespace loa::centre {

// The loop's thread. One request at a time is answered, and between two of them the loop receives.
class Reception {
 public:
  // All of it outlives this.
  Reception(boost::asio::io_context& loop, const base::Clock& clock, Api& api)
      : loop_(loop), clock_(clock), api_(api) {}

  void take(protocol::HttpRequest request, protocol::HttpReply reply);
  // Nothing that waits is answered any more.
  void close();

 private:
  struct Waiting {
    protocol::HttpRequest request;
    protocol::HttpReply reply;
  };
  // Of the requests that wait, in a bounded part of the memory.
  std::size_t waiting() const;
  void work();
  void answer(const Waiting& waiting, Urgency urgency);

  boost::asio::io_context& loop_;
  const base::Clock& clock_;
  Api& api_;
  std::deque<Waiting> at_once_;
  std::deque<Waiting> ordinary_;
  std::size_t ordinary_bytes_ = 0;
  bool working_ = false;
};

// What must not wait: what tells whether the centre lives, and the administrator's own requests, on
// this machine, of which live commands are. Beyond these, a station's report while a command waits
// for it.
Urgency urgency_of(const protocol::HttpRequest& request);

}  // namespace loa::centre
