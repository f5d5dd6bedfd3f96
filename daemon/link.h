// The way to the centre, as the uplink sees it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/time.h"

namespace loa::daemon {

struct LinkAnswer {
  int status = 0;    // HTTP; 0: none came
  std::string body;  // or why none came
  // How long the centre wants not to be asked again, where it said so (Retry-After).
  std::optional<base::Duration> retry_after = std::nullopt;
};

struct Letter {
  std::string path;     // of the centre
  std::string body;     // JSON, or
  bool packed = false;  // a batch by protocol::pack()
  // How long the centre may hold its answer. Such a letter keeps no other one waiting; one at a
  // time.
  base::Duration held{};
};

class Link {
 public:
  virtual ~Link() = default;
  // POSTs it, signed. Answers exactly once, on the loop's thread, within 20 s and what it may be
  // held; never before it returns.
  virtual void post(const Letter& letter, std::function<void(LinkAnswer)> done) = 0;
  // The station has got a certificate, which the next request shows. In a `done` only.
  virtual void reconnect() {}
};

}  // namespace loa::daemon
