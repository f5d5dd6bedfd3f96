#include "centre/kept_people.h"

namespace loa::centre {
namespace {

// A role that this version does not know may do what every role may.
entrance::Person person_from(const SqlRow& row) {
  return {row.text(0), entrance::role_named(row.text(1)).value_or(entrance::Role::audits),
          row.text(2), row.integer(3) != 0, row.integer(4)};
}

}  // namespace

std::vector<entrance::Person> KeptPeople::all() const {
  std::vector<entrance::Person> people;
  const auto found =
      store_.sql().run("SELECT name, role, hash, disabled, code_until FROM person ORDER BY name");
  for (const auto& row : found.rows) people.push_back(person_from(row));
  return people;
}

std::optional<entrance::Person> KeptPeople::find(const std::string& name) const {
  const auto found = store_.sql().run(
      "SELECT name, role, hash, disabled, code_until FROM person WHERE name = $1", {name});
  if (found.rows.empty()) return std::nullopt;
  return person_from(found.rows[0]);
}

void KeptPeople::put(const entrance::Person& person) {
  store_.sql().run(
      "INSERT INTO person(name, role, hash, disabled, code_until) VALUES($1, $2, $3, $4, $5) "
      "ON CONFLICT(name) DO UPDATE SET role = excluded.role, hash = excluded.hash, "
      "disabled = excluded.disabled, code_until = excluded.code_until",
      {person.name, name_of(person.role), person.hash, std::int64_t{person.disabled},
       person.code_until});
}

void KeptPeople::remove(const std::string& name) {
  store_.sql().run("DELETE FROM person WHERE name = $1", {name});
}

}  // namespace loa::centre
