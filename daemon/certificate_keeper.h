// Keeps the station's certificate from running out.
#pragma once

#include <memory>

#include "base/timers.h"
#include "daemon/identity.h"
#include "daemon/link.h"

namespace loa::daemon {

// Asks the centre for a new certificate when two thirds of the old one's life are over by a trusted
// clock, when the centre says that it wants one, and once where the centre's own key is not known
// yet: the answer brings it along. One thread. A station without a certificate
// has nothing to keep.
class CertificateKeeper {
 public:
  // All references outlive this.
  CertificateKeeper(base::Timers& timers, Link& link, Identity& identity);
  ~CertificateKeeper();

  // Looks now, and each hour.
  void start();
  // Asks now, unless it asks already.
  void renew();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loa::daemon
