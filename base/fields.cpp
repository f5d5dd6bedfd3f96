// The object's own bookkeeping: known keys, places, lists and inner objects.
#include "base/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/near_miss.h"

namespace loa::base {
namespace {

const Node& empty_object() {
  static const Node node{Node::Object{}, 0, 0};
  return node;
}

const Node::Array& empty_list() {
  static const Node::Array list;
  return list;
}

}  // namespace

Fields::Fields(const Node& node, std::string path, const std::string& file, Problems& problems)
    : node_(&node), path_(std::move(path)), file_(file), problems_(&problems) {
  if (node.object()) return;
  const auto found = node.type_name();
  report(Severity::error, node, path_, "wrong-type",
         {fmt::format("phải là một đối tượng {{ }}, không phải {}", found.vi),
          fmt::format("must be an object {{ }}, not {}", found.en)});
}

const Node* Fields::find(std::string_view key) {
  if (key.empty()) return nullptr;
  if (std::ranges::find(known_, key) == known_.end()) known_.emplace_back(key);
  return node_->find(key);
}

const Node* Fields::require(std::string_view key) {
  const Node* node = find(key);
  // Where the object itself is missing or of another type, that alone has been said.
  if (!node && is_object() && node_ != &empty_object()) {
    report(Severity::error, *node_, path(key), "missing-key",
           {fmt::format("thiếu khóa “{}”", key), fmt::format("key \"{}\" is missing", key)});
  }
  return node;
}

void Fields::finish() {
  const auto* members = node_->object();
  if (!members) return;
  for (const auto& [key, node] : *members) {
    if (std::ranges::find(known_, key) != known_.end()) continue;
    const auto meant = near_miss(key, known_);
    Text message{fmt::format("không có khóa nào tên “{}”", key),
                 fmt::format("unknown key \"{}\"", key)};
    if (!meant.empty()) {
      message.vi += fmt::format("; có phải ý bạn là “{}”?", meant);
      message.en += fmt::format("; did you mean \"{}\"?", meant);
    }
    report(Severity::error, node, path(key), "unknown-key", std::move(message));
  }
}

Fields Fields::object(std::string_view key) {
  const Node* node = require(key);
  return {node ? *node : empty_object(), path(key), file_, *problems_};
}

Fields Fields::object_or_empty(std::string_view key) {
  const Node* node = find(key);
  return {node ? *node : empty_object(), path(key), file_, *problems_};
}

const Node::Array& Fields::checked_list(std::string_view key, const Node* node, std::size_t least,
                                        std::size_t most) {
  if (!node) return empty_list();
  const auto* items = node->array();
  if (!items) {
    wrong_type(key, *node, {"một danh sách [ ]", "a list [ ]"});
    return empty_list();
  }
  if (items->size() < least || items->size() > most) {
    report(Severity::error, *node, path(key), "list-size",
           {fmt::format("phải có từ {} đến {} mục, đang có {}", least, most, items->size()),
            fmt::format("must have {} to {} entries, has {}", least, most, items->size())});
    if (items->size() > most) return empty_list();
  }
  return *items;
}

const Node::Array& Fields::list(std::string_view key, std::size_t least, std::size_t most) {
  return checked_list(key, require(key), least, most);
}

const Node::Array& Fields::list_or_empty(std::string_view key, std::size_t most) {
  return checked_list(key, find(key), 0, most);
}

std::vector<std::string> Fields::strings_or_empty(std::string_view key, std::size_t most) {
  std::vector<std::string> result;
  const auto& items = list_or_empty(key, most);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (auto text = read_string(items[i], path(key, i), kLongest)) {
      result.push_back(std::move(*text));
    }
  }
  return result;
}

std::string Fields::path(std::string_view key) const {
  if (key.empty()) return path_;
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

std::string Fields::path(std::string_view key, std::size_t index) const {
  return fmt::format("{}[{}]", path(key), index);
}

void Fields::error(std::string_view key, std::string code, Text message) {
  const Node* node = find(key);
  report(Severity::error, node ? *node : *node_, path(key), std::move(code), std::move(message));
}

void Fields::error(std::string_view key, std::size_t index, std::string code, Text message) {
  const Node* list = find(key);
  const auto* items = list ? list->array() : nullptr;
  const bool there = items && index < items->size();
  report(Severity::error, there ? (*items)[index] : *node_, path(key, index), std::move(code),
         std::move(message));
}

void Fields::warning(std::string_view key, std::string code, Text message) {
  const Node* node = find(key);
  report(Severity::warning, node ? *node : *node_, path(key), std::move(code), std::move(message));
}

void Fields::report(Severity severity, const Node& at, std::string path, std::string code,
                    Text message) {
  problems_->push_back(
      {severity, std::move(code), place_of(&at), std::move(path), std::move(message)});
}

void Fields::wrong_type(std::string_view key, const Node& node, const Text& wanted) {
  const auto found = node.type_name();
  report(Severity::error, node, path(key), "wrong-type",
         {fmt::format("phải là {}, không phải {}", wanted.vi, found.vi),
          fmt::format("must be {}, not {}", wanted.en, found.en)});
}

}  // namespace loa::base
