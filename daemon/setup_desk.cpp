#include "daemon/setup_desk.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "base/files.h"
#include "base/settings.h"
#include "daemon/setup_file.h"

namespace loa::daemon {
namespace {

using Json = nlohmann::ordered_json;

Json file_as_it_is(const std::string& file) {
  try {
    const auto text = base::read_file_if_exists(file, base::kMaxSettings).value_or("{}");
    auto json = Json::parse(text, nullptr, false, true);
    return json.is_object() ? json : Json::object();
  } catch (const std::system_error&) {
    return Json::object();
  }
}

}  // namespace

std::optional<base::Text> SetupDesk::fault() const { return fault_of_writing(config_.file); }

std::string SetupDesk::present() const {
  const auto all = file_as_it_is(config_.file);
  auto shown = Json::object();
  for (const auto* key : kAskedAbout) {
    if (all.contains(key)) shown[key] = all[key];
  }
  shown.erase("firstPerson");
  if (shown.contains("centre") && shown["centre"].is_object()) shown["centre"].erase("token");
  return shown.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Config> SetupDesk::take(const std::string& answers, base::Steady now) {
  auto config = take_answers(config_.file, {answers, ""});
  if (config) renewal_.want(now);
  return config;
}

const base::Communes& SetupDesk::communes() {
  if (!communes_) communes_ = base::Communes::beside(config_.file);
  return *communes_;
}

std::vector<std::string> page_addresses(const Config& config, unsigned short port) {
  std::vector<std::string> found{fmt::format("http://127.0.0.1:{}", port)};
  if (config.listen.is_local()) return found;
  for (const auto& host : config.listen.hosts) {
    found.push_back(fmt::format("{}://{}:{}", config.listen.tls ? "https" : "http", host, port));
  }
  return found;
}

}  // namespace loa::daemon
