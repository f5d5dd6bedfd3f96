// When to speak to the centre.
#include "daemon/uplink_machine.h"

#include <algorithm>

#include "base/crypto.h"

namespace loa::daemon {

using base::Duration;
using base::Steady;

std::uint64_t UplinkMachine::seed_of(const std::string& station, const std::string& boot) {
  return base::number_in(base::sha256(station + "\n" + boot));
}

void UplinkMachine::start(Steady now) {
  not_before_ = now + spread_.in(window_);
  rows_at_ = *not_before_;
  status_at_ = *not_before_;
}

void UplinkMachine::nudge(Steady now) {
  if (!rows_at_) rows_at_ = now + kSoon;
  status_at_ = std::min(status_at_, now + kSoon);
}

bool UplinkMachine::may_listen(Steady now) const {
  return wants_to_listen_ && greeted_ && !listening_ && now >= listen_at_;
}

UplinkMachine::Send UplinkMachine::step(Steady now, bool rows_wait) {
  if (!not_before_ || now < *not_before_) return Send::nothing;
  if (may_listen(now)) {
    listening_ = true;
    listening_since_ = now;
    // It is a report too.
    status_at_ = now + listen_for_ + kListeningLate;
    return Send::listening;
  }
  if (under_way_ != Send::nothing) return Send::nothing;
  Send what = Send::nothing;
  const bool asked = rows_at_ && now >= *rows_at_;
  if (asked && rows_wait) what = Send::rows;
  if (asked && !rows_wait) rows_at_.reset();
  // A long backlog must not keep the centre from hearing that the station lives.
  if (now >= status_at_ && (what == Send::nothing || now >= status_at_ + status_every_)) {
    what = Send::status;
  }
  if (what == Send::nothing && programme_wanted_) what = Send::programme;
  under_way_ = what;
  return what;
}

void UplinkMachine::answered(Steady now, Send what, bool more_rows) {
  under_way_ = Send::nothing;
  connected_ = true;
  retry_ = kFirstRetry;
  if (what == Send::status) {
    status_at_ = now + (listening_ ? listen_for_ + kListeningLate : status_every_);
    greeted_ = true;
  }
  if (what == Send::programme) programme_wanted_ = false;
  if (what == Send::rows) {
    rows_at_.reset();
    refused_retry_ = kFirstRetry;
    most_rows_ = std::min(most_rows_ * 2, kMostRows);
  }
  if (more_rows && !rows_at_) rows_at_ = now;
}

void UplinkMachine::heard(Steady now, bool news) {
  listening_ = false;
  connected_ = true;
  greeted_ = true;
  retry_ = kFirstRetry;
  listen_retry_ = kFirstRetry;
  const bool held = now - listening_since_ >= listen_for_ / 2;
  if (held) listen_for_ = std::min(listen_for_ + kLongerListening, longest_);
  listen_at_ = news || held ? now : listening_since_ + status_every_;
  status_at_ = std::min(status_at_, std::max(listen_at_, now));
}

void UplinkMachine::lost(Steady now) {
  listening_ = false;
  if (now - listening_since_ >= kShortestListening)
    listen_for_ = std::max(listen_for_ / 2, kShortestListening);
  listen_at_ = now + listen_retry_ + spread_.in(listen_retry_);
  listen_retry_ = std::min(listen_retry_ * 2, kLastRetry);
  status_at_ = std::min(status_at_, now + spread_.in(std::min(window_, status_every_)));
}

void UplinkMachine::failed(Steady now, Send what) {
  connected_ = false;
  greeted_ = false;
  if (what == Send::programme) programme_wanted_ = false;  // the next answer offers it again
  if (what == Send::listening) return lost(now);
  if (what == Send::rows) most_rows_ = std::max(most_rows_ / 2, kFewestRows);
  under_way_ = Send::nothing;
  not_before_ = now + retry_ + spread_.in(retry_);
  retry_ = std::min(retry_ * 2, kLastRetry);
}

void UplinkMachine::told_to_wait(Steady now, Send what, Duration pause) {
  if (what == Send::listening) {
    listening_ = false;
    status_at_ = std::min(status_at_, now);
  } else {
    under_way_ = Send::nothing;
  }
  connected_ = false;
  greeted_ = false;
  if (what == Send::programme) programme_wanted_ = false;
  const Duration whole = std::max(pause, retry_);
  not_before_ = now + whole + spread_.in(std::max(whole / 4, kFirstRetry));
  retry_ = std::min(retry_ * 2, kLastRetry);
}

void UplinkMachine::again(Steady now) {
  under_way_ = Send::nothing;
  connected_ = true;
  rows_at_ = now;
}

void UplinkMachine::refused(Steady now) {
  under_way_ = Send::nothing;
  connected_ = true;
  retry_ = kFirstRetry;
  rows_at_ = now + refused_retry_ + spread_.in(refused_retry_);
  refused_retry_ = std::min(refused_retry_ * 2, kLastRetry);
}

std::optional<Steady> UplinkMachine::next_wakeup(bool rows_wait) const {
  if (!not_before_) return std::nullopt;
  std::optional<Steady> next;
  if (under_way_ == Send::nothing) {
    const Steady due = rows_wait && rows_at_ ? std::min(*rows_at_, status_at_) : status_at_;
    next = programme_wanted_ ? *not_before_ : std::max(due, *not_before_);
  }
  if (wants_to_listen_ && greeted_ && !listening_) {
    const Steady listening = std::max(listen_at_, *not_before_);
    next = std::min(next.value_or(listening), listening);
  }
  return next;
}

}  // namespace loa::daemon
