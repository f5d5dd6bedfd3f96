// loa people: who may come in at the station's page.
#include <fmt/format.h>

#include "base/password.h"
#include "cli/local_station.h"
#include "cli/passphrase.h"
#include "cli/station_commands.h"
#include "cli/words.h"
#include "entrance/people.h"

namespace loa::cli {
namespace {

using base::Text;
using Json = nlohmann::ordered_json;

struct PersonArguments {
  std::string name;
  std::string role;
  std::string password_file;
  bool code = false;  // in place of a password
};
using SharedPerson = std::shared_ptr<PersonArguments>;

// From the file, or typed. Throws Refused.
std::string wanted_password(const std::string& file) {
  auto password = file.empty() ? new_password() : passphrase_in(file);
  if (!password.empty()) return password;
  throw Refused(Text{"cần mật khẩu: gõ ở màn hình, hoặc dùng --password-file",
                     "a password is needed: type it, or use --password-file"}
                    .shown());
}

int tell(const Text& done) {
  fmt::print("{}\n", done.shown());
  return kFine;
}

int list_people(const std::string& url) {
  const auto answer = StationClient(url).need("/v1/people").json();
  for (const auto& person : answer.at("people")) {
    const auto& role = person.at("roleName");
    fmt::print("{}  {} ({}){}\n", person.value("name", ""), person.value("role", ""),
               Text{role.value("vi", ""), role.value("en", "")}.shown(),
               person.value("disabled", false) ? Text{", đã khóa", ", disabled"}.shown() : "");
  }
  return kFine;
}

// The answer of the station to a person that was given a one-time code.
int tell_code(const Json& answer) {
  const auto code = answer.value("code", "");
  return tell(
      {"mã một lần, dùng được bảy ngày: " + code, "one-time code, good for seven days: " + code});
}

int show_code(const std::string& url, const std::string& name) {
  if (!name.empty()) {
    const Json body{{"name", name}, {"code", true}};
    return tell_code(StationClient(url).command("/v1/people/change", body).json());
  }
  const auto code = first_code(StationClient(url));
  if (!code) {
    return refuse({"đài đã có người; mã chỉ dùng cho người đầu tiên",
                   "there are people already; the code is for the first one"},
                  kProblems);
  }
  return tell({*code, *code});
}

int change(const std::string& url, const Json& body) {
  StationClient(url).command("/v1/people/change", body);
  return tell({"đã ghi; ai đang đăng nhập bằng tên này phải đăng nhập lại",
               "kept; whoever is logged in by that name must log in again"});
}

int add_one(const std::string& url, const PersonArguments& person) {
  if (person.code) {
    const Json body{{"name", person.name}, {"role", person.role}, {"code", true}};
    return tell_code(StationClient(url).command("/v1/people", body).json());
  }
  StationClient(url).command("/v1/people", {{"name", person.name},
                                            {"role", person.role},
                                            {"password", wanted_password(person.password_file)}});
  return tell({"đã thêm " + person.name, person.name + " was added"});
}

int remove(const std::string& url, const std::string& name) {
  StationClient(url).command("/v1/people/remove", {{"name", name}});
  return tell({"đã xóa " + name, name + " was removed"});
}

int end_sessions(const std::string& url, const std::string& name) {
  StationClient(url).command("/v1/people/logout", {{"name", name}});
  return tell({name + " phải đăng nhập lại", name + " has to log in again"});
}

int print_hash(const PersonArguments& person) {
  const auto hash = base::hash_password(wanted_password(person.password_file));
  return tell({hash, hash});
}

CLI::App* add_command(CLI::App& group, const std::string& name, const Text& about) {
  auto* command = group.add_subcommand(name, about.shown());
  command->fallthrough();
  return command;
}

void name_option(CLI::App& command, const SharedPerson& person) {
  command.add_option("NAME", person->name, Text{"tên người", "the person's name"}.shown())
      ->required();
}

void role_option(CLI::App& command, const SharedPerson& person, const std::string& option) {
  std::vector<std::string> roles;
  roles.reserve(entrance::kAllRoles.size());
  for (const auto role : entrance::kAllRoles) roles.emplace_back(entrance::name_of(role));
  command.add_option(option, person->role, Text{"vai trò", "the role"}.shown())
      ->required()
      ->check(CLI::IsMember(roles));
}

void password_option(CLI::App& command, const SharedPerson& person) {
  command.add_option(
      "--password-file", person->password_file,
      Text{"tệp chứa mật khẩu; bỏ trống thì hỏi", "a file with the password; asked for if left out"}
          .shown());
}

void add_add(CLI::App& group, Action& chosen, const StationUrl& url) {
  const auto person = std::make_shared<PersonArguments>();
  auto* command = add_command(group, "add", {"thêm một người", "add a person"});
  name_option(*command, person);
  role_option(*command, person, "--role");
  password_option(*command, person);
  command->add_flag("--code", person->code,
                    Text{"cấp mã một lần, người ấy tự đặt mật khẩu",
                         "a one-time code, by which they set their own password"}
                        .shown());
  command->callback([&chosen, url, person] { chosen = [=] { return add_one(*url, *person); }; });
}

void add_of_name(CLI::App& group, Action& chosen, const StationUrl& url, const std::string& name,
                 const Text& about, int (*work)(const std::string& url, const std::string& name)) {
  const auto person = std::make_shared<PersonArguments>();
  auto* command = add_command(group, name, about);
  name_option(*command, person);
  command->callback(
      [&chosen, url, person, work] { chosen = [=] { return work(*url, person->name); }; });
}

void add_code(CLI::App& group, Action& chosen, const StationUrl& url) {
  const auto person = std::make_shared<PersonArguments>();
  auto* command = add_command(group, "code",
                              {"in mã một lần của người đầu tiên, hoặc cấp mã mới cho một người",
                               "print the first person's code, or give a person a new one"});
  command->add_option("NAME", person->name, Text{"tên người", "the person's name"}.shown());
  command->callback(
      [&chosen, url, person] { chosen = [=] { return show_code(*url, person->name); }; });
}

void add_password(CLI::App& group, Action& chosen, const StationUrl& url) {
  const auto person = std::make_shared<PersonArguments>();
  auto* command = add_command(group, "password", {"đặt mật khẩu mới", "set a new password"});
  name_option(*command, person);
  password_option(*command, person);
  command->callback([&chosen, url, person] {
    chosen = [=] {
      return change(*url,
                    {{"name", person->name}, {"password", wanted_password(person->password_file)}});
    };
  });
}

void add_role(CLI::App& group, Action& chosen, const StationUrl& url) {
  const auto person = std::make_shared<PersonArguments>();
  auto* command = add_command(group, "role", {"đổi vai trò", "change the role"});
  name_option(*command, person);
  role_option(*command, person, "ROLE");
  command->callback([&chosen, url, person] {
    chosen = [=] { return change(*url, {{"name", person->name}, {"role", person->role}}); };
  });
}

void add_switch(CLI::App& group, Action& chosen, const StationUrl& url, const std::string& name,
                const Text& about, bool disabled) {
  const auto person = std::make_shared<PersonArguments>();
  auto* command = add_command(group, name, about);
  name_option(*command, person);
  command->callback([&chosen, url, person, disabled] {
    chosen = [=] { return change(*url, {{"name", person->name}, {"disabled", disabled}}); };
  });
}

void add_hash(CLI::App& group, Action& chosen) {
  const auto person = std::make_shared<PersonArguments>();
  auto* command = add_command(group, "hash",
                              {"in mã băm của một mật khẩu, cho firstPerson trong cấu hình",
                               "print a password's hash, for firstPerson in the configuration"});
  password_option(*command, person);
  command->callback([&chosen, person] { chosen = [=] { return print_hash(*person); }; });
}

}  // namespace

void add_people_commands(CLI::App& app, Action& chosen, const StationUrl& url) {
  auto* group = app.add_subcommand(
      "people", Text{"những người được vào trang của đài", "who may come in at the page"}.shown());
  group->fallthrough();
  group->require_subcommand(1);
  add_command(*group, "list", {"liệt kê", "list them"})->callback([&chosen, url] {
    chosen = [=] { return list_people(*url); };
  });
  add_add(*group, chosen, url);
  add_password(*group, chosen, url);
  add_role(*group, chosen, url);
  add_switch(*group, chosen, url, "disable", {"không cho vào nữa", "let them in no more"}, true);
  add_switch(*group, chosen, url, "enable", {"cho vào lại", "let them in again"}, false);
  add_of_name(*group, chosen, url, "remove", {"xóa một người", "remove a person"}, remove);
  add_of_name(*group, chosen, url, "logout",
              {"kết thúc mọi phiên của một người", "end a person's sessions"}, end_sessions);
  add_code(*group, chosen, url);
  add_hash(*group, chosen);
}

}  // namespace loa::cli
