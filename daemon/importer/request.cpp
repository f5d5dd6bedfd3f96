#include "daemon/importer/request.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "schedules/notation.h"
#include "schedules/read.h"

namespace loa::daemon::importer {
namespace {

using Json = nlohmann::json;
namespace intake = schedules::intake;

std::shared_ptr<const schedules::WeeklySchedule> templates_in(const Json& json) {
  if (json.is_null()) return nullptr;
  return schedules::read_schedule(json.dump(), "").schedule;
}

std::shared_ptr<const schedules::Policy> policy_in(const Json& json) {
  if (json.is_null()) return nullptr;
  auto read = schedules::read_policy(json.dump(), "");
  // Without its rules the week would pass for one that keeps them.
  if (!read.policy) throw std::runtime_error("the policy cannot be read");
  return std::move(read.policy);
}

std::vector<intake::KnownMedia> media_in(const Json& json) {
  std::vector<intake::KnownMedia> media;
  for (const auto& one : json) {
    media.push_back({one.at(0).get<std::string>(), schedules::Seconds(one.at(1).get<int>())});
  }
  return media;
}

intake::Answers answers_in(const Json& json) {
  intake::Answers answers;
  for (const auto& one : json) {
    answers.push_back({one.at("code").get<std::string>(), one.at("at").get<std::string>(),
                       one.at("value").get<std::string>()});
  }
  return answers;
}

}  // namespace

Request read_request(std::string_view input) {
  const auto end = input.find('\n');
  if (end == std::string_view::npos) throw std::runtime_error("the request has no first line");
  const auto json = Json::parse(input.substr(0, end));
  Request request;
  auto& context = request.context;
  context.file = json.at("file").get<std::string>();
  context.zone = json.at("zone").get<std::string>();
  context.today = schedules::date_from(json.at("today").get<std::string>()).value();
  context.week_of = schedules::date_from(json.at("weekOf").get<std::string>());
  context.sheet = json.at("sheet").get<std::string>();
  context.media = media_in(json.at("media"));
  context.templates = templates_in(json.at("templates"));
  context.policy = policy_in(json.at("policy"));
  context.clusters = json.at("clusters").get<std::vector<std::string>>();
  context.answers = answers_in(json.at("answers"));
  request.file = input.substr(end + 1);
  return request;
}

}  // namespace loa::daemon::importer
