// Builds the tree of base/document.h from nlohmann/json's SAX events. Private to base/document.cpp:
// it drags nlohmann/json in.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/text_cursor.h"

namespace loa::base {

// The parser decides what JSON is; the cursor walks along and knows where each event's token
// stands.
class DocumentBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  DocumentBuilder(std::string_view text, const std::string& file, const DocumentLimits& limits);

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override;
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Node::Object{}); }
  bool key(string_t& value) override;
  bool end_object() override;
  bool start_array(std::size_t) override { return open(Node::Array{}); }
  bool end_array() override;
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& error) override;

  ParsedDocument take() { return {std::move(root_), std::move(problems_)}; }

 private:
  struct Frame {
    Node node;
    std::string key;  // of the member that is being read, in an object
  };

  Node node_here(Node::Value value);
  bool add(Node::Value value);
  bool open(Node::Value empty);
  bool close();
  bool within_limits(const Node& node);
  void attach(Node node);
  void drop_duplicates();
  std::string path() const;
  // Always false, which ends the parse.
  bool fail(std::string code, Text message);

  std::string_view text_;
  const std::string& file_;
  const DocumentLimits& limits_;
  TextCursor cursor_;
  std::vector<Frame> frames_;
  std::size_t values_ = 0;
  std::optional<Node> root_;
  Problems problems_;
};

}  // namespace loa::base
