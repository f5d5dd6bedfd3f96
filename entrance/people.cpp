#include "entrance/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/password.h"
#include "base/unicode.h"

namespace loa::entrance {
namespace {

using base::Fields;

constexpr auto kPeopleForm = "people/1";
constexpr std::int64_t kLatest = 9'000'000'000;  // the year 2255: a base::Wall has it
constexpr std::size_t kLargestPeopleFile = 64UL * 1024;

Person read_person(Fields fields) {
  Person person;
  person.name = read_person_name(fields);
  person.role = read_role(fields);
  person.hash = read_password_hash(fields, "password");
  person.disabled = fields.boolean_or("disabled", false);
  person.code_until = fields.integer_or("codeUntil", 0, 0, kLatest);
  fields.finish();
  return person;
}

std::vector<Person> read_people(const std::string& text, const std::string& file,
                                base::Problems& problems) {
  std::vector<Person> people;
  auto document = base::parse_document(text, file);
  problems = std::move(document.problems);
  if (!document.root) return people;
  Fields fields(*document.root, "", file, problems);
  if (fields.string("loa", 40) != kPeopleForm) {
    fields.error("loa", "wrong-type",
                 {"đây không phải danh sách người", "this is no list of people"});
  }
  std::size_t index = 0;
  for (const auto& node : fields.list("people", 0, kMostPeople)) {
    people.push_back(read_person({node, fields.path("people", index++), file, problems}));
  }
  fields.finish();
  return people;
}

}  // namespace

std::string read_person_name(Fields& fields) {
  auto name = fields.text("name", kLongestName);
  const bool edges = name.starts_with(' ') || name.ends_with(' ');
  if (edges || name.find_first_of("/@\n\t") != std::string::npos) {
    fields.error("name", "person-name",
                 {"tên không được có dấu /, dấu @, hay khoảng trắng ở hai đầu",
                  "a name has no slash, no @, and no space at its ends"});
  }
  return name;
}

std::optional<PasswordProblem> password_problem(const std::string& password,
                                                const std::string& name) {
  const auto text = base::to_nfc(password);
  if (base::count_characters(text) < kShortestPassword) {
    return PasswordProblem{
        "password-short",
        {fmt::format("mật khẩu phải dài ít nhất {} ký tự", kShortestPassword),
         fmt::format("the password needs at least {} characters", kShortestPassword)}};
  }
  const bool has_name = !name.empty() && text.find(name) != std::string::npos;
  if (!has_name && text.find_first_not_of(text[0]) != std::string::npos) return std::nullopt;
  return PasswordProblem{
      "password-easy",
      {"mật khẩu dễ đoán: đừng dùng tên mình, đừng lặp một ký tự",
       "the password is easily guessed: not your name, not one character repeated"}};
}

std::string read_new_password(Fields& fields, std::string_view key, const std::string& name) {
  auto password = fields.string(key, kLongestPassword);
  if (password.empty()) return password;
  if (const auto problem = password_problem(password, name)) {
    fields.error(key, problem->code, problem->message);
  }
  return password;
}

Role read_role(Fields& fields) {
  std::string known;
  for (const auto role : kAllRoles)
    known += (known.empty() ? "" : ", ") + std::string(name_of(role));
  const auto name = fields.string("role", 40);
  const auto role = role_named(name);
  if (!role && !name.empty()) {
    fields.error("role", "role",
                 {fmt::format("không có vai trò “{}”; chọn một trong: {}", name, known),
                  fmt::format("there is no role \"{}\"; it is one of: {}", name, known)});
  }
  return role.value_or(Role::audits);
}

std::string read_password_hash(Fields& fields, std::string_view key) {
  auto hash = fields.string(key, 200);
  if (!hash.empty() && !base::is_password_hash(hash)) {
    fields.error(key, "password-hash",
                 {"phải là mã băm do lệnh loa people hash in ra",
                  "must be a hash as loa people hash prints it"});
  }
  return hash;
}

People::People(std::filesystem::path file) : file_(std::move(file)) {
  const auto text = base::read_file_if_exists(file_, kLargestPeopleFile);
  if (!text) return;
  people_ = read_people(*text, file_.string(), damaged_);
  if (!base::has_errors(damaged_)) return;
  people_.clear();
  base::put_aside(file_);
}

std::optional<Person> People::find(const std::string& name) const {
  const auto found = std::ranges::find(people_, name, &Person::name);
  return found == people_.end() ? std::nullopt : std::optional(*found);
}

void People::put(const Person& person) {
  auto people = people_;
  const auto same = std::ranges::find(people, person.name, &Person::name);
  if (same == people.end()) {
    people.push_back(person);
  } else {
    *same = person;
  }
  write(people);
  people_ = std::move(people);
}

void People::remove(const std::string& name) {
  auto people = people_;
  std::erase_if(people, [&](const Person& one) { return one.name == name; });
  write(people);
  people_ = std::move(people);
}

bool would_lock_out(const PeopleStore& people, const Person& person) {
  const auto administers = [](const Person& one) {
    return one.role == Role::administers && !one.disabled && one.code_until == 0;
  };
  const auto others = [&](const Person& one) {
    return one.name != person.name && administers(one);
  };
  const auto before = people.find(person.name);
  return before && administers(*before) && !administers(person) &&
         std::ranges::none_of(people.all(), others);
}

bool has_approver(const PeopleStore& people) {
  return std::ranges::any_of(
      people.all(), [](const Person& one) { return one.role == Role::approves && !one.disabled; });
}

void People::write(const std::vector<Person>& people) const {
  auto list = nlohmann::ordered_json::array();
  for (const auto& person : people) {
    list.push_back({{"name", person.name},
                    {"role", name_of(person.role)},
                    {"password", person.hash},
                    {"disabled", person.disabled}});
    if (person.code_until != 0) list.back()["codeUntil"] = person.code_until;
  }
  const nlohmann::ordered_json json{{"loa", kPeopleForm}, {"people", std::move(list)}};
  base::replace_file(file_, json.dump(2) + "\n", 0600);
}

}  // namespace loa::entrance
