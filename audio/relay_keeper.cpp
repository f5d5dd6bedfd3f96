#include "audio/relay_keeper.h"

#include <algorithm>

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration kFirstCallAgain = 500ms;
constexpr base::Duration kLastCallAgain = 15s;
constexpr base::Duration kHasProved = 10s;
constexpr base::Duration kToSendFirst = 20s;
constexpr base::Duration kToSendOn = 5s;

}  // namespace

RelayAction RelayKeeper::next(base::Steady now) const {
  if (!connected_) return now >= retry_at_ ? RelayAction::connect : RelayAction::none;
  const bool sending = sending_since_ != base::Steady::max();
  const bool too_long = now - silent_since_ > (sending ? kToSendOn : kToSendFirst);
  return too_long ? RelayAction::give_up : RelayAction::none;
}

void RelayKeeper::connecting(base::Steady now) {
  connected_ = true;
  silent_since_ = now;
  sending_since_ = base::Steady::max();
}

void RelayKeeper::sent(base::Steady now) {
  silent_since_ = now;
  sending_since_ = std::min(sending_since_, now);
  if (now - sending_since_ >= kHasProved) delay_ = {};
}

void RelayKeeper::failed(base::Steady now) {
  connected_ = false;
  ++failures_;
  address_ = (address_ + 1) % addresses_;
  delay_ = std::clamp(delay_ * 2, kFirstCallAgain, kLastCallAgain);
  retry_at_ = now + delay_;
}

}  // namespace loa::audio
