#include "daemon/setup_answers.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/placed.h"
#include "base/settings.h"
#include "daemon/config.h"

namespace loa::daemon {
namespace {

using Json = nlohmann::ordered_json;

Json parsed(const std::string& text) { return Json::parse(text, nullptr, false, true); }

Json old_of(const std::string& old, const std::string& config) {
  if (old.empty()) return Json::object();
  auto json = parsed(old);
  if (json.is_object()) return json;
  base::read_settings(old, config, [](base::Fields&) {});
  throw base::BadInput({{base::Severity::error,
                         "not-json",
                         {config},
                         "",
                         {"cấu hình cũ không đọc được; đổi tên nó rồi làm lại",
                          "the old configuration cannot be read; rename it and begin again"}}});
}

// What the station itself could do without.
void need_place_and_name(const Config& config, const base::Communes& communes) {
  base::Problems problems;
  const auto need = [&](bool so, const char* field, const char* code, const base::Text& why) {
    if (!so) problems.push_back({base::Severity::error, code, {config.file}, field, why});
  };
  need(config.named, "name", "missing", {"thiếu tên đài", "the station's name is missing"});
  const bool known = config.commune.empty() || communes.find(config.commune) != nullptr;
  need(known, "commune", "commune-unknown",
       {fmt::format("danh mục không có xã, phường nào mang mã {}", config.commune),
        fmt::format("the list has no commune {}", config.commune)});
  if (!problems.empty()) throw base::BadInput(std::move(problems));
}

}  // namespace

// Unknown keys, and what is no JSON, by line and column.
SystemAnswers system_of(const SetupAnswers& answers) {
  SystemAnswers system;
  base::read_settings(answers.text, answers.file, [&](base::Fields& fields) {
    for (const auto* key : kAskedAbout) fields.find(key);
    for (const auto* key : kOfTheOffice) {
      if (answers.may_change_office) fields.find(key);
    }
    if (answers.may_change_system) system = read_system(fields);
    fields.finish();
  });
  return system;
}

std::string merged(const std::string& old, const SetupAnswers& answers, const std::string& config,
                   const base::Communes& communes) {
  system_of(answers);
  auto json = old_of(old, config);
  auto patch = parsed(answers.text);
  patch.erase("system");
  json.merge_patch(patch);
  auto text = json.dump(2) + "\n";
  try {
    need_place_and_name(config_from(text, config), communes);
  } catch (const base::BadInput& error) {
    throw base::BadInput(base::placed(error.problems(), answers.text, answers.file));
  }
  return text;
}

}  // namespace loa::daemon
