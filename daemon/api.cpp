#include "daemon/api.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "base/log.h"
#include "daemon/api_answers.h"
#include "daemon/api_gate.h"
#include "daemon/api_routes.h"

namespace loa::daemon {
namespace {

using protocol::HttpReply;
using protocol::HttpRequest;

struct Route {
  const char* method;
  const char* path;
  void (*answer)(ApiContext&, const HttpRequest&, const HttpReply&);
};

constexpr std::array kRoutes{
    Route{"GET", "/v1/status", routes::get_status},
    Route{"GET", "/v1/timeline", routes::get_timeline},
    Route{"GET", "/v1/log", routes::get_log},
    Route{"GET", "/v1/schedule", routes::get_schedule},
    Route{"GET", "/v1/schedule/week", routes::get_week},
    Route{"POST", "/v1/schedule/check", routes::check_schedule},
    Route{"POST", "/v1/schedule", routes::load_schedule},
    Route{"POST", "/v1/schedule/import", routes::import_schedule},
    Route{"POST", "/v1/command", routes::take_command},
    Route{"POST", "/v1/play", routes::play},
    Route{"POST", "/v1/live", routes::speak_live},
    Route{"POST", "/v1/media", routes::take_media},
    Route{"POST", "/v1/stop", routes::stop},
    Route{"POST", "/v1/pause", routes::pause},
    Route{"POST", "/v1/resume", routes::resume},
    Route{"POST", "/v1/volume", routes::set_volume},
    Route{"GET", "/v1/policy", routes::get_policy},
    Route{"POST", "/v1/override", routes::start_override},
    Route{"POST", "/v1/override/end", routes::end_override},
    Route{"GET", "/v1/collisions", routes::get_collisions},
    Route{"POST", "/v1/collisions", routes::answer_collision},
    Route{"GET", "/v1/sign.png", routes::get_picture},
    Route{"GET", "/v1/sign.gif", routes::get_motion},
    Route{"GET", "/v1/sign.txt", routes::get_picture_as_text},
    Route{"GET", "/healthz", routes::get_health},
};

protocol::HttpResponse no_route(const HttpRequest& request) {
  const bool known =
      std::ranges::any_of(kRoutes, [&](const Route& route) { return request.path == route.path; });
  if (!known) return error_answer(404, "not-found", {"không có trang này", "no such page"});
  return error_answer(405, "method", {"phương thức không dùng được ở đây", "wrong method"});
}

protocol::HttpResponse failure(const std::exception& error) {
  base::log(base::LogLevel::error, error.what());
  const auto* system = dynamic_cast<const std::system_error*>(&error);
  if (system != nullptr && system->code() == std::errc::no_space_on_device) {
    return error_answer(507, "disk-full",
                        {"đĩa của đài đã đầy, không lưu được gì; hãy xóa bớt tệp rồi thử lại",
                         "the station's disk is full and nothing was kept; free some space"});
  }
  return error_answer(500, "failed",
                      {std::string("không làm được: ") + error.what(),
                       std::string("it could not be done: ") + error.what()});
}

}  // namespace

Api::Api(ApiContext context) : context_(std::move(context)) {}
Api::~Api() = default;

void Api::handle(HttpRequest request, const HttpReply& reply) {
  if (auto answer = refusal(request, context_.config.listen)) return reply(std::move(*answer));
  const auto route = std::ranges::find_if(kRoutes, [&](const Route& candidate) {
    return request.method == candidate.method && request.path == candidate.path;
  });
  if (route == kRoutes.end()) {
    auto file = routes::page(request);
    return reply(file ? std::move(*file) : no_route(request));
  }
  try {
    route->answer(context_, request, reply);
  } catch (const std::exception& error) {
    reply(failure(error));
  }
}

std::vector<std::pair<std::string, std::string>> Api::routes() {
  std::vector<std::pair<std::string, std::string>> list;
  list.reserve(std::size(kRoutes));
  for (const auto& route : kRoutes) list.emplace_back(route.method, route.path);
  return list;
}

namespace routes {

std::string query(const Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? "" : found->second;
}

std::optional<int> number(const Request& request, const std::string& name, int fallback, int least,
                          int most) {
  const auto text = query(request, name);
  if (text.empty()) return fallback;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

std::string caller(const Request& request) {
  auto name = request.headers.at("x-loa").substr(0, 32);
  std::erase_if(name, [](unsigned char c) { return c < ' ' || c > '~'; });
  return name + "@" + request.peer;
}

protocol::HttpResponse bad_query(const std::string& name) {
  return error_answer(400, "query",
                      {"tham số " + name + " không hợp lệ", "the parameter " + name + " is wrong"});
}

}  // namespace routes
}  // namespace loa::daemon
