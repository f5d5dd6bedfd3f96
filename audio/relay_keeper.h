// Decides when a relay is connected, given up, and tried again. A machine without I/O.
#pragma once

#include <cstddef>

#include "base/time.h"

namespace loa::audio {

enum class RelayAction {
  none,
  connect,  // to address(); then tell connecting()
  give_up,  // it has been silent for too long: end it, and tell failed()
};

// The addresses are tried one after the other: the next one after 0.5 s, which doubles with each
// failure to 15 s at most and begins anew once a relay has sent for 10 s. An address that sends is
// kept until it fails. One that has sent may be silent for 5 s; one that was just called has 20 s.
class RelayKeeper {
 public:
  explicit RelayKeeper(std::size_t addresses) : addresses_(addresses) {}

  RelayAction next(base::Steady now) const;
  // The number of the address that is, or will be, connected.
  std::size_t address() const { return address_; }

  void connecting(base::Steady now);
  // Sound came from it.
  void sent(base::Steady now);
  void failed(base::Steady now);

  // How often it had to be called again.
  std::size_t failures() const { return failures_; }

 private:
  std::size_t addresses_;
  std::size_t address_ = 0;
  bool connected_ = false;
  base::Steady retry_at_ = base::Steady::min();
  base::Steady silent_since_{};
  base::Steady sending_since_ = base::Steady::max();
  base::Duration delay_{};
  std::size_t failures_ = 0;
};

}  // namespace loa::audio
