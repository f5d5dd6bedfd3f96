// Names of the sound's states, for logs, reports and pages.
#include "audio/air.h"

namespace loa::audio {

std::string_view name_of(DeviceState state) {
  switch (state) {
    case DeviceState::closed:
      return "closed";
    case DeviceState::opening:
      return "opening";
    case DeviceState::running:
      return "running";
    case DeviceState::xrun:
      return "xrun";
    case DeviceState::suspended:
      return "suspended";
    case DeviceState::lost:
      return "lost";
  }
  return "unknown";
}

bool is_worse(DeviceState state, DeviceState than) {
  const auto badness = [](DeviceState one) {
    switch (one) {
      case DeviceState::closed:
        return 0;
      case DeviceState::running:
        return 1;
      case DeviceState::opening:
        return 2;
      case DeviceState::xrun:
        return 3;
      case DeviceState::suspended:
        return 4;
      case DeviceState::lost:
        return 5;
    }
    return 5;
  };
  return badness(state) > badness(than);
}

}  // namespace loa::audio
