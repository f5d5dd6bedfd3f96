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

}  // namespace loa::audio
