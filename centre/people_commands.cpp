#include "centre/people_commands.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/language.h"
#include "centre/admin_commands.h"

namespace loa::centre {
namespace {

using PersonJson = nlohmann::json;

constexpr auto kPeoplePath = "/v1/admin/people";
constexpr auto kChangePath = "/v1/admin/people/change";

PersonJson asked(const Config& config, const std::string& path, const PersonJson& body) {
  return PersonJson::parse(ask_centre(config, path, body.dump()));
}

std::string code_text(const PersonJson& answer) {
  const auto code = answer.at("code").get<std::string>();
  return base::Text{"mã một lần, dùng được bảy ngày: " + code,
                    "one-time code, good for seven days: " + code}
      .shown();
}

std::string state_of(const PersonJson& person) {
  if (person.at("disabled").get<bool>()) return base::Text{", đã khóa", ", disabled"}.shown();
  if (person.at("codeUntil").is_null()) return "";
  return base::Text{", chưa đặt mật khẩu", ", without a password yet"}.shown();
}

std::string changed(const Config& config, const PersonJson& body) {
  asked(config, kChangePath, body);
  return base::Text{"đã ghi; ai đang đăng nhập bằng tên này phải đăng nhập lại",
                    "kept; whoever is logged in by that name must log in again"}
      .shown();
}

}  // namespace

std::string list_people(const Config& config) {
  const auto answer = asked(config, kPeoplePath, PersonJson::object());
  std::string lines;
  for (const auto& person : answer.at("people")) {
    const auto& role = person.at("roleName");
    lines += fmt::format(
        "{}  {} ({}){}\n", person.at("name").get<std::string>(),
        person.at("role").get<std::string>(),
        base::Text{role.at("vi").get<std::string>(), role.at("en").get<std::string>()}.shown(),
        state_of(person));
  }
  return lines;
}

std::string add_person(const Config& config, const std::string& name, const std::string& role) {
  return code_text(
      asked(config, std::string(kPeoplePath) + "/add", {{"name", name}, {"role", role}}));
}

std::string give_code(const Config& config, const std::string& name) {
  return code_text(asked(config, kChangePath, {{"name", name}, {"code", true}}));
}

std::string change_role(const Config& config, const std::string& name, const std::string& role) {
  return changed(config, {{"name", name}, {"role", role}});
}

std::string disable_person(const Config& config, const std::string& name, bool disabled) {
  return changed(config, {{"name", name}, {"disabled", disabled}});
}

std::string remove_person(const Config& config, const std::string& name) {
  asked(config, std::string(kPeoplePath) + "/remove", {{"name", name}});
  return base::Text{"đã xóa " + name, name + " was removed"}.shown();
}

}  // namespace loa::centre
