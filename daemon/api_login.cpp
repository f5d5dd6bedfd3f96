// Coming in and going out by HTTP.
#include <fmt/format.h>

#include <algorithm>

#include "daemon/api_answers.h"
#include "daemon/api_body.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"

namespace loa::daemon::routes {
namespace {

using base::Fields;
using Verdict = Admission::Verdict;

constexpr long kCookieSeconds =
    std::chrono::floor<std::chrono::seconds>(SessionBook::kLongest).count();

// Scripts cannot read it, and no page from elsewhere can make a browser send it.
std::pair<std::string, std::string> session_cookie(const std::string& token, long seconds,
                                                   bool secure) {
  return {"Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}",
                                    kSessionCookie, token, seconds, secure ? "; Secure" : "")};
}

Json person_json(const Caller& caller) {
  if (caller.name.empty()) return nullptr;
  return {{"name", caller.name},
          {"role", name_of(caller.role)},
          {"roleName", to_json(word_for(caller.role))}};
}

Json rights_json(Role role) {
  auto list = Json::array();
  for (const auto right : kAllRights) {
    if (may(role, right)) list.push_back(name_of(right));
  }
  return list;
}

// The name as the record may have it: what was typed in its place may be a password.
std::string noted_name(const Context& context, const std::string& name) {
  return context.doorkeeper.people().find(name) == nullptr ? "?" : name;
}

void note_login(Context& context, const std::string& what, const std::string& by, int status) {
  if (status >= 400 && !context.refused_logins.take(context.timers.now().steady)) return;
  context.station.note_act({status >= 400 ? "login-refused" : "login", what, by, status});
}

protocol::HttpResponse admission_answer(const Admission& admission, bool secure) {
  if (admission.verdict != Verdict::in) return turned_away(admission);
  auto answer = done();
  answer.headers.push_back(session_cookie(admission.token, kCookieSeconds, secure));
  return answer;
}

// Answers, and records what came of it.
Doorkeeper::Admitted to_admit(Context& context, const Request& request, const std::string& name,
                              const Reply& reply) {
  return
      [&context, wire = protocol::HttpRequest(request), name, reply](const Admission& admission) {
        auto answer = admission_answer(admission, context.config.listen.tls);
        note_login(context, wire.path, caller(wire, noted_name(context, name)), answer.status);
        reply(std::move(answer));
      };
}

}  // namespace

protocol::HttpResponse turned_away(const Admission& admission) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(admission.wait).count();
  protocol::HttpResponse answer;
  switch (admission.verdict) {
    case Verdict::in:
    case Verdict::wrong:
      return error_answer(401, "wrong", {"sai tên hoặc mật khẩu", "wrong name or password"});
    case Verdict::wait:
      answer = error_answer(429, "wait",
                            {fmt::format("đã thử sai nhiều lần, chờ {} giây rồi thử lại", seconds),
                             fmt::format("too many wrong tries, wait {} seconds", seconds)});
      answer.headers.emplace_back("Retry-After", std::to_string(seconds));
      return answer;
    case Verdict::busy:
      return error_answer(503, "busy",
                          {"nhiều người đang đăng nhập, thử lại sau vài giây",
                           "many are logging in, try again in a few seconds"});
    case Verdict::failed:
      break;
  }
  return error_answer(500, "failed",
                      {"máy của đài không lưu được; xem nhật ký hệ thống",
                       "the station's machine could not keep it; see its log"});
}

void get_session(Context& context, const Request& request, const Reply& reply) {
  Json json{{"name", context.config.name},
            {"asks", context.doorkeeper.asks()},
            {"named", context.config.named},
            {"first", !context.doorkeeper.first_code().empty()},
            {"person", request.who ? person_json(*request.who) : Json(nullptr)},
            {"may", request.who ? rights_json(request.who->role) : Json::array()}};
  reply(json_answer(200, dumped(json)));
}

void log_in(Context& context, const Request& request, const Reply& reply) {
  Guess guess;
  guess.address = request.peer;
  const auto take = [&](Fields& fields) {
    guess.name = fields.text("name", kLongestName);
    guess.password = fields.string("password", kLongestPassword);
  };
  if (!read_body(request, reply, take)) return;
  context.doorkeeper.log_in(guess, to_admit(context, request, guess.name, reply));
}

void log_out(Context& context, const Request& request, const Reply& reply) {
  context.doorkeeper.log_out(request);
  if (request.who && !request.who->name.empty()) {
    context.station.note_act({"logout", request.path, caller(request), 200});
  }
  auto answer = done();
  answer.headers.push_back(session_cookie("", 0, context.config.listen.tls));
  reply(std::move(answer));
}

void make_first(Context& context, const Request& request, const Reply& reply) {
  if (context.doorkeeper.first_code().empty()) {
    return reply(error_answer(
        409, "first-gone",
        {"đài đã có người quản trị, hãy đăng nhập", "the station has its administrator: log in"}));
  }
  Guess first;
  std::string code;
  first.address = request.peer;
  const auto take = [&](Fields& fields) {
    code = fields.string("code", 40);
    first.name = read_person_name(fields);
    first.password = read_new_password(fields, "password", first.name);
  };
  if (!read_body(request, reply, take)) return;
  const auto answer = to_admit(context, request, first.name, reply);
  context.doorkeeper.make_first(code, first, answer);
}

void use_code(Context& context, const Request& request, const Reply& reply) {
  Guess guess;
  guess.address = request.peer;
  std::string password;
  const auto take = [&](Fields& fields) {
    guess.name = fields.text("name", kLongestName);
    guess.password = fields.string("code", 40);
    password = read_new_password(fields, "password", guess.name);
  };
  if (!read_body(request, reply, take)) return;
  context.doorkeeper.use_code(guess, password, to_admit(context, request, guess.name, reply));
}

void change_password(Context& context, const Request& request, const Reply& reply) {
  const auto* person = context.doorkeeper.people().find(request.who->name);
  if (person == nullptr) {
    return reply(error_answer(409, "owner",
                              {"chủ máy không có mật khẩu; dùng loa people password",
                               "the owner has none; use loa people password"}));
  }
  Guess old{person->name, "", request.peer};
  std::string wanted;
  const auto take = [&](Fields& fields) {
    old.password = fields.string("old", kLongestPassword);
    wanted = read_new_password(fields, "new", person->name);
  };
  if (!read_body(request, reply, take)) return;
  context.doorkeeper.check_password(old, [&context, old, wanted, reply](const Admission& checked) {
    const auto* still = context.doorkeeper.people().find(old.name);
    if (checked.verdict != Verdict::in || still == nullptr) return reply(turned_away(checked));
    context.doorkeeper.put(*still, wanted, [reply](const Admission& kept) {
      reply(kept.verdict == Verdict::in ? done() : turned_away(kept));
    });
  });
}

}  // namespace loa::daemon::routes
