// What a node of a document can say of itself.
#include <algorithm>

#include "base/document.h"

namespace loa::base {

std::optional<double> Node::number() const {
  if (const auto* whole = integer()) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return std::nullopt;
}

const Node* Node::find(std::string_view key) const {
  const auto* members = object();
  if (!members) return nullptr;
  const auto found = std::ranges::find(*members, key, &Member::key);
  return found == members->end() ? nullptr : &found->value;
}

Text Node::type_name() const {
  static const Text names[] = {
      {"giá trị rỗng (null)", "null"},
      {"giá trị đúng/sai", "true or false"},
      {"một số nguyên", "a whole number"},
      {"một số lẻ", "a fractional number"},
      {"một chuỗi", "a string"},
      {"một danh sách", "a list"},
      {"một đối tượng { }", "an object { }"},
  };
  return names[value.index()];
}

}  // namespace loa::base
