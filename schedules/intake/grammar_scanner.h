// Walks along plain text word by word. Private to grammar*.cpp.
#pragma once

#include <optional>
#include <string_view>

namespace loa::schedules::intake {

class Scanner {
 public:
  explicit Scanner(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  void back_to(std::size_t at) { at_ = at; }
  bool at_end() const { return at_ >= text_.size(); }
  char next() const { return at_end() ? '\0' : text_[at_]; }
  char after(std::size_t n) const { return at_ + n < text_.size() ? text_[at_ + n] : '\0'; }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  }
  static bool is_word(char c) { return is_digit(c) || is_letter(c); }

  void skip_spaces() {
    while (next() == ' ') ++at_;
  }
  // Spaces and any of `marks`.
  void skip(std::string_view marks) {
    while (!at_end() && (next() == ' ' || marks.find(next()) != std::string_view::npos)) ++at_;
  }
  // One character, after spaces. Stays where it is otherwise, as all of these do.
  bool mark(char c) {
    const auto start = at_;
    skip_spaces();
    if (next() == c && !at_end()) return ++at_, true;
    at_ = start;
    return false;
  }
  // These letters, after spaces; a space in `words` stands for one or more.
  bool letters(std::string_view words) {
    const auto start = at_;
    skip_spaces();
    for (const char c : words) {
      const bool here = next() == c && !at_end();
      if (!here) return at_ = start, false;
      ++at_;
      if (c == ' ') skip_spaces();
    }
    return true;
  }
  // The same, up to the end of a word.
  bool word(std::string_view words) {
    const auto start = at_;
    if (letters(words) && !is_word(next())) return true;
    at_ = start;
    return false;
  }
  // A number of at most `most` digits that is not part of a longer one.
  std::optional<int> number(int most) {
    const auto start = at_;
    skip_spaces();
    int value = 0;
    int digits = 0;
    while (is_digit(next()) && digits <= most) {
      value = value * 10 + (next() - '0');
      ++at_;
      ++digits;
    }
    if (digits >= 1 && digits <= most) return value;
    at_ = start;
    return std::nullopt;
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

}  // namespace loa::schedules::intake
