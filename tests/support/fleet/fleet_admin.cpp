#include "support/fleet/fleet_admin.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "protocol/messages.h"
#include "protocol/token.h"

namespace loa::bench {

protocol::HttpRequest Administrator::order(const std::string& path, const std::string& body) const {
  protocol::HttpRequest request{"POST", path, {}, {}, body, ""};
  request.headers["authorization"] = "Bearer " + key_;
  return request;
}

std::string Administrator::enrol(const LoadStation& station) {
  const auto answer = ask(order("/v1/admin/tokens", R"({"name":""})"));
  const auto text = nlohmann::json::parse(answer)["token"].get<std::string>();
  const auto token = protocol::enrol_token_from(text);
  if (!token.pin) throw std::runtime_error("the centre speaks no TLS");
  pin_ = *token.pin;
  const auto given = protocol::enrol_response_from(ask(station.enrolment(token.secret)));
  if (!given || given->certificate.empty()) throw std::runtime_error("no certificate came");
  return given->certificate;
}

void Administrator::revoke(const std::string& station) {
  ask(order("/v1/admin/revoke", nlohmann::json{{"station", station}}.dump()));
}

std::string Administrator::ask(protocol::HttpRequest request) {
  protocol::HttpResponse answer;
  client_.send(std::move(request), std::chrono::seconds(60),
               [&](protocol::HttpResponse got) { answer = std::move(got); });
  loop_.run();
  loop_.restart();
  if (answer.status != 200) throw std::runtime_error(answer.body);
  return answer.body;
}

Revoker::Revoker(const Plan& plan, std::vector<std::string> stations)
    : asked_(stations.size()),
      thread_(
          [this, origin = plan.revoke_at, key = plan.revoke_key, stations = std::move(stations)] {
            Administrator administrator(origin, key);
            for (std::size_t i = 0; i < stations.size(); ++i) {
              asked_[i] = Clock::now();
              administrator.revoke(stations[i]);
            }
          }) {}

Revoker::~Revoker() {
  if (thread_.joinable()) thread_.join();
}

const std::vector<Revoker::Clock::time_point>& Revoker::asked() {
  if (thread_.joinable()) thread_.join();
  return asked_;
}

}  // namespace loa::bench
