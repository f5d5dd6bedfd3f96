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
using entrance::kAllRights;
using entrance::kLongestName;
using entrance::kLongestPassword;
using entrance::read_new_password;
using entrance::session_cookie;
using entrance::turned_away;
using Verdict = Admission::Verdict;

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
  return !context.doorkeeper.people().find(name) ? "?" : name;
}

void note_login(Context& context, const std::string& what, const std::string& by, int status) {
  if (status >= 400 && !context.refused_logins.take(context.timers.now().steady)) return;
  context.station.note_act({status >= 400 ? "login-refused" : "login", what, by, status});
}

protocol::HttpResponse admission_answer(const Admission& admission, bool secure) {
  if (admission.verdict != Verdict::in) return turned_away(admission);
  auto answer = done();
  answer.headers.push_back(session_cookie(kSessionCookie, admission.token, secure));
  return answer;
}

// Answers, and records what came of it.
entrance::FrontDesk::Admitted to_admit(Context& context, const Request& request,
                                       const std::string& name, const Reply& reply) {
  return
      [&context, wire = protocol::HttpRequest(request), name, reply](const Admission& admission) {
        auto answer = admission_answer(admission, context.config.listen.tls);
        note_login(context, wire.path, caller(wire, noted_name(context, name)), answer.status);
        reply(std::move(answer));
      };
}

}  // namespace

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
  context.doorkeeper.desk().log_in(guess, to_admit(context, request, guess.name, reply));
}

void log_out(Context& context, const Request& request, const Reply& reply) {
  context.doorkeeper.log_out(request);
  if (request.who && !request.who->name.empty()) {
    context.station.note_act({"logout", request.path, caller(request), 200});
  }
  auto answer = done();
  answer.headers.push_back(session_cookie(kSessionCookie, "", context.config.listen.tls));
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
    first.name = entrance::read_person_name(fields);
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
  context.doorkeeper.desk().use_code(guess, password,
                                     to_admit(context, request, guess.name, reply));
}

void change_password(Context& context, const Request& request, const Reply& reply) {
  const auto person = context.doorkeeper.people().find(request.who->name);
  if (!person) {
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
  context.doorkeeper.desk().change_password(old, wanted, [reply](const Admission& kept) {
    reply(kept.verdict == Verdict::in ? done() : turned_away(kept));
  });
}

}  // namespace loa::daemon::routes
