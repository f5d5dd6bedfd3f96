#include "cli/station_service.h"

#include <fmt/format.h>
#include <unistd.h>

#include <map>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "audio/child_process.h"
#include "base/descriptor_io.h"
#include "base/language.h"

namespace loa::cli {
namespace {

namespace fs = std::filesystem;
using base::Text;

constexpr auto kSystemctl = "systemctl";
constexpr auto kAsk = "exec systemctl show --property=LoadState,ActiveState,ExecStart 2>/dev/null ";
constexpr base::Duration kAnswer = std::chrono::seconds{10};
constexpr std::size_t kMostAnswered = 64UL * 1024;

// "ActiveState=active" and so on; empty where systemd does not answer.
std::map<std::string, std::string> properties_of(const char* unit) {
  std::map<std::string, std::string> found;
  try {
    auto pipe = audio::Pipe::make();
    // Where there is no systemd, that it says so is of no interest to anybody.
    audio::ChildProcess asked("/bin/sh", {"-c", std::string(kAsk) + unit}, -1, pipe.write.get());
    pipe.write.reset();
    // What it says fits into the pipe.
    if (!asked.ended_within(kAnswer) || !asked.succeeded()) return found;
    std::istringstream lines(base::read_all(pipe.read.get(), kMostAnswered).value_or(""));
    for (std::string line; std::getline(lines, line);) {
      const auto equals = line.find('=');
      if (equals != std::string::npos) found[line.substr(0, equals)] = line.substr(equals + 1);
    }
  } catch (const std::system_error&) {
    found.clear();
  }
  return found;
}

// Of "{ path=... ; argv[]=/usr/bin/loa-station --config /etc/loa/station.json ; ... }".
fs::path config_in(const std::string& exec_start) {
  constexpr std::string_view kOption = "--config ";
  const auto at = exec_start.find(kOption);
  if (at == std::string::npos) return {};
  const auto from = at + kOption.size();
  return exec_start.substr(from, exec_start.find(' ', from) - from);
}

[[noreturn]] void service_refused(const char* verb, const Text& why) {
  const auto unit = StationService::kUnit;
  throw std::runtime_error(Text{
      fmt::format("systemctl {} {}: {}; xem: journalctl -u {} -n 50", verb, unit, why.vi, unit),
      fmt::format("systemctl {} {}: {}; see: journalctl -u {} -n 50", verb, unit, why.en, unit)}
                               .shown());
}

}  // namespace

std::optional<StationService> StationService::of(const fs::path& config, base::Duration patience) {
  if (::geteuid() != 0) return std::nullopt;
  auto found = properties_of(kUnit);
  const auto its_own = config_in(found["ExecStart"]);
  const bool same = !its_own.empty() &&
                    fs::weakly_canonical(fs::absolute(config)) == fs::weakly_canonical(its_own);
  if (found["LoadState"] != "loaded" || !same) return std::nullopt;
  return StationService(found["ActiveState"], patience);
}

void StationService::need(const char* verb) const {
  std::optional<audio::ChildProcess> asked;
  try {
    asked.emplace(kSystemctl, std::vector<std::string>{"--no-ask-password", verb, kUnit}, -1, -1);
  } catch (const std::system_error& error) {
    service_refused(verb, {error.code().message(), error.code().message()});
  }
  if (!asked->ended_within(patience_)) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(patience_).count();
    service_refused(verb, {fmt::format("chưa xong sau {} giây", seconds),
                           fmt::format("not done after {} s", seconds)});
  }
  if (!asked->succeeded()) service_refused(verb, {asked->how_it_ended(), asked->how_it_ended()});
}

void StationService::stop() const { need("stop"); }

void StationService::forget_starts() const { need("reset-failed"); }

void StationService::start() const {
  forget_starts();
  need("start");
}

void StationService::restart() const {
  forget_starts();
  need("restart");
}

}  // namespace loa::cli
