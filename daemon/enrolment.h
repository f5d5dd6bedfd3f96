// Makes the station known to its centre, once, with the token that the centre gave.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/timers.h"
#include "daemon/identity.h"
#include "daemon/link.h"
#include "protocol/signed_time.h"
#include "protocol/tls.h"
#include "protocol/token.h"

namespace loa::daemon {

struct EnrolmentSettings {
  std::string url;             // of the centre, for the record
  protocol::EnrolToken token;  // may be empty once enrolled
  std::string name;            // of the station
};

// Whether that centre has enrolled this station: a token with the pin of another authority is one
// of another centre, or of one that was set up anew.
bool is_enrolled(const Identity& identity, const EnrolmentSettings& settings);
// Whom the station believes to be its centre, and what it shows of itself.
protocol::TlsClient tls_client(const Identity& identity, const EnrolmentSettings& settings,
                               protocol::TimeBounds time);

// The time of day by the centre's word; nothing where `time` is not signed for this station by the
// centre that it belongs to.
std::optional<base::Wall> time_told(const Identity& identity,
                                    const std::optional<protocol::SignedTime>& time);

// Asks until it is enrolled, with growing pauses: a centre that is down comes back, and a wrong
// token may be put right at the centre. One thread.
class Enrolment {
 public:
  // All references outlive this.
  Enrolment(EnrolmentSettings settings, base::Timers& timers, Link& link, Identity& identity);
  ~Enrolment();

  // Before start(): called with the time that the centre signs for the station.
  void on_time(std::function<void(base::Wall)> told);
  // Calls `done` when the centre knows the station: at once if it does already.
  void start(std::function<void()> done);
  // The centre answers that it does not know the station: it was set back, or is another one. Asks
  // anew with the token of the configuration, unless it asks already; `done` follows again.
  void renew();
  // The centre took something from the station, so it knows it: no need to ask any more.
  void known();
  // "" once enrolled or before the first try; else a stable code (no-token, no-pin, unreachable,
  // refused, other-id, disk-full), for the page.
  const std::string& error() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
