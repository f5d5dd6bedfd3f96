// Lines and columns of JSON tokens.
#include "base/text_cursor.h"

namespace loa::base {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
         c == '-' || c == '.';
}

}  // namespace

TextCursor::TextCursor(std::string_view text) : text_(text) {
  if (starts_with(kByteOrderMark)) offset_ = kByteOrderMark.size();
}

bool TextCursor::starts_with(std::string_view prefix) const {
  return text_.substr(offset_).starts_with(prefix);
}

void TextCursor::step() {
  const char c = text_[offset_++];
  if (c == '\n') {
    ++line_;
    column_ = 1;
  } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
    ++column_;
  }
  // A character counts at its first byte, so the cursor never rests inside one.
  while (!at_end() && (static_cast<unsigned char>(text_[offset_]) & 0xC0) == 0x80) ++offset_;
}

void TextCursor::to_offset(std::size_t offset) {
  while (!at_end() && offset_ < offset) step();
}

void TextCursor::over_comment() {
  if (starts_with("//")) {
    while (!at_end() && current() != '\n' && current() != '\r') step();
    return;
  }
  const auto end = text_.find("*/", offset_ + 2);
  to_offset(end == std::string_view::npos ? text_.size() : end + 2);
}

void TextCursor::to_token() {
  constexpr std::string_view between = " \t\r\n,:";
  while (!at_end()) {
    if (starts_with("//") || starts_with("/*")) {
      over_comment();
    } else if (between.find(current()) != std::string_view::npos) {
      step();
    } else {
      return;
    }
  }
}

void TextCursor::over_string() {
  step();
  while (!at_end() && current() != '"') {
    if (current() == '\\') step();
    if (!at_end()) step();
  }
  if (!at_end()) step();
}

void TextCursor::over_token() {
  if (at_end()) return;
  if (current() == '"') return over_string();
  if (!is_word(current())) return step();
  while (!at_end() && is_word(current())) step();
}

}  // namespace loa::base
