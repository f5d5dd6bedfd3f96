// Makes the station known to its centre, once, with the token that the centre gave.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/timers.h"
#include "daemon/identity.h"
#include "daemon/link.h"

namespace loa::daemon {

struct EnrolmentSettings {
  std::string url;    // of the centre, for the record
  std::string token;  // may be empty once enrolled
  std::string name;   // of the station
};

// Asks until it is enrolled, with growing pauses: a centre that is down comes back, and a wrong
// token may be put right at the centre. One thread.
class Enrolment {
 public:
  // All references outlive this.
  Enrolment(EnrolmentSettings settings, base::Timers& timers, Link& link, Identity& identity);
  ~Enrolment();

  // Calls `done` when the centre knows the station: at once if it does already.
  void start(std::function<void()> done);
  // "" once enrolled or before the first try; else a stable code (no-token, unreachable, refused,
  // other-id), for the page.
  const std::string& error() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
