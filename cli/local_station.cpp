#include "cli/local_station.h"

#include <fmt/format.h>

#include <set>

#include "base/duration.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

Text text_of(const Json& json) { return {json.value("vi", ""), json.value("en", "")}; }

Json json_of(const daemon::AmplifierConfig& amplifier) {
  auto lines = Json::array();
  for (const auto& line : amplifier.lines) {
    const auto lead = std::chrono::duration_cast<std::chrono::milliseconds>(line.lead);
    Json one{{"name", line.name},
             {"line", line.line},
             {"activeLow", line.active_low},
             {"lead", base::to_text(lead)}};
    if (!line.cluster.empty()) one["cluster"] = line.cluster;
    lines.push_back(std::move(one));
  }
  return {{"lines", std::move(lines)}};
}

}  // namespace

std::optional<std::string> url_here(const daemon::Config& config) {
  static const std::set<std::string> kReached{"127.0.0.1", "localhost", "0.0.0.0", "::"};
  if (config.listen.port == 0 || !kReached.contains(config.listen.address)) return std::nullopt;
  return fmt::format("http://127.0.0.1:{}", config.listen.port);
}

std::optional<std::string> first_code(const StationClient& station) {
  const auto answer = station.need("/v1/first").json();
  const auto& code = answer.at("code");
  return code.is_string() ? std::optional(code.get<std::string>()) : std::nullopt;
}

bool is_on_air(const StationClient& station) try {
  const auto status = station.get("/v1/status").json();
  return status.is_object() && status.contains("onAir") && status["onAir"].is_object();
} catch (const NoStation&) {
  return false;
}

std::optional<ToneThere> tone_there(const StationClient& station, const std::string& card,
                                    const daemon::AmplifierConfig& amplifier) try {
  const Json body{{"output", "alsa:" + card}, {"amplifier", json_of(amplifier)}};
  const auto answer = station.post("/v1/setup/tone", body.dump());
  const auto json = answer.json();
  if (answer.status == 401 || answer.status == 403 || !json.is_object()) return std::nullopt;
  ToneThere tone;
  if (answer.status != 200) {
    tone.why_not = json.contains("message") ? text_of(json["message"])
                                            : Text{fmt::format("HTTP {}", answer.status),
                                                   fmt::format("HTTP {}", answer.status)};
    return tone;
  }
  for (const auto& fault : json.value("faults", Json::array()))
    tone.faults.push_back(text_of(fault));
  return tone;
} catch (const NoStation&) {
  return std::nullopt;
}

}  // namespace loa::cli
