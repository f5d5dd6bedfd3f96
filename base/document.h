// A JSON document that remembers where each value stands, so that a finding can name line and
// column. Used for what people write: schedules and configuration. (Wire messages use nlohmann/json
// directly, inside .cpp files only.)
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/problem.h"

namespace loa::base {

struct DocumentLimits {
  std::size_t bytes = 8UL * 1024 * 1024;
  int depth = 32;
  std::size_t values = 1'000'000;  // in all, which bounds memory to some 100 bytes each
  bool comments = false;           // // and /* */ are allowed, as in configuration files
};

// One value. Objects keep the order of the file; a key that stands twice is a finding.
class Node {
 public:
  struct Member;
  using Array = std::vector<Node>;
  using Object = std::vector<Member>;
  using Value =
      std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object>;

  Value value;
  int line = 0;
  int column = 0;

  // Null where the node is not of that type. Never throws.
  const bool* boolean() const { return std::get_if<bool>(&value); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value); }
  // Integers too.
  std::optional<double> number() const;
  const std::string* string() const { return std::get_if<std::string>(&value); }
  const Array* array() const { return std::get_if<Array>(&value); }
  const Object* object() const { return std::get_if<Object>(&value); }
  // The member named `key`, or null (also where this is not an object).
  const Node* find(std::string_view key) const;
  // What the value is, in the user's words: "một chuỗi" / "a string".
  Text type_name() const;
};

struct Node::Member {
  std::string key;
  Node value;
};

// What reading gives: a tree, or at least one error; both where a key stands twice (the first
// counts), so that what reads the tree can go on and find the rest. Cyclic data cannot be written
// in JSON; depth is bounded. `file` only names places. Strings that are not UTF-8 are an error.
struct ParsedDocument {
  std::optional<Node> root;
  Problems problems;
};
ParsedDocument parse_document(std::string_view text, const std::string& file,
                              const DocumentLimits& limits = {});

}  // namespace loa::base
