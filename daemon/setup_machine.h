// What of a machine a first start has to know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audio/alsa_probe.h"
#include "daemon/gpio_line.h"

namespace loa::daemon {

struct MachineFacts {
  std::vector<audio::SoundCard> cards;
  std::vector<GpioChip> chips;
  bool clock_battery = false;
  std::vector<std::string> addresses;  // by which browsers in the local network reach it
  bool watchdog_off = false;           // it has one, and nothing feeds it
  bool by_systemd = false;             // it runs systemd, which this process may change (root)
};

// Whether something feeds the machine's watchdog; nothing where it has none
// (Documentation/ABI/testing/sysfs-class-watchdog of the kernel).
std::optional<bool> watchdog_fed();

// Of this machine. Opens no sound device and touches no line; blocks for some milliseconds.
MachineFacts machine_facts();

}  // namespace loa::daemon
