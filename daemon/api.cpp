#include "daemon/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "base/log.h"
#include "daemon/api_answers.h"
#include "daemon/api_gate.h"
#include "daemon/api_routes.h"
#include "trust/envelope.h"

namespace loa::daemon {
namespace {

using protocol::HttpReply;
using protocol::HttpRequest;

constexpr std::string_view kPolicyHeader = "Content-Security-Policy";

// Of what may be brought, where it is no file.
constexpr std::size_t kLittle = 64UL * 1024;
// A signed command names each of its stations.
constexpr std::size_t kLargestCommand = 2 * trust::kLargestPayload;

// Which answers of a route the record has to have. What the station does, it records by itself.
enum class Noted { none, refusals, all };

}  // namespace

struct Api::Route {
  const char* method;
  const char* path;
  void (*answer)(ApiContext&, const routes::Request&, const HttpReply&);
  Right right;
  Noted noted = Noted::none;
  std::size_t most = kLittle;
};

namespace {

// Who may do what, and what of it is recorded: rights.cpp has the roles.
constexpr std::array kRoutes{
    Api::Route{"GET", "/v1/session", routes::get_session, Right::anyone},
    Api::Route{"POST", "/v1/login", routes::log_in, Right::anyone},
    Api::Route{"POST", "/v1/logout", routes::log_out, Right::anyone},
    Api::Route{"POST", "/v1/first", routes::make_first, Right::anyone},
    Api::Route{"GET", "/v1/first", routes::get_first_code, Right::people},
    Api::Route{"POST", "/v1/password", routes::change_password, Right::person, Noted::all},
    Api::Route{"POST", "/v1/code", routes::use_code, Right::anyone},
    Api::Route{"GET", "/v1/people", routes::get_people, Right::people},
    Api::Route{"POST", "/v1/people", routes::add_person, Right::people, Noted::refusals},
    Api::Route{"POST", "/v1/people/change", routes::change_person, Right::people, Noted::refusals},
    Api::Route{"POST", "/v1/people/remove", routes::remove_person, Right::people, Noted::refusals},
    Api::Route{"POST", "/v1/people/logout", routes::end_sessions, Right::people, Noted::refusals},
    Api::Route{"GET", "/v1/setup", routes::get_setup, Right::setup},
    Api::Route{"POST", "/v1/setup", routes::take_setup, Right::setup, Noted::all},
    Api::Route{"POST", "/v1/setup/tone", routes::play_tone, Right::setup, Noted::all},
    Api::Route{"GET", "/v1/communes", routes::get_communes, Right::setup},
    Api::Route{"POST", "/v1/restart", routes::restart, Right::setup, Noted::all},
    Api::Route{"GET", "/v1/status", routes::get_status, Right::see},
    Api::Route{"GET", "/v1/timeline", routes::get_timeline, Right::see},
    Api::Route{"GET", "/v1/log", routes::get_log, Right::see},
    Api::Route{"GET", "/v1/schedule", routes::get_schedule, Right::see},
    Api::Route{"GET", "/v1/schedule/week", routes::get_week, Right::see},
    Api::Route{"POST", "/v1/schedule/check", routes::check_schedule, Right::prepare, Noted::none,
               Api::kMostBody},
    Api::Route{"POST", "/v1/schedule", routes::load_schedule, Right::load, Noted::all,
               Api::kMostBody},
    Api::Route{"POST", "/v1/schedule/import", routes::import_schedule, Right::prepare, Noted::none,
               Api::kMostBody},
    Api::Route{"GET", "/v1/submission", routes::get_submission, Right::see},
    Api::Route{"POST", "/v1/submission/approve", routes::approve, Right::approve, Noted::refusals},
    Api::Route{"POST", "/v1/submission/refuse", routes::refuse_week, Right::approve,
               Noted::refusals},
    Api::Route{"POST", "/v1/command", routes::take_command, Right::anyone, Noted::none,
               kLargestCommand},
    Api::Route{"POST", "/v1/play", routes::play, Right::speak, Noted::refusals},
    Api::Route{"POST", "/v1/live", routes::speak_live, Right::speak, Noted::refusals},
    Api::Route{"POST", "/v1/microphone", routes::speak_over_page, Right::speak, Noted::refusals},
    Api::Route{"GET", "/v1/microphone", routes::take_microphone, Right::speak, Noted::refusals},
    Api::Route{"POST", "/v1/media", routes::take_media, Right::speak, Noted::all, Api::kMostBody},
    Api::Route{"POST", "/v1/stop", routes::stop, Right::stop, Noted::refusals},
    Api::Route{"POST", "/v1/pause", routes::pause, Right::speak, Noted::refusals},
    Api::Route{"POST", "/v1/resume", routes::resume, Right::speak, Noted::refusals},
    Api::Route{"POST", "/v1/volume", routes::set_volume, Right::speak, Noted::refusals},
    Api::Route{"GET", "/v1/policy", routes::get_policy, Right::see},
    Api::Route{"POST", "/v1/override", routes::start_override, Right::lift, Noted::refusals},
    Api::Route{"POST", "/v1/override/end", routes::end_override, Right::lift, Noted::refusals},
    Api::Route{"GET", "/v1/collisions", routes::get_collisions, Right::see},
    Api::Route{"POST", "/v1/collisions", routes::answer_collision, Right::load, Noted::refusals},
    Api::Route{"GET", "/v1/sign.png", routes::get_picture, Right::see},
    Api::Route{"GET", "/v1/sign.gif", routes::get_motion, Right::see},
    Api::Route{"GET", "/v1/sign.txt", routes::get_picture_as_text, Right::see},
    Api::Route{"GET", "/healthz", routes::get_health, Right::anyone},
};

protocol::HttpResponse no_route(const HttpRequest& request) {
  const bool known = std::ranges::any_of(
      kRoutes, [&](const Api::Route& route) { return request.path == route.path; });
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

// Nothing of ours is read by another page, or taken for something that it is not.
protocol::HttpResponse guarded(protocol::HttpResponse response) {
  const auto is_policy = [](const auto& header) { return header.first == kPolicyHeader; };
  if (std::ranges::none_of(response.headers, is_policy)) {
    response.headers.emplace_back(kPolicyHeader, "default-src 'none'; frame-ancestors 'none'");
  }
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  return response;
}

}  // namespace

Api::Api(ApiContext context) : context_(std::move(context)) {}
Api::~Api() = default;

const Api::Route* Api::route_of(const HttpRequest& request) {
  const auto* const found = std::ranges::find_if(kRoutes, [&](const Route& candidate) {
    return request.method == candidate.method && request.path == candidate.path;
  });
  return found == kRoutes.end() ? nullptr : found;
}

void Api::handle(HttpRequest request, const HttpReply& reply) {
  const auto answer = [reply](protocol::HttpResponse response) {
    reply(guarded(std::move(response)));
  };
  if (auto refused = refusal(request, context_.config.listen)) return answer(std::move(*refused));
  const auto* route = route_of(request);
  if (route != nullptr) return serve(*route, std::move(request), answer);
  auto file = routes::page(request);
  answer(file ? std::move(*file) : no_route(request));
}

protocol::BodyRule Api::body_rule(const HttpRequest& head) {
  const auto* route = route_of(head);
  if (route == nullptr || route->most == kLittle) return {"", kLittle};
  if (auto refused = refused_before(*route, head)) return {"", 0, guarded(std::move(*refused))};
  return {"", route->most};
}

protocol::HttpResponse Api::too_large(const protocol::BodyRule& rule) {
  const auto kilobytes = rule.most / 1024;
  return guarded(
      error_answer(413, "body-too-large",
                   {fmt::format("lớn quá: ở đây đài nhận nhiều nhất {} kB", kilobytes),
                    fmt::format("too large: the station takes {} kB here at most", kilobytes)}));
}

std::optional<protocol::HttpResponse> Api::refused_before(const Route& route,
                                                          const HttpRequest& head) {
  if (auto refused = refusal(head, context_.config.listen)) return refused;
  const auto who = context_.doorkeeper.who(head);
  auto refused = refusal(who, route.right);
  if (refused && who) note(route, routes::caller(head, who->name), refused->status);
  return refused;
}

void Api::serve(const Route& route, HttpRequest wire, const HttpReply& reply) {
  routes::Request request{std::move(wire), std::nullopt};
  request.who = context_.doorkeeper.who(request);
  auto noted = reply;
  if (request.who) {
    noted = [this, &route, by = routes::caller(request), reply](protocol::HttpResponse response) {
      note(route, by, response.status);
      reply(std::move(response));
    };
  }
  if (auto refused = refusal(request.who, route.right)) return noted(std::move(*refused));
  try {
    route.answer(context_, request, noted);
  } catch (const std::exception& error) {
    noted(failure(error));
  }
}

void Api::note(const Route& route, const std::string& by, int status) {
  const bool refused = status >= 400;
  if (route.noted == Noted::none) return;
  if (!refused && route.noted != Noted::all) return;
  // Who may come in must not be able to fill the disk with what is refused.
  if (refused && !context_.refusals.take(context_.timers.now().steady)) return;
  context_.station.note_act({refused ? "act-refused" : "act", route.path, by, status});
}

std::vector<Api::RouteView> Api::routes() {
  std::vector<RouteView> list;
  list.reserve(std::size(kRoutes));
  for (const auto& route : kRoutes)
    list.push_back({route.method, route.path, route.right, route.most});
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
  return caller(request, request.who ? request.who->name : "");
}

std::string caller(const protocol::HttpRequest& request, const std::string& name) {
  auto program = std::string(request.header("x-loa").substr(0, 32));
  // Neither another name nor another address can be made of it.
  std::erase_if(program,
                [](unsigned char c) { return c <= ' ' || c > '~' || c == '/' || c == '@'; });
  return (name.empty() ? "" : name + "/") + program + "@" + request.peer;
}

protocol::HttpResponse bad_query(const std::string& name) {
  return error_answer(400, "query",
                      {"tham số " + name + " không hợp lệ", "the parameter " + name + " is wrong"});
}

}  // namespace routes
}  // namespace loa::daemon
