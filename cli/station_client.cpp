#include "cli/station_client.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <optional>
#include <system_error>

#include "base/files.h"
#include "base/language.h"
#include "base/settings.h"
#include "daemon/config.h"
#include "protocol/http.h"
#include "protocol/http_rules.h"

namespace loa::cli {
namespace {

namespace fs = std::filesystem;
using base::Text;

constexpr std::chrono::milliseconds kStationPatience{60'000};

[[noreturn]] void no_station(const std::string& url, const std::string& why) {
  throw NoStation(
      Text{fmt::format("không có đài nào trả lời ở {} ({}); xem loa-station có đang chạy "
                       "không, hoặc chỉ địa chỉ khác bằng --station",
                       url, why),
           fmt::format("no station answers at {} ({}); see whether loa-station runs, or "
                       "name another address with --station",
                       url, why)}
          .shown());
}

bool is_here(const std::string& url) {
  const auto origin = protocol::parse_origin(url);
  return origin && (origin->host == "localhost" || protocol::is_from_here(origin->host));
}

std::string text_in(const fs::path& file) try {
  return base::read_file_if_exists(file, base::kMaxSettings).value_or("");
} catch (const std::system_error&) {
  return "";  // not for this user
}

// One thread, and nothing sets it meanwhile.
fs::path state_here() {
  const char* told = std::getenv("LOA_CONFIG");  // NOLINT(concurrency-mt-unsafe)
  const std::string config = told == nullptr ? kUsualConfig : told;
  return daemon::state_named_in(text_in(config), config).value_or(daemon::kUsualState);
}

}  // namespace

StationClient::StationClient(const std::string& url) : StationClient(url, state_here()) {}

StationClient::StationClient(std::string url, const fs::path& state) : url_(std::move(url)) {
  if (!is_here(url_)) return;
  const auto text = text_in(state / daemon::kOwnerTokenFile);
  token_ = text.substr(0, text.find('\n'));
}

nlohmann::ordered_json Answer::json() const {
  auto parsed = nlohmann::ordered_json::parse(body, nullptr, false);
  return parsed.is_discarded() ? nlohmann::ordered_json() : parsed;
}

Answer StationClient::send(const std::string& method, const std::string& path,
                           const std::string& body, const Query& query) const {
  boost::asio::io_context loop;
  std::optional<protocol::HttpClient> client;
  try {
    client.emplace(loop, url_);
  } catch (const std::invalid_argument& error) {
    no_station(url_, error.what());
  }
  protocol::HttpRequest request;
  request.method = method;
  request.path = path;
  request.query = query;
  request.body = body;
  request.headers["x-loa"] = "cli";
  if (!token_.empty()) request.headers["authorization"] = "Bearer " + token_;
  Answer answer;
  client->send(std::move(request), kStationPatience, [&](protocol::HttpResponse response) {
    answer = {response.status, std::move(response.body)};
    loop.stop();  // the connection would be kept open for a next call
  });
  loop.run();
  if (answer.status == 0) no_station(url_, answer.body);
  return answer;
}

Answer StationClient::get(const std::string& path, const Query& query) const {
  return send("GET", path, "", query);
}

Answer StationClient::post(const std::string& path, const std::string& body,
                           const Query& query) const {
  return send("POST", path, body, query);
}

Answer StationClient::need(const std::string& path, const Query& query) const {
  return checked(get(path, query));
}

Answer StationClient::command(const std::string& path, const nlohmann::ordered_json& body) const {
  return checked(post(path, body.dump()));
}

Answer checked(Answer answer) {
  if (answer.status >= 200 && answer.status < 300) return answer;
  if (answer.status == 401) {
    throw Refused(
        Text{"lệnh này dành cho chủ máy của đài: chạy bằng sudo (nếu cấu hình không ở "
             "/etc/loa/station.json thì chỉ nó bằng biến LOA_CONFIG)",
             "this is for the owner of the station's machine: use sudo (and LOA_CONFIG "
             "where the configuration is not /etc/loa/station.json)"}
            .shown());
  }
  const auto json = answer.json();
  if (!json.is_object() || !json.contains("message")) {
    throw Refused(fmt::format("HTTP {}", answer.status));
  }
  const auto& message = json["message"];
  throw Refused(Text{message.value("vi", ""), message.value("en", "")}.shown());
}

}  // namespace loa::cli
