#include "centre/people_desk.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/document.h"
#include "base/log_event.h"
#include "base/unicode.h"
#include "entrance/answers.h"
#include "entrance/cookie.h"
#include "entrance/one_time_code.h"

namespace loa::centre {
namespace {

using base::Fields;
using entrance::Caller;
using entrance::error_answer;
using entrance::Guess;
using entrance::json_answer;
using entrance::Person;
using PeopleJson = nlohmann::ordered_json;
using protocol::HttpRequest;
using protocol::HttpResponse;

constexpr auto kCookie = "loa-centre-session";

std::string_view token_in(const HttpRequest& request) {
  return entrance::cookie_named(request.header("cookie"), kCookie);
}

HttpResponse kept() { return json_answer(200, R"({"ok":true})"); }

HttpResponse no_such_person() {
  return error_answer(404, "person", {"không có người tên này", "there is no such person"});
}

HttpResponse last_administrator() {
  return error_answer(409, "last-admin",
                      {"phải còn ít nhất một người quản trị", "one administrator must stay"});
}

// Reads the body's object with `take`: what is wrong with it, or nothing.
template <class Take>
std::optional<HttpResponse> wrong_with(const HttpRequest& request, const Take& take) {
  auto document = base::parse_document(request.body.empty() ? "{}" : request.body, "");
  auto problems = std::move(document.problems);
  if (document.root) {
    Fields fields(*document.root, "", "", problems);
    take(fields);
    fields.finish();
  }
  if (!base::has_errors(problems)) return std::nullopt;
  return entrance::refused(problems);
}

std::string name_in(const HttpRequest& request) {
  const auto document = base::parse_document(request.body, "");
  const auto* name = document.root ? document.root->find("name") : nullptr;
  const auto* text = name == nullptr ? nullptr : name->string();
  return text == nullptr ? "" : base::to_nfc(*text);
}

PeopleJson role_json(entrance::Role role) {
  const auto word = word_for(role);
  return {{"vi", word.vi}, {"en", word.en}};
}

PeopleJson caller_json(const std::optional<Caller>& caller) {
  if (!caller || caller->name.empty()) return nullptr;
  return {{"name", caller->name},
          {"role", name_of(caller->role)},
          {"roleName", role_json(caller->role)}};
}

PeopleJson rights_of(const std::optional<Caller>& caller) {
  auto list = PeopleJson::array();
  for (const auto right : entrance::kAllRights)
    if (caller && may(caller->role, right)) list.push_back(name_of(right));
  return list;
}

}  // namespace

PeopleDesk::PeopleDesk(Store& store, Acts& acts, bool secure, std::function<base::Now()> clock,
                       std::function<void(std::function<void()>)> post)
    : people_(store),
      acts_(acts),
      secure_(secure),
      clock_(clock),
      desk_(people_, std::move(clock), std::move(post)) {}

std::optional<Caller> PeopleDesk::who(const HttpRequest& request) {
  const bool meant = !request.header("x-loa").empty();
  const auto token = token_in(request);
  if (token.empty() || (request.method == "POST" && !meant)) return std::nullopt;
  return desk_.who(token, meant);
}

HttpResponse PeopleDesk::session(const std::string& title,
                                 const std::optional<Caller>& caller) const {
  return json_answer(200, PeopleJson{{"name", title},
                                     {"people", any()},
                                     {"person", caller_json(caller)},
                                     {"may", rights_of(caller)}}
                              .dump());
}

std::optional<Outcome> PeopleDesk::come_in(const HttpRequest& request) {
  const bool ours = request.path == "/v1/login" || request.path == "/v1/logout" ||
                    request.path == "/v1/code" || request.path == "/v1/password";
  if (!ours) return std::nullopt;
  if (request.header("x-loa").empty())
    return error_answer(403, "x-loa", {"thiếu tiêu đề X-Loa", "the header X-Loa is missing"});
  if (request.path == "/v1/login") return log_in(request);
  if (request.path == "/v1/code") return use_code(request);
  if (request.path == "/v1/logout") return log_out(request);
  return change_password(request);
}

void PeopleDesk::note(const Act& act, int status) try {
  acts_.end(act, status, clock_());
} catch (const SqlError& error) {
  base::log_event(base::LogLevel::error, "database-failed", {{"error", error.what()}});
}

entrance::FrontDesk::Admitted PeopleDesk::to_admit(const HttpRequest& request,
                                                   const std::string& what, const std::string& name,
                                                   const Reply& reply) {
  return [this, what, name, peer = request.peer, reply](const entrance::Admission& admission) {
    const bool in = admission.verdict == entrance::Admission::Verdict::in;
    auto answer = in ? kept() : entrance::turned_away(admission);
    if (in) answer.headers.push_back(entrance::session_cookie(kCookie, admission.token, secure_));
    // What was typed in a name's place may be a password.
    if (in || refused_.take(clock_().steady))
      note({what, in ? name : "", peer, "", ""}, answer.status);
    reply(std::move(answer));
  };
}

Outcome PeopleDesk::log_in(const HttpRequest& request) {
  Guess guess;
  guess.address = request.peer;
  auto wrong = wrong_with(request, [&](Fields& fields) {
    guess.name = fields.text("name", entrance::kLongestName);
    guess.password = fields.string("password", entrance::kLongestPassword);
  });
  if (wrong) return std::move(*wrong);
  return Answering{[this, request, guess](const Reply& reply) {
    desk_.log_in(guess, to_admit(request, "login", guess.name, reply));
  }};
}

Outcome PeopleDesk::use_code(const HttpRequest& request) {
  Guess guess;
  guess.address = request.peer;
  std::string password;
  auto wrong = wrong_with(request, [&](Fields& fields) {
    guess.name = fields.text("name", entrance::kLongestName);
    guess.password = fields.string("code", 40);
    password = entrance::read_new_password(fields, "password", guess.name);
  });
  if (wrong) return std::move(*wrong);
  return Answering{[this, request, guess, password](const Reply& reply) {
    desk_.use_code(guess, password, to_admit(request, "password", guess.name, reply));
  }};
}

Outcome PeopleDesk::change_password(const HttpRequest& request) {
  const auto caller = who(request);
  if (auto no = entrance::refusal(caller, entrance::Right::person)) return std::move(*no);
  Guess old{caller->name, "", request.peer};
  std::string wanted;
  auto wrong = wrong_with(request, [&](Fields& fields) {
    old.password = fields.string("old", entrance::kLongestPassword);
    wanted = entrance::read_new_password(fields, "new", caller->name);
  });
  if (wrong) return std::move(*wrong);
  const Act act{"password", old.name, request.peer, "", "", std::string(name_of(caller->role))};
  return Answering{[this, old, wanted, act](const Reply& reply) {
    desk_.change_password(old, wanted, to_answer(act, reply));
  }};
}

HttpResponse PeopleDesk::log_out(const HttpRequest& request) {
  const auto caller = who(request);
  desk_.log_out(token_in(request));
  if (caller)
    note({"logout", caller->name, request.peer, "", "", std::string(name_of(caller->role))}, 200);
  auto answer = kept();
  answer.headers.push_back(entrance::session_cookie(kCookie, "", secure_));
  return answer;
}

Outcome PeopleDesk::administer(const std::string& what, const HttpRequest& request,
                               const Act& act) {
  if (what.empty()) return list();
  if (what == "add") return add(request, act);
  if (what == "change") return change(request, act);
  if (what == "remove") return remove(request, act);
  return refusal(404, "not-found");
}

HttpResponse PeopleDesk::list() const {
  auto people = PeopleJson::array();
  for (const auto& person : people_.all()) {
    const base::Wall until{std::chrono::seconds{person.code_until}};
    people.push_back({{"name", person.name},
                      {"role", name_of(person.role)},
                      {"roleName", role_json(person.role)},
                      {"disabled", person.disabled},
                      {"codeUntil", person.code_until == 0 ? PeopleJson(nullptr)
                                                           : PeopleJson(base::to_rfc3339(until))}});
  }
  return json_answer(200, PeopleJson{{"people", std::move(people)}}.dump());
}

// Answers, and records what came of it.
entrance::FrontDesk::Admitted PeopleDesk::to_answer(const Act& act, const Reply& reply) {
  return [this, act, reply](const entrance::Admission& admission) {
    const bool in = admission.verdict == entrance::Admission::Verdict::in;
    auto answer = in ? kept() : entrance::turned_away(admission);
    note(act, answer.status);
    reply(std::move(answer));
  };
}

Outcome PeopleDesk::keep(const Person& person, bool code, const Act& act) {
  acts_.begin(act, clock_());
  return Answering{[this, person, code, act](const Reply& reply) {
    if (!code) return desk_.put(person, "", to_answer(act, reply));
    desk_.put_with_code(
        person, [this, act, reply](const entrance::Admission& admission, const std::string& shown) {
          const auto with_code = [shown, reply](HttpResponse answer) {
            if (!shown.empty()) answer.body = PeopleJson{{"ok", true}, {"code", shown}}.dump();
            reply(std::move(answer));
          };
          to_answer(act, with_code)(admission);
        });
  }};
}

Outcome PeopleDesk::add(const HttpRequest& request, const Act& act) {
  Person person;
  auto wrong = wrong_with(request, [&](Fields& fields) {
    person.name = entrance::read_person_name(fields);
    person.role = entrance::read_role(fields);
  });
  if (wrong) return std::move(*wrong);
  if (people_.find(person.name))
    return error_answer(409, "person-there",
                        {"đã có người tên này", "there is a person of that name"});
  if (people_.all().size() >= entrance::kMostPeople)
    return error_answer(409, "people-many",
                        {fmt::format("trung tâm nhận nhiều nhất {} người", entrance::kMostPeople),
                         fmt::format("a centre has {} people at most", entrance::kMostPeople)});
  return keep(person, true, act);
}

Outcome PeopleDesk::change(const HttpRequest& request, const Act& act) {
  auto person = people_.find(name_in(request));
  if (!person) return no_such_person();
  bool code = false;
  auto wrong = wrong_with(request, [&](Fields& fields) {
    fields.find("name");
    if (fields.has("role")) person->role = entrance::read_role(fields);
    person->disabled = fields.boolean_or("disabled", person->disabled);
    code = fields.boolean_or("code", false);
  });
  if (wrong) return std::move(*wrong);
  if (would_lock_out(people_, *person)) return last_administrator();
  return keep(*person, code, act);
}

HttpResponse PeopleDesk::remove(const HttpRequest& request, const Act& act) {
  auto person = people_.find(name_in(request));
  if (!person) return no_such_person();
  if (auto wrong = wrong_with(request, [](Fields& fields) { fields.find("name"); }))
    return std::move(*wrong);
  person->disabled = true;
  if (would_lock_out(people_, *person)) return last_administrator();
  return acts_.carry_out(act, clock_(), [&] {
    return desk_.remove(person->name)
               ? kept()
               : entrance::turned_away({entrance::Admission::Verdict::failed});
  });
}

}  // namespace loa::centre
