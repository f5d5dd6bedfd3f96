// Answers of a first start, and what they make of a configuration.
#include "cli/setup/merge.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/document.h"
#include "base/settings.h"
#include "daemon/config.h"

namespace loa::setup {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 9> kAsked{"name",   "output", "zone",      "clock",      "listen",
                                            "centre", "board",  "amplifier", "firstPerson"};

Json parsed(const std::string& text) { return Json::parse(text, nullptr, false, true); }

// Unknown keys, and what is no JSON, by line and column.
void need_known_keys(const Answers& answers) {
  base::read_settings(answers.text, answers.file, [](base::Fields& fields) {
    for (const auto* key : kAsked) fields.find(key);
    fields.finish();
  });
}

// "listen.address" in the answers; null where they do not say it.
const base::Node* node_at(const base::Node& root, const std::string& field) {
  const auto* node = &root;
  for (std::size_t from = 0; node != nullptr && from < field.size();) {
    const auto dot = std::min(field.find('.', from), field.size());
    node = node->find(field.substr(from, dot - from));
    from = dot + 1;
  }
  return node;
}

// What is wrong with the result, at the line of the answer that made it so.
base::Problems placed(base::Problems problems, const Answers& answers) {
  base::DocumentLimits limits;
  limits.comments = true;
  const auto document = base::parse_document(answers.text, answers.file, limits);
  for (auto& problem : problems) {
    const auto* node = document.root ? node_at(*document.root, problem.field) : nullptr;
    if (node != nullptr) problem.place = {answers.file, node->line, node->column};
  }
  return problems;
}

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

}  // namespace

std::string merged(const std::string& old, const Answers& answers, const std::string& config) {
  need_known_keys(answers);
  auto json = old_of(old, config);
  json.merge_patch(parsed(answers.text));
  auto text = json.dump(2) + "\n";
  try {
    daemon::config_from(text, config);
  } catch (const base::BadInput& error) {
    throw base::BadInput(placed(error.problems(), answers));
  }
  return text;
}

}  // namespace loa::setup
