// The device's states and its retries.
#include "audio/device_keeper.h"

#include <algorithm>

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration kFirstDelay = 250ms;
constexpr base::Duration kLastDelay = 5s;
constexpr base::Duration kSteadyRun = 5s;
constexpr base::Duration kResumeDelay = 100ms;

}  // namespace

DeviceAction DeviceKeeper::next(base::Steady now) const {
  if (!wanted_) return state_ == DeviceState::closed ? DeviceAction::none : DeviceAction::close;
  switch (state_) {
    case DeviceState::closed:
    case DeviceState::opening:
      return DeviceAction::open;
    case DeviceState::running:
      return DeviceAction::run;
    case DeviceState::xrun:
    case DeviceState::suspended:
      return now >= retry_at_ ? DeviceAction::recover : DeviceAction::none;
    case DeviceState::lost:
      return now >= retry_at_ ? DeviceAction::open : DeviceAction::none;
  }
  return DeviceAction::none;
}

base::Steady DeviceKeeper::wakeup() const {
  const bool waits = wanted_ && (state_ == DeviceState::lost || state_ == DeviceState::xrun ||
                                 state_ == DeviceState::suspended);
  return waits ? retry_at_ : base::Steady::max();
}

void DeviceKeeper::opening() {
  if (state_ == DeviceState::closed) become(DeviceState::opening, {});
}

void DeviceKeeper::opened(base::Steady now) {
  running_since_ = now;
  become(DeviceState::running, {});
}

void DeviceKeeper::failed(base::Steady now, DeviceState state, const std::string& why) {
  if (state_ == DeviceState::running && now - running_since_ >= kSteadyRun) delay_ = {};
  if (state == DeviceState::lost) {
    delay_ = std::clamp(2 * delay_, kFirstDelay, kLastDelay);
    retry_at_ = now + delay_;
  } else {
    retry_at_ = state == DeviceState::suspended ? now + kResumeDelay : now;
  }
  become(state, why);
}

void DeviceKeeper::closed() {
  delay_ = {};
  become(DeviceState::closed, {});
}

std::optional<DeviceChange> DeviceKeeper::change() {
  if (state_ == told_) return std::nullopt;
  told_ = state_;
  return DeviceChange{state_, detail_};
}

void DeviceKeeper::become(DeviceState state, const std::string& detail) {
  state_ = state;
  detail_ = detail;
}

}  // namespace loa::audio
