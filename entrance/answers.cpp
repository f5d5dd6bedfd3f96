#include "entrance/answers.h"

#include <fmt/format.h>

#include "entrance/answers_json.h"

namespace loa::entrance {
namespace {

using Verdict = Admission::Verdict;

constexpr long kCookieSeconds =
    std::chrono::floor<std::chrono::seconds>(SessionBook::kLongest).count();

protocol::HttpResponse told_to_wait(base::Duration pause) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
  auto answer = error_answer(429, "wait",
                             {fmt::format("đã thử sai nhiều lần, chờ {} giây rồi thử lại", seconds),
                              fmt::format("too many wrong tries, wait {} seconds", seconds)});
  answer.headers.emplace_back("Retry-After", std::to_string(seconds));
  return answer;
}

}  // namespace

Json to_json(const base::Text& text) { return {{"vi", text.vi}, {"en", text.en}}; }

Json to_json(const base::Problem& problem) {
  return {{"severity", problem.severity == base::Severity::error ? "error" : "warning"},
          {"code", problem.code},
          {"file", problem.place.file},
          {"line", problem.place.line},
          {"column", problem.place.column},
          {"field", problem.field},
          {"message", to_json(problem.message)}};
}

Json to_json(const base::Problems& problems) {
  auto json = Json::array();
  for (const auto& problem : problems) json.push_back(to_json(problem));
  return json;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

protocol::HttpResponse json_answer(int status, std::string json) {
  protocol::HttpResponse response;
  response.status = status;
  response.body = std::move(json);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

protocol::HttpResponse error_answer(int status, std::string_view code, const base::Text& message) {
  return json_answer(status, dumped({{"error", code}, {"message", to_json(message)}}));
}

protocol::HttpResponse refused(const base::Problems& problems) {
  return json_answer(422, dumped({{"error", "input"},
                                  {"message", to_json(problems.front().message)},
                                  {"problems", to_json(problems)}}));
}

std::optional<protocol::HttpResponse> refusal(const std::optional<Caller>& caller, Right right) {
  if (right == Right::anyone) return std::nullopt;
  if (!caller) return error_answer(401, "login", {"cần đăng nhập", "log in first"});
  if (may(caller->role, right)) return std::nullopt;
  const auto role = word_for(caller->role);
  return error_answer(
      403, "role",
      {role.vi + " không được làm việc này", "this is not for the role of " + role.en});
}

protocol::HttpResponse turned_away(const Admission& admission) {
  switch (admission.verdict) {
    case Verdict::in:
    case Verdict::wrong:
      return error_answer(401, "wrong", {"sai tên hoặc mật khẩu", "wrong name or password"});
    case Verdict::wait:
      return told_to_wait(admission.wait);
    case Verdict::busy:
      return error_answer(503, "busy",
                          {"nhiều người đang đăng nhập, thử lại sau vài giây",
                           "many are logging in, try again in a few seconds"});
    case Verdict::failed:
      break;
  }
  return error_answer(
      500, "failed",
      {"máy không lưu được; xem nhật ký hệ thống", "the machine could not keep it; see its log"});
}

std::pair<std::string, std::string> session_cookie(std::string_view name, std::string_view token,
                                                   bool secure) {
  return {"Set-Cookie",
          fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", name, token,
                      token.empty() ? 0 : kCookieSeconds, secure ? "; Secure" : "")};
}

}  // namespace loa::entrance
