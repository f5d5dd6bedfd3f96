// Who may come in, by HTTP.
#include <fmt/format.h>

#include "base/unicode.h"
#include "daemon/api_answers.h"
#include "daemon/api_body.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"

namespace loa::daemon::routes {
namespace {

using base::Fields;

Json row_of(const Person& person) {
  return {{"name", person.name},
          {"role", name_of(person.role)},
          {"roleName", to_json(word_for(person.role))},
          {"disabled", person.disabled}};
}

// Keeps the person, answers, and records `what`.
void keep_person(Context& context, const Request& request, const Person& person,
                 const std::string& password, const std::string& what, const Reply& reply) {
  context.doorkeeper.put(person, password,
                         [&context, what, by = caller(request), reply](const Admission& kept) {
                           if (kept.verdict != Admission::Verdict::in)
                             return reply(turned_away(kept));
                           context.station.note_act({"people", what, by, 200});
                           reply(done());
                         });
}

void read_change(Fields& fields, Person& person, std::string& password, std::string& what) {
  fields.find("name");
  if (fields.has("role")) {
    person.role = read_role(fields);
    what += fmt::format(" role={}", name_of(person.role));
  }
  if (fields.has("disabled")) {
    person.disabled = fields.boolean("disabled");
    what += person.disabled ? " disabled" : " enabled";
  }
  if (fields.has("password")) {
    password = read_new_password(fields, "password", person.name);
    what += " password";
  }
}

std::string name_asked_for(const Request& request) {
  const auto document = base::parse_document(request.body, "");
  const auto* name = document.root ? document.root->find("name") : nullptr;
  const auto* text = name == nullptr ? nullptr : name->string();
  return text == nullptr ? "" : base::to_nfc(*text);
}

}  // namespace

void get_first_code(Context& context, const Request&, const Reply& reply) {
  const auto& code = context.doorkeeper.first_code();
  reply(json_answer(200,
                    dumped(Json{{"code", code.empty() ? Json(nullptr) : Json(shown_code(code))}})));
}

void get_people(Context& context, const Request&, const Reply& reply) {
  auto list = Json::array();
  for (const auto& person : context.doorkeeper.people().all()) list.push_back(row_of(person));
  reply(json_answer(200, dumped(Json{{"people", std::move(list)}})));
}

void add_person(Context& context, const Request& request, const Reply& reply) {
  Person person;
  std::string password;
  const auto take = [&](Fields& fields) {
    person.name = read_person_name(fields);
    person.role = read_role(fields);
    password = read_new_password(fields, "password", person.name);
  };
  if (!read_body(request, reply, take)) return;
  const auto& people = context.doorkeeper.people();
  if (people.find(person.name) != nullptr) {
    return reply(error_answer(409, "person-there",
                              {"đã có người tên này", "there is a person of that name"}));
  }
  if (people.all().size() >= kMostPeople) {
    return reply(error_answer(409, "people-many",
                              {fmt::format("đài nhận nhiều nhất {} người", kMostPeople),
                               fmt::format("a station has {} people at most", kMostPeople)}));
  }
  const auto what = fmt::format("add {} role={}", person.name, name_of(person.role));
  keep_person(context, request, person, password, what, reply);
}

void change_person(Context& context, const Request& request, const Reply& reply) {
  const auto& people = context.doorkeeper.people();
  const auto* found = people.find(name_asked_for(request));
  if (found == nullptr) {
    return reply(
        error_answer(404, "person", {"không có người tên này", "there is no such person"}));
  }
  auto person = *found;
  std::string password;
  auto what = "change " + person.name;
  const auto take = [&](Fields& fields) { read_change(fields, person, password, what); };
  if (!read_body(request, reply, take)) return;
  if (people.would_lock_out(person)) {
    return reply(error_answer(
        409, "last-admin", {"phải còn ít nhất một người quản trị", "one administrator must stay"}));
  }
  keep_person(context, request, person, password, what, reply);
}

}  // namespace loa::daemon::routes
