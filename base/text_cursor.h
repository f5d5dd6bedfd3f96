// Walks over JSON text from token to token and counts lines and columns. It judges nothing: the
// parser says what is well formed, the cursor only says where.
#pragma once

#include <cstddef>
#include <string_view>

namespace loa::base {

class TextCursor {
 public:
  // Begins behind a byte order mark, if there is one. `text` is valid UTF-8 and outlives the
  // cursor.
  explicit TextCursor(std::string_view text);

  // Over white space, commas, colons and comments, to the next token or to the end.
  void to_token();
  // Behind the token that begins here: a bracket, a string, a number or a word.
  void over_token();
  // Forward to a byte of the text (not beyond its end).
  void to_offset(std::size_t offset);

  bool at_end() const { return offset_ >= text_.size(); }
  char current() const { return at_end() ? '\0' : text_[offset_]; }
  std::size_t offset() const { return offset_; }
  // Both count from 1; columns in characters.
  int line() const { return line_; }
  int column() const { return column_; }

 private:
  void step();
  void over_comment();
  void over_string();
  bool starts_with(std::string_view prefix) const;

  std::string_view text_;
  std::size_t offset_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace loa::base
