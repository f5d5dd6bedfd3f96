// Who may come in, by HTTP.
#include <fmt/format.h>

#include "base/unicode.h"
#include "daemon/api_answers.h"
#include "daemon/api_body.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "entrance/one_time_code.h"

namespace loa::daemon::routes {
namespace {

using base::Fields;
using entrance::kMostPeople;
using entrance::read_new_password;
using entrance::read_role;
using entrance::turned_away;

Json row_of(Context& context, const Person& person) {
  const base::Wall until{std::chrono::seconds{person.code_until}};
  return {{"name", person.name},
          {"role", name_of(person.role)},
          {"roleName", to_json(word_for(person.role))},
          {"disabled", person.disabled},
          {"codeUntil",
           person.code_until == 0 ? Json(nullptr) : Json(local_time(until, context.config.zone))},
          {"sessions", context.doorkeeper.desk().sessions_of(person.name)}};
}

// The same as keep_person(); the answer has the code, which is told this once.
void keep_with_code(Context& context, const Request& request, const Person& person,
                    const std::string& what, const Reply& reply) {
  const auto done = [&context, what, by = caller(request), reply](const Admission& kept,
                                                                  const std::string& code) {
    if (kept.verdict != Admission::Verdict::in) return reply(turned_away(kept));
    context.station.note_act({"people", what + " code", by, 200});
    reply(json_answer(200, dumped(Json{{"ok", true}, {"code", code}})));
  };
  context.doorkeeper.desk().put_with_code(person, done);
}

// Keeps the person, answers, and records `what`.
void keep_person(Context& context, const Request& request, const Person& person,
                 const std::string& password, const std::string& what, const Reply& reply) {
  context.doorkeeper.desk().put(
      person, password, [&context, what, by = caller(request), reply](const Admission& kept) {
        if (kept.verdict != Admission::Verdict::in) return reply(turned_away(kept));
        context.station.note_act({"people", what, by, 200});
        reply(done());
      });
}

// A new password or a one-time code. The caller asks which it is.
struct Secret {
  std::string password;
  bool code = false;
};

void read_change(Fields& fields, Person& person, Secret& secret, std::string& what) {
  fields.find("name");
  if (fields.has("role")) {
    person.role = read_role(fields);
    what += fmt::format(" role={}", name_of(person.role));
  }
  if (fields.has("disabled")) {
    person.disabled = fields.boolean("disabled");
    what += person.disabled ? " disabled" : " enabled";
  }
  secret.code = fields.boolean_or("code", false);
  if (!secret.code && fields.has("password")) {
    secret.password = read_new_password(fields, "password", person.name);
    what += " password";
  }
}

void keep(Context& context, const Request& request, const Person& person, const Secret& secret,
          const std::string& what, const Reply& reply) {
  if (secret.code) return keep_with_code(context, request, person, what, reply);
  keep_person(context, request, person, secret.password, what, reply);
}

std::string name_asked_for(const Request& request) {
  const auto document = base::parse_document(request.body, "");
  const auto* name = document.root ? document.root->find("name") : nullptr;
  const auto* text = name == nullptr ? nullptr : name->string();
  return text == nullptr ? "" : base::to_nfc(*text);
}

// Nothing after an answer that says so.
std::optional<Person> person_asked_for(Context& context, const Request& request,
                                       const Reply& reply) {
  auto found = context.doorkeeper.people().find(name_asked_for(request));
  if (!found) {
    reply(error_answer(404, "person", {"không có người tên này", "there is no such person"}));
  }
  return found;
}

bool stays_administered(Context& context, const Person& person, const Reply& reply) {
  if (!would_lock_out(context.doorkeeper.people(), person)) return true;
  reply(error_answer(409, "last-admin",
                     {"phải còn ít nhất một người quản trị", "one administrator must stay"}));
  return false;
}

// Of a body that has nothing but the name.
bool read_name_alone(const Request& request, const Reply& reply) {
  return read_body(request, reply, [](Fields& fields) { fields.find("name"); });
}

}  // namespace

void get_first_code(Context& context, const Request&, const Reply& reply) {
  const auto code = context.doorkeeper.first_code();
  reply(json_answer(200, dumped(Json{{"code", code.empty() ? Json(nullptr)
                                                           : Json(entrance::shown_code(code))}})));
}

void get_people(Context& context, const Request&, const Reply& reply) {
  auto list = Json::array();
  for (const auto& person : context.doorkeeper.people().all())
    list.push_back(row_of(context, person));
  reply(json_answer(200, dumped(Json{{"people", std::move(list)}})));
}

void add_person(Context& context, const Request& request, const Reply& reply) {
  Person person;
  Secret secret;
  const auto take = [&](Fields& fields) {
    person.name = entrance::read_person_name(fields);
    person.role = read_role(fields);
    secret.code = fields.boolean_or("code", false);
    if (!secret.code) secret.password = read_new_password(fields, "password", person.name);
  };
  if (!read_body(request, reply, take)) return;
  const auto& people = context.doorkeeper.people();
  if (people.find(person.name)) {
    return reply(error_answer(409, "person-there",
                              {"đã có người tên này", "there is a person of that name"}));
  }
  if (people.all().size() >= kMostPeople) {
    return reply(error_answer(409, "people-many",
                              {fmt::format("đài nhận nhiều nhất {} người", kMostPeople),
                               fmt::format("a station has {} people at most", kMostPeople)}));
  }
  const auto what = fmt::format("add {} role={}", person.name, name_of(person.role));
  keep(context, request, person, secret, what, reply);
}

void change_person(Context& context, const Request& request, const Reply& reply) {
  const auto found = person_asked_for(context, request, reply);
  if (!found) return;
  auto person = *found;
  Secret secret;
  auto what = "change " + person.name;
  const auto take = [&](Fields& fields) { read_change(fields, person, secret, what); };
  if (!read_body(request, reply, take) || !stays_administered(context, person, reply)) return;
  keep(context, request, person, secret, what, reply);
}

void remove_person(Context& context, const Request& request, const Reply& reply) {
  const auto found = person_asked_for(context, request, reply);
  if (!found || !read_name_alone(request, reply)) return;
  auto gone = *found;
  gone.disabled = true;
  if (!stays_administered(context, gone, reply)) return;
  if (!context.doorkeeper.desk().remove(gone.name)) {
    return reply(turned_away({Admission::Verdict::failed}));
  }
  context.station.note_act({"people", "remove " + gone.name, caller(request), 200});
  reply(done());
}

void end_sessions(Context& context, const Request& request, const Reply& reply) {
  const auto found = person_asked_for(context, request, reply);
  if (!found || !read_name_alone(request, reply)) return;
  context.doorkeeper.desk().end_sessions(found->name);
  context.station.note_act({"people", "logout " + found->name, caller(request), 200});
  reply(done());
}

}  // namespace loa::daemon::routes
