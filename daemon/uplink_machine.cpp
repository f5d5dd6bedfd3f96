// When to speak to the centre.
#include "daemon/uplink_machine.h"

#include <algorithm>

namespace loa::daemon {

using base::Duration;
using base::Steady;

void UplinkMachine::start(Steady now) {
  not_before_ = now + spread_.in(window_);
  rows_at_ = *not_before_;
  status_at_ = *not_before_;
}

void UplinkMachine::nudge(Steady now) {
  if (!rows_at_) rows_at_ = now + kSoon;
  status_at_ = std::min(status_at_, now + kSoon);
}

UplinkMachine::Send UplinkMachine::step(Steady now, bool rows_wait) {
  if (under_way_ != Send::nothing || !not_before_ || now < *not_before_) return Send::nothing;
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
  if (what == Send::status) status_at_ = now + status_every_;
  if (what == Send::programme) programme_wanted_ = false;
  if (what == Send::rows) {
    rows_at_.reset();
    refused_retry_ = kFirstRetry;
    most_rows_ = std::min(most_rows_ * 2, kMostRows);
  }
  if (more_rows && !rows_at_) rows_at_ = now;
}

void UplinkMachine::failed(Steady now) {
  if (under_way_ == Send::rows) most_rows_ = std::max(most_rows_ / 2, kFewestRows);
  under_way_ = Send::nothing;
  connected_ = false;
  programme_wanted_ = false;  // the next answer to a status offers it again
  not_before_ = now + retry_ + spread_.in(retry_);
  retry_ = std::min(retry_ * 2, kLastRetry);
}

void UplinkMachine::told_to_wait(Steady now, Duration pause) {
  under_way_ = Send::nothing;
  connected_ = false;
  programme_wanted_ = false;
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
  if (under_way_ != Send::nothing || !not_before_) return std::nullopt;
  if (programme_wanted_) return not_before_;
  const Steady due = rows_wait && rows_at_ ? std::min(*rows_at_, status_at_) : status_at_;
  return std::max(due, *not_before_);
}

}  // namespace loa::daemon
