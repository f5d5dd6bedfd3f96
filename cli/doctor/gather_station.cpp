// The running station, by its page on this machine; and who it is to the kernel.
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <fstream>
#include <sstream>

#include "base/clock.h"
#include "cli/doctor/gather.h"
#include "cli/station_client.h"
#include "daemon/gpio_line.h"
#include "signs/drivers/probe.h"

namespace loa::doctor {
namespace {

using Json = nlohmann::ordered_json;

constexpr base::Duration kNear = std::chrono::minutes{1};

// A page that others may open answers here too.
std::string page_of(const protocol::ListenConfig& listen) {
  const std::string address = listen.is_local() ? listen.address : "127.0.0.1";
  const bool v6 = address.find(':') != std::string::npos;
  return fmt::format("http://{}:{}", v6 ? "[" + address + "]" : address, listen.port);
}

bool is_near(const Json& next) {
  if (!next.is_object()) return false;
  const auto start = base::from_rfc3339(next.value("start", ""));
  return start && *start - base::wall_now() < kNear;
}

void take_lines(const Json& amplifier, StationFacts& facts) {
  if (amplifier.is_null()) return;
  for (const auto& line : amplifier.at("lines")) {
    const auto& problem = line.at("problem");
    if (problem.is_null()) continue;
    facts.line_problems[line.value("line", "")] = {problem.value("vi", ""),
                                                   problem.value("en", "")};
  }
}

void take_status(const Json& status, StationFacts& facts) {
  facts.running = true;
  facts.software = status.value("software", "");
  const auto& sound = status.at("sound");
  facts.sound_state = sound.value("state", "");
  for (const auto& device : sound.value("devices", Json::array()))
    facts.devices[device.value("output", "")] = {device.value("state", ""),
                                                 device.value("detail", "")};
  facts.start_near = !status.at("onAir").is_null() || is_near(status.at("next"));
  facts.faults = status.at("faults").get<std::vector<std::string>>();
  take_lines(status.at("amplifier"), facts);
  const auto& board = status.at("board");
  facts.board_state = board.value("state", "");
  if (const auto& problem = board.at("problem"); problem.is_object()) {
    facts.board_problem = {problem.value("vi", ""), problem.value("en", "")};
  }
  const auto& centre = status.at("centre");
  facts.centre_connected = centre.value("connected", false);
  facts.unacknowledged = centre.value("unacknowledged", std::uint64_t{0});
  if (centre.contains("media")) {
    const auto& media = centre.at("media");
    facts.media_files = media.value("files", std::uint64_t{0});
    facts.media_bytes = media.value("bytesLeft", std::uint64_t{0});
    facts.media_problem = media.value("problem", "");
  }
  if (const auto& last = centre.at("lastAnswer"); last.is_string()) {
    facts.centre_last_answer = last.get<std::string>();
  }
}

// "1: FLOCK  ADVISORY  WRITE 1234 fd:01:5678 0 EOF" (proc(5), /proc/locks).
int holder_in(const std::string& line, const std::string& wanted) {
  std::istringstream words(line);
  std::string number;
  std::string kind;
  std::string mode;
  std::string access;
  std::string file;
  int process = 0;
  words >> number >> kind >> mode >> access >> process >> file;
  return words && kind == "FLOCK" && file == wanted ? process : 0;
}

}  // namespace

int holder_of(const std::filesystem::path& state) {
  struct stat lock {};
  if (::stat((state / "lock").c_str(), &lock) != 0) return 0;
  const auto wanted =
      fmt::format("{:02x}:{:02x}:{}", major(lock.st_dev), minor(lock.st_dev), lock.st_ino);
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    if (const int process = holder_in(line, wanted); process != 0) return process;
  }
  return 0;
}

StationFacts gather_station(const daemon::Config& config, const std::string& url) {
  StationFacts facts;
  facts.url = url.empty() ? page_of(config.listen) : url;
  facts.locked = holder_of(config.state) != 0;
  try {
    const auto answer = cli::StationClient(facts.url, config.state).get("/v1/status");
    if (answer.status == 200) take_status(answer.json(), facts);
    facts.forbidden = answer.status == 401;
  } catch (const cli::NoStation&) {
    // It does not run: that is a fact too.
  } catch (const nlohmann::json::exception&) {
    facts.running = false;  // something else answers there
  }
  return facts;
}

std::vector<LineFacts> gather_amplifier(const daemon::Config& config, const StationFacts& station) {
  std::vector<LineFacts> all;
  // It holds them, and does not say.
  if (station.locked && !station.running) return all;
  for (const auto& line : config.amplifier.lines) {
    LineFacts facts{line.name, line.line, std::nullopt};
    const auto told = station.line_problems.find(line.line);
    if (told != station.line_problems.end()) facts.fault = told->second;
    if (!station.running) facts.fault = daemon::fault_of_line(line.line);
    all.push_back(std::move(facts));
  }
  return all;
}

BoardFacts gather_board(const daemon::Config& config, const StationFacts& station) {
  const auto& driver = config.board.driver;
  BoardFacts facts;
  facts.kind = signs::drivers::name_of(driver.kind);
  facts.address = driver.address;
  using signs::drivers::BoardKind;
  const bool answers = driver.kind == BoardKind::firmware || driver.kind == BoardKind::onbon;
  if (station.running || station.locked || !answers) return facts;
  try {
    const auto result = signs::drivers::probe(driver.address);
    facts.asked = true;
    facts.answers = !result.found.empty();
    facts.note = result.note;
  } catch (const std::invalid_argument&) {
    // The configuration's own check has told.
  }
  return facts;
}

}  // namespace loa::doctor
