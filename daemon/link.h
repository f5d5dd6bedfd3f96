// The way to the centre, as the uplink sees it.
#pragma once

#include <functional>
#include <string>

namespace loa::daemon {

struct LinkAnswer {
  int status = 0;    // HTTP; 0: none came
  std::string body;  // or why none came
};

struct Letter {
  std::string path;     // of the centre
  std::string body;     // JSON, or
  bool packed = false;  // a batch by protocol::pack()
};

class Link {
 public:
  virtual ~Link() = default;
  // POSTs it, signed. Answers exactly once, on the loop's thread, within 20 s; never before it
  // returns.
  virtual void post(const Letter& letter, std::function<void(LinkAnswer)> done) = 0;
  // The station has got a certificate, which the next request shows. In a `done` only.
  virtual void reconnect() {}
};

}  // namespace loa::daemon
