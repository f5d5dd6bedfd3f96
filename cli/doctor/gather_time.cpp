// The machine's clock, who sets it right, and time zones.
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <sstream>

#include "base/clock.h"
#include "cli/doctor/gather.h"

namespace loa::doctor {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

// By name. Empty where there is no such folder.
std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    paths.push_back(entry->path());
  }
  std::ranges::sort(paths);
  return paths;
}

std::string first_line_of(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

// In the order of their names; one in /etc stands for its namesake of a package.
std::vector<fs::path> drop_ins(const fs::path& root, const std::string& folder) {
  std::map<std::string, fs::path> by_name;
  for (const char* place : {"usr/lib", "etc"}) {
    for (const auto& path : entries_of(root / place / folder)) {
      if (path.extension() == ".conf") by_name[path.filename().string()] = path;
    }
  }
  std::vector<fs::path> paths;
  paths.reserve(by_name.size());
  for (const auto& [name, path] : by_name) paths.push_back(path);
  return paths;
}

// timesyncd.conf(5): NTP= adds, and an empty one forgets those before it.
Words servers_of_timesyncd(const fs::path& root) {
  auto files = drop_ins(root, "systemd/timesyncd.conf.d");
  files.insert(files.begin(), root / "etc/systemd/timesyncd.conf");
  Words servers;
  for (const auto& file : files) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("NTP=")) continue;
      std::istringstream words(line.substr(4));
      const auto before = servers.size();
      for (std::string word; words >> word;) servers.push_back(word);
      if (servers.size() == before) servers.clear();
    }
  }
  return servers;
}

// "server NAME ..." and "pool NAME ...", as chrony and ntpd have them.
Words servers_in(const std::vector<fs::path>& files) {
  Words servers;
  for (const auto& file : files) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string kind;
      std::string name;
      words >> kind >> name;
      if ((kind == "server" || kind == "pool") && !name.empty()) servers.push_back(name);
    }
  }
  return servers;
}

Words servers_of_chrony(const fs::path& root) {
  std::vector<fs::path> files{root / "etc/chrony/chrony.conf"};
  for (const char* folder : {"etc/chrony/conf.d", "etc/chrony/sources.d"}) {
    const auto more = entries_of(root / folder);
    files.insert(files.end(), more.begin(), more.end());
  }
  return servers_in(files);
}

Words servers_of_ntpd(const fs::path& root) {
  return servers_in({root / "etc/ntpsec/ntp.conf", root / "etc/ntp.conf"});
}

struct TimeService {
  const char* process;  // as the kernel has its name: 15 letters
  const char* name;
  Words (*servers)(const fs::path& root);
};
constexpr std::array<TimeService, 3> kServices{
    {{"systemd-timesyn", "systemd-timesyncd", servers_of_timesyncd},
     {"chronyd", "chrony", servers_of_chrony},
     {"ntpd", "ntpd", servers_of_ntpd}}};

// Null where none runs.
const TimeService* service_that_runs(const fs::path& root) {
  for (const auto& process : entries_of(root / "proc")) {
    const auto name = first_line_of(process / "comm");
    const auto found = std::ranges::find(kServices, name, &TimeService::process);
    if (!name.empty() && found != kServices.end()) return &*found;
  }
  return nullptr;
}

std::optional<std::chrono::seconds> offset_of(const std::string& zone, base::Wall now) {
  try {
    return date::locate_zone(zone)->get_info(date::floor<std::chrono::seconds>(now)).offset;
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

bool has_zones() {
  try {
    return !date::get_tzdb().zones.empty();
  } catch (const std::runtime_error&) {
    return false;
  }
}

// "" where it is not told; a machine without the file has UTC (localtime(5)).
std::string zone_of_machine(const fs::path& root) {
  constexpr std::string_view kFolder = "zoneinfo/";
  const auto file = root / "etc/localtime";
  std::error_code error;
  if (!fs::exists(fs::symlink_status(file, error))) return "UTC";
  const auto target = fs::read_symlink(file, error).string();
  const auto at = target.find(kFolder);
  return at == std::string::npos ? first_line_of(root / "etc/timezone")
                                 : target.substr(at + kFolder.size());
}

}  // namespace

ClockFacts gather_clock(base::ClockTrust trust, const fs::path& root) {
  const auto kernel = base::kernel_clock();
  const auto clocks = entries_of(root / "sys/class/rtc");
  ClockFacts facts;
  facts.trust = trust;
  facts.synchronised = kernel.synchronised;
  facts.error_us = kernel.most_error_us;
  facts.batteries = static_cast<int>(clocks.size());
  if (!clocks.empty()) facts.battery = first_line_of(clocks.front() / "name");
  if (const auto* service = service_that_runs(root)) {
    facts.service = service->name;
    facts.servers = fmt::format("{}", fmt::join(service->servers(root), ", "));
  }
  facts.now = base::wall_now();
  facts.built = base::time_of_program();
  return facts;
}

ZoneFacts gather_zone(const std::string& zone, base::Wall now, const fs::path& root) {
  ZoneFacts facts;
  facts.name = zone;
  facts.has_data = has_zones();
  facts.offset = offset_of(zone, now);
  facts.machine = zone_of_machine(root);
  facts.machine_offset = offset_of(facts.machine, now);
  return facts;
}

}  // namespace loa::doctor
