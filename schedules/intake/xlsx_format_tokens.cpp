// Cutting a number format's code into tokens.
#include <cctype>
#include <cstdlib>

#include "schedules/intake/xlsx_format.h"

namespace loa::schedules::intake {
namespace {

using Kind = FormatToken::Kind;
using Tokens = std::vector<FormatToken>;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(text[i]) != word[i]) return false;
  }
  return true;
}

void add_literal(Tokens& tokens, std::string_view text) {
  if (text.empty()) return;
  if (tokens.empty() || tokens.back().kind != Kind::literal)
    tokens.push_back({Kind::literal, "", 1});
  tokens.back().text += text;
}

// What stands in brackets: a currency with a language, a counted time, a colour or a condition.
void add_bracket(Tokens& tokens, std::string_view inside, bool& english) {
  if (inside.starts_with('$')) {
    const auto dash = inside.find('-');
    add_literal(tokens, inside.substr(1, std::min(dash, inside.size()) - 1));
    if (dash == inside.npos) return;
    const auto language = std::strtoul(std::string(inside.substr(dash + 1)).c_str(), nullptr, 16);
    english = english || (language & 0x3FF) == 9;
    return;
  }
  const char first = inside.empty() ? '\0' : lower(inside.front());
  for (const char c : inside) {
    if (lower(c) != first) return;
  }
  const int count = static_cast<int>(inside.size());
  if (first == 'h') tokens.push_back({Kind::elapsed_hour, "", count});
  if (first == 'm') tokens.push_back({Kind::elapsed_minute, "", count});
  if (first == 's') tokens.push_back({Kind::elapsed_second, "", count});
}

std::size_t run_length(std::string_view code) {
  std::size_t length = 1;
  while (length < code.size() && lower(code[length]) == lower(code[0])) ++length;
  return length;
}

// Letters of dates and times; how many characters were taken, 0 if it is none.
std::size_t add_letters(Tokens& tokens, std::string_view code) {
  if (starts_with_word(code, "general")) return tokens.push_back({Kind::general, "", 1}), 7;
  if (starts_with_word(code, "am/pm")) return tokens.push_back({Kind::half_day, "", 1}), 5;
  if (starts_with_word(code, "a/p")) return tokens.push_back({Kind::half_day, "", 1}), 3;
  const auto length = run_length(code);
  const int count = static_cast<int>(length);
  switch (lower(code[0])) {
    case 'y':
      return tokens.push_back({Kind::year, "", count}), length;
    case 'm':
      return tokens.push_back({Kind::month, "", count}), length;
    case 'd':
      return tokens.push_back({Kind::day, "", count}), length;
    case 'h':
      return tokens.push_back({Kind::hour, "", count}), length;
    case 's':
      return tokens.push_back({Kind::second, "", count}), length;
    default:
      return 0;
  }
}

std::size_t add_number_sign(Tokens& tokens, std::string_view code) {
  switch (code[0]) {
    case '0':
    case '#':
    case '?':
      return tokens.push_back({Kind::digit, std::string(1, code[0]), 1}), 1;
    case '.':
      return tokens.push_back({Kind::point, ".", 1}), 1;
    case ',':
      return tokens.push_back({Kind::comma, ",", 1}), 1;
    case '%':
      return tokens.push_back({Kind::percent, "%", 1}), 1;
    case 'E':
    case 'e':
      if (code.size() < 2 || (code[1] != '+' && code[1] != '-')) return 0;
      return tokens.push_back({Kind::exponent, "", 1}), 2;
    default:
      return 0;
  }
}

// What is taken as it stands, quoted or not.
std::size_t add_plain(Tokens& tokens, std::string_view code) {
  if (code[0] == '"') {
    const auto end = std::min(code.find('"', 1), code.size());
    add_literal(tokens, code.substr(1, end - 1));
    return end + 1;
  }
  if (code[0] == '\\' && code.size() > 1) return add_literal(tokens, code.substr(1, 1)), 2;
  if (code[0] == '_' && code.size() > 1) return add_literal(tokens, " "), 2;  // as wide as a letter
  if (code[0] == '*' && code.size() > 1) return 2;                            // fills the column
  if (code[0] == '@') return tokens.push_back({Kind::general, "", 1}), 1;
  return add_literal(tokens, code.substr(0, 1)), 1;
}

// `m` is the minute after an hour or before a second.
void tell_minutes_from_months(Tokens& tokens) {
  const auto is_time = [](Kind kind) { return kind == Kind::hour || kind == Kind::elapsed_hour; };
  const auto is_second = [](Kind kind) {
    return kind == Kind::second || kind == Kind::elapsed_second;
  };
  Kind before = Kind::literal;
  FormatToken* month = nullptr;  // the last one, while only literals came after it
  for (auto& token : tokens) {
    if (token.kind == Kind::literal) continue;
    if (is_second(token.kind) && month != nullptr) month->kind = Kind::minute;
    month = nullptr;
    if (token.kind == Kind::month) {
      if (is_time(before) && token.count <= 2) token.kind = Kind::minute;
      if (token.kind == Kind::month && token.count <= 2) month = &token;
    }
    before = token.kind;
  }
}

}  // namespace

std::vector<std::vector<FormatToken>> format_tokens(std::string_view code, bool& english) {
  std::vector<Tokens> sections(1);
  while (!code.empty()) {
    Tokens& tokens = sections.back();
    std::size_t taken = 0;
    if (code[0] == ';') {
      sections.emplace_back();
      taken = 1;
    } else if (code[0] == '[') {
      const auto end = std::min(code.find(']'), code.size());
      add_bracket(tokens, code.substr(1, end - 1), english);
      taken = end + 1;
    } else {
      taken = add_letters(tokens, code);
      if (taken == 0) taken = add_number_sign(tokens, code);
      if (taken == 0) taken = add_plain(tokens, code);
    }
    code.remove_prefix(std::min(taken, code.size()));
  }
  for (auto& tokens : sections) tell_minutes_from_months(tokens);
  return sections;
}

}  // namespace loa::schedules::intake
