// Reads the members of one object of a document and collects what is wrong: missing keys, wrong
// types, values out of range, and, in finish(), every key that nobody asked for.
//
//     Fields f(*document.root, "", file, problems);
//     const auto host = f.string("host");                         // must be there
//     const auto port = f.integer_or("port", 8080, 1, 65535);     // need not
//     const auto grace = f.seconds_or("grace", 30s, 0s, 10min);   // "grace": "1m30s"
//     auto sound = f.object("sound");                             // Fields of the inner object
//     const auto card = sound.string_or("card", "default");
//     sound.finish();
//     f.finish();                                                 // unknown keys, by name
//     if (has_errors(problems)) ...
//
// A reader that found a problem returns a harmless value and goes on, so that one pass finds all.
// Names of keys that hold a number tell the unit ("pollSeconds"); lengths of time are strings.
// One thread; throws nothing; does no I/O.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/document.h"
#include "base/problem.h"

namespace loa::base {

class Fields {
 public:
  using Seconds = std::chrono::seconds;
  template <class T>
  using Choices = std::initializer_list<std::pair<std::string_view, T>>;

  static constexpr std::size_t kLongest = 4096;  // of a string, in characters, unless told

  // `node` and `problems` outlive this. `path` is the node's own place in the document ("" at the
  // root, "slots[2]"). A node that is no object is reported, and has no members.
  Fields(const Node& node, std::string path, const std::string& file, Problems& problems);

  // As it stands in the file, 1 to `longest` characters, without control characters.
  std::string string(std::string_view key, std::size_t longest = kLongest);
  std::string string_or(std::string_view key, std::string_view fallback,
                        std::size_t longest = kLongest);
  // For people to read or hear: in NFC, line breaks and tabs allowed, not only spaces.
  std::string text(std::string_view key, std::size_t longest = kLongest);
  std::string text_or(std::string_view key, std::string_view fallback,
                      std::size_t longest = kLongest);

  // Whole numbers; both bounds are allowed values. A problem gives `least` (or the fallback).
  std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::int64_t integer_or(std::string_view key, std::int64_t fallback, std::int64_t least,
                          std::int64_t most);
  double number(std::string_view key, double least, double most);
  double number_or(std::string_view key, double fallback, double least, double most);
  bool boolean(std::string_view key);
  bool boolean_or(std::string_view key, bool fallback);

  // Lengths of time as base/duration.h has them, in whole seconds, within the bounds.
  Seconds seconds(std::string_view key, Seconds least, Seconds most);
  Seconds seconds_or(std::string_view key, Seconds fallback, Seconds least, Seconds most);

  // One of the named values: f.choice<Mode>("mode", {{"fast", Mode::fast}, {"slow", Mode::slow}}).
  // A problem gives the first (or the fallback).
  template <class T>
  T choice(std::string_view key, Choices<T> choices) {
    const auto index = choose(key, true, names_of(choices));
    return (choices.begin() + index.value_or(0))->second;
  }
  template <class T>
  T choice_or(std::string_view key, T fallback, Choices<T> choices) {
    const auto index = choose(key, false, names_of(choices));
    return index ? (choices.begin() + *index)->second : fallback;
  }

  // The inner object; where it is missing, one without members (reported or not).
  Fields object(std::string_view key);
  Fields object_or_empty(std::string_view key);
  // The list's values, `least` to `most` of them; empty if missing. list_or_empty() may be missing.
  const Node::Array& list(std::string_view key, std::size_t least, std::size_t most);
  const Node::Array& list_or_empty(std::string_view key, std::size_t most);
  // A list of strings, each as string() has it; empty if missing.
  std::vector<std::string> strings_or_empty(std::string_view key, std::size_t most);

  // A member for the caller to judge; null if missing. Marks the key as known, as all readers do.
  const Node* find(std::string_view key);
  bool has(std::string_view key) { return find(key) != nullptr; }
  // Reports that `key` is missing unless it is there.
  const Node* require(std::string_view key);

  // Reports every member that nobody has asked for. Call it last.
  void finish();

  // Adds an error at the list `key`'s value number `index`.
  void error(std::string_view key, std::size_t index, std::string code, Text message);
  // Adds an error (or a warning) at the member `key`, or at the object itself if it is
  // missing. The key "" stands for the object.
  void error(std::string_view key, std::string code, Text message);
  void warning(std::string_view key, std::string code, Text message);

  Place place() const { return place_of(node_); }
  // The full path of a member: "slots[2].start"; with an index: "slots[2].days[0]".
  std::string path(std::string_view key) const;
  std::string path(std::string_view key, std::size_t index) const;
  const std::string& file() const { return file_; }
  Problems& problems() { return *problems_; }
  bool is_object() const { return node_->object() != nullptr; }

 private:
  template <class T>
  static std::vector<std::string> names_of(Choices<T> choices) {
    std::vector<std::string> names;
    for (const auto& [name, value] : choices) names.emplace_back(name);
    return names;
  }

  Place place_of(const Node* node) const { return {file_, node->line, node->column}; }
  void report(Severity severity, const Node& at, std::string path, std::string code, Text message);
  void wrong_type(std::string_view key, const Node& node, const Text& wanted);
  std::optional<std::string> read_string(const Node& node, const std::string& path,
                                         std::size_t longest);
  std::optional<std::string> checked_string(std::string_view key, const Node* node,
                                            std::size_t longest);
  std::optional<std::string> checked_text(std::string_view key, const Node* node,
                                          std::size_t longest);
  std::optional<std::int64_t> checked_integer(std::string_view key, const Node* node,
                                              std::int64_t least, std::int64_t most);
  std::optional<double> checked_number(std::string_view key, const Node* node, double least,
                                       double most);
  std::optional<bool> checked_boolean(std::string_view key, const Node* node);
  std::optional<Seconds> checked_seconds(std::string_view key, const Node* node, Seconds least,
                                         Seconds most);
  const Node::Array& checked_list(std::string_view key, const Node* node, std::size_t least,
                                  std::size_t most);
  std::optional<std::size_t> choose(std::string_view key, bool required,
                                    const std::vector<std::string>& names);

  const Node* node_;
  std::string path_;
  std::string file_;
  Problems* problems_;
  std::vector<std::string> known_;
};

}  // namespace loa::base
