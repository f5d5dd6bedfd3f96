// Limits of the process that plays, and the machine's watchdog.
#include <grp.h>

#include <array>
#include <charconv>
#include <fstream>
#include <sstream>

#include "cli/doctor/gather.h"
#include "daemon/setup_machine.h"

namespace loa::doctor {
namespace {

constexpr int kCapSysNice = 23;  // linux/capability.h

// The rest of the line of a file in /proc that begins with `key`; "" if there is none.
std::string line_of(const std::string& file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(key)) return line.substr(key.size());
  }
  return "";
}

bool has_cap_sys_nice(const std::string& status) {
  std::uint64_t caps = 0;
  std::istringstream(line_of(status, "CapEff:")) >> std::hex >> caps;
  return (caps >> kCapSysNice & 1U) != 0;
}

std::uint64_t soft_priority(const std::string& limits) {
  std::string soft;
  std::istringstream(line_of(limits, "Max realtime priority")) >> soft;
  std::uint64_t priority = soft == "unlimited" ? 99 : 0;
  std::from_chars(soft.data(), soft.data() + soft.size(), priority);
  return priority;
}

std::optional<gid_t> audio_group() {
  std::array<char, 16384> text;
  group entry{};
  group* found = nullptr;
  if (::getgrnam_r("audio", &entry, text.data(), text.size(), &found) != 0 || found == nullptr) {
    return std::nullopt;
  }
  return entry.gr_gid;
}

bool has_group(const std::string& status, gid_t wanted) {
  for (const char* key : {"Groups:", "Gid:"}) {
    std::istringstream words(line_of(status, key));
    for (gid_t one = 0; words >> one;) {
      if (one == wanted) return true;
    }
  }
  return false;
}

}  // namespace

LimitFacts gather_limits(int process) {
  const auto folder = "/proc/" + (process == 0 ? "self" : std::to_string(process));
  LimitFacts facts;
  facts.of_station = process != 0;
  facts.privileged = has_cap_sys_nice(folder + "/status");
  facts.priority = soft_priority(folder + "/limits");
  if (const auto group = audio_group()) {
    facts.group_exists = true;
    facts.in_group = has_group(folder + "/status", *group);
  }
  facts.watchdog_fed = daemon::watchdog_fed();
  return facts;
}

}  // namespace loa::doctor
