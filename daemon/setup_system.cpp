#include "daemon/setup_system.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

#include "audio/child_process.h"
#include "base/files.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr auto kWatchdogFile = "systemd/system.conf.d/50-loa-watchdog.conf";
constexpr auto kTimeFile = "systemd/timesyncd.conf.d/50-loa.conf";
constexpr std::size_t kMostServers = 8;
constexpr std::size_t kLongestServer = 253;  // a name of the DNS (RFC 1035, 2.3.4)
constexpr std::size_t kLargest = 64UL * 1024;
constexpr base::Duration kPatience = std::chrono::seconds{30};

// The Raspberry Pi's counts no further than 15 s.
constexpr auto kWatchdog =
    "# By loa setup: where the kernel or systemd hangs, the machine starts again by itself.\n"
    "[Manager]\nRuntimeWatchdogSec=14s\nRebootWatchdogSec=5min\n";

bool is_server(const std::string& name) {
  const auto fits = [](unsigned char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || letter == '.' || letter == '-' || letter == ':';
  };
  return name.size() <= kLongestServer && std::ranges::all_of(name, fits);
}

Words read_servers(base::Fields& fields) {
  constexpr auto kKey = "timeServers";
  auto servers = fields.strings_or_empty(kKey, kMostServers);
  for (std::size_t i = 0; i < servers.size(); ++i) {
    if (is_server(servers[i])) continue;
    fields.error(kKey, i, "server-name",
                 {fmt::format("{} không phải tên hay địa chỉ máy chủ", servers[i]),
                  fmt::format("{} is no server's name or address", servers[i])});
  }
  return servers;
}

// "" takes it away. True where it was otherwise.
bool put(const fs::path& file, const std::string& text) {
  const auto before = base::read_file_if_exists(file, kLargest).value_or("");
  if (before == text) return false;
  if (text.empty()) {
    fs::remove(file);
    base::sync_folder(file.parent_path());
  } else {
    fs::create_directories(file.parent_path());
    base::replace_file(file, text);
  }
  return true;
}

// An empty NTP= forgets what files before this one say.
std::string time_text(const Words& servers) {
  if (servers.empty()) return "";
  return fmt::format("# By loa setup.\n[Time]\nNTP=\nNTP={}\n", fmt::join(servers, " "));
}

bool told(const Words& words) {
  try {
    audio::ChildProcess systemctl("systemctl", words, -1, -1);
    return systemctl.ended_within(kPatience) && systemctl.succeeded();
  } catch (const std::system_error&) {
    return false;
  }
}

}  // namespace

SystemAnswers read_system(base::Fields& fields) {
  SystemAnswers answers;
  if (!fields.has("system")) return answers;
  auto system = fields.object("system");
  if (system.has("watchdog")) answers.watchdog = system.boolean("watchdog");
  if (system.has("timeServers")) answers.time_servers = read_servers(system);
  system.finish();
  return answers;
}

std::vector<Words> write_system(const SystemAnswers& answers, const fs::path& etc) {
  std::vector<Words> to_tell;
  if (answers.watchdog && put(etc / kWatchdogFile, *answers.watchdog ? kWatchdog : "")) {
    to_tell.push_back({"daemon-reexec"});
  }
  if (answers.time_servers && put(etc / kTimeFile, time_text(*answers.time_servers))) {
    to_tell.push_back({"--no-block", "try-restart", "systemd-timesyncd.service"});
  }
  return to_tell;
}

void change_system(const SystemAnswers& answers) {
  for (const auto& words : write_system(answers, "/etc")) {
    if (told(words)) continue;
    base::log(base::LogLevel::warning,
              fmt::format("systemctl {} failed: it holds from the machine's next start on",
                          fmt::join(words, " ")));
  }
}

}  // namespace loa::daemon
