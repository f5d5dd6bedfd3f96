#include "centre/admin_commands.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/files.h"
#include "base/language.h"
#include "centre/admin_key.h"
#include "protocol/http.h"
#include "trust/bundle.h"

namespace loa::centre {
namespace {

constexpr std::chrono::seconds kPatience{10};

[[noreturn]] void refuse(const base::Text& text) { throw std::runtime_error(text.shown()); }

[[noreturn]] void not_running(const std::string& why) {
  refuse({fmt::format("trung tâm chưa chạy, hãy khởi động loa-centre trước ({})", why),
          fmt::format("the centre is not running, start loa-centre first ({})", why)});
}

protocol::HttpResponse ask(const std::string& origin, protocol::HttpRequest request) {
  boost::asio::io_context loop;
  protocol::HttpResponse answer;
  protocol::HttpClient client(loop, origin);
  client.send(std::move(request), kPatience,
              [&](protocol::HttpResponse response) { answer = std::move(response); });
  loop.run();
  return answer;
}

nlohmann::json ask_as_administrator(const Config& config, const std::string& path,
                                    std::string body) {
  const auto key = existing_admin_key(config.state);
  const auto origin = noted_origin(config.state);
  if (!key || !origin) not_running(config.state.string());
  protocol::HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.headers["authorization"] = "Bearer " + *key;
  request.body = std::move(body);
  const auto answer = ask(*origin, std::move(request));
  if (answer.status == 0) not_running(answer.body);
  auto json = nlohmann::json::parse(answer.body, nullptr, false);
  if (answer.status != 200 || !json.is_object())
    refuse({fmt::format("trung tâm từ chối (HTTP {}): {}", answer.status, answer.body),
            fmt::format("the centre refused (HTTP {}): {}", answer.status, answer.body)});
  return json;
}

}  // namespace

std::string new_token(const Config& config, const std::string& name, const std::string& replaces) {
  const auto body = nlohmann::json{{"name", name}, {"replaces", replaces}}.dump();
  return ask_as_administrator(config, "/v1/admin/tokens", body).at("token").get<std::string>();
}

void give_command(const Config& config, const std::filesystem::path& command) {
  ask_as_administrator(config, "/v1/admin/command",
                       base::read_file(command, trust::kLargestPayload));
}

void revoke(const Config& config, const std::string& station) {
  ask_as_administrator(config, "/v1/admin/revoke", nlohmann::json{{"station", station}}.dump());
}

void give_programme(const Config& config, const std::filesystem::path& bundle) {
  ask_as_administrator(config, "/v1/admin/programme",
                       base::read_file(bundle, trust::kLargestBundle));
}

}  // namespace loa::centre
