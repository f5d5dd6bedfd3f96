// From SAX events to nodes with places.
#include "base/document_builder.h"

#include <fmt/format.h>

#include <limits>
#include <unordered_set>
#include <utility>

namespace loa::base {

DocumentBuilder::DocumentBuilder(std::string_view text, const std::string& file,
                                 const DocumentLimits& limits)
    : text_(text), file_(file), limits_(limits), cursor_(text) {}

bool DocumentBuilder::number_unsigned(number_unsigned_t value) {
  if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
    return add(static_cast<double>(value));
  }
  return add(static_cast<std::int64_t>(value));
}

Node DocumentBuilder::node_here(Node::Value value) {
  cursor_.to_token();
  Node node{std::move(value), cursor_.line(), cursor_.column()};
  cursor_.over_token();
  return node;
}

bool DocumentBuilder::add(Node::Value value) {
  Node node = node_here(std::move(value));
  if (!within_limits(node)) return false;
  attach(std::move(node));
  return true;
}

bool DocumentBuilder::open(Node::Value empty) {
  Node node = node_here(std::move(empty));
  if (!within_limits(node)) return false;
  frames_.push_back({std::move(node), {}});
  return true;
}

bool DocumentBuilder::key(string_t& value) {
  cursor_.to_token();
  cursor_.over_token();
  frames_.back().key = std::move(value);
  return true;
}

bool DocumentBuilder::end_object() {
  drop_duplicates();
  return close();
}

bool DocumentBuilder::end_array() { return close(); }

bool DocumentBuilder::close() {
  cursor_.to_token();
  cursor_.over_token();
  Node done = std::move(frames_.back().node);
  frames_.pop_back();
  attach(std::move(done));
  return true;
}

void DocumentBuilder::attach(Node node) {
  if (frames_.empty()) {
    root_ = std::move(node);
    return;
  }
  auto& frame = frames_.back();
  if (auto* members = std::get_if<Node::Object>(&frame.node.value)) {
    members->push_back({std::exchange(frame.key, {}), std::move(node)});
  } else {
    std::get<Node::Array>(frame.node.value).push_back(std::move(node));
  }
}

bool DocumentBuilder::within_limits(const Node& node) {
  const bool container = node.array() || node.object();
  if (container && frames_.size() >= static_cast<std::size_t>(limits_.depth)) {
    problems_.push_back(
        {Severity::error,
         "document-depth",
         {file_, node.line, node.column},
         path(),
         {fmt::format("lồng nhau quá sâu: nhiều nhất {} tầng ngoặc", limits_.depth),
          fmt::format("nested too deeply: at most {} levels of brackets", limits_.depth)}});
    return false;
  }
  if (++values_ <= limits_.values) return true;
  return fail("document-values",
              {fmt::format("tệp có quá nhiều giá trị: nhiều nhất {}", limits_.values),
               fmt::format("too many values in the file: at most {}", limits_.values)});
}

void DocumentBuilder::drop_duplicates() {
  auto& frame = frames_.back();
  auto& members = std::get<Node::Object>(frame.node.value);
  std::unordered_set<std::string_view> seen;
  Node::Object kept;
  kept.reserve(members.size());
  for (auto& [name, node] : members) {
    if (seen.contains(name)) {
      frame.key = name;
      problems_.push_back({Severity::error,
                           "duplicate-key",
                           {file_, node.line, node.column},
                           path(),
                           {fmt::format("khóa “{}” ghi hai lần trong cùng một đối tượng", name),
                            fmt::format("key \"{}\" stands twice in one object", name)}});
      continue;
    }
    // The view must point into what stays: moving a short string would move its bytes.
    kept.push_back({std::move(name), std::move(node)});
    seen.insert(kept.back().key);
  }
  members = std::move(kept);
}

std::string DocumentBuilder::path() const {
  std::string path;
  for (const auto& frame : frames_) {
    if (const auto* items = frame.node.array()) {
      path += fmt::format("[{}]", items->size());
    } else {
      path += (path.empty() ? "" : ".") + frame.key;
    }
  }
  return path;
}

bool DocumentBuilder::fail(std::string code, Text message) {
  const Place place{file_, cursor_.line(), cursor_.column()};
  problems_.push_back({Severity::error, std::move(code), place, path(), std::move(message)});
  return false;
}

}  // namespace loa::base
