#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "schedules/intake/xlsx_show.h"

namespace loa::schedules::intake {
namespace {

using Kind = FormatToken::Kind;
using Tokens = std::vector<FormatToken>;

constexpr int kMostDecimals = 30;

std::string general(double value) {
  if (value < 1e11 && value == std::floor(value)) return fmt::format("{:.0f}", value);
  return fmt::format("{:.10g}", value);
}

int count_digits(Tokens::const_iterator from, Tokens::const_iterator to) {
  return static_cast<int>(
      std::count_if(from, to, [](const FormatToken& token) { return token.kind == Kind::digit; }));
}

// The digits before the point, from the last placeholder to the first, which takes all that are
// left: 530 in 0"h"00 is 5h30.
std::string whole_part(Tokens::const_iterator from, Tokens::const_iterator to, std::string digits,
                       bool grouped) {
  if (digits == "0") digits.clear();
  int left = count_digits(from, to);
  std::string reversed;
  std::size_t put = 0;
  const auto put_digit = [&](char digit) {
    if (grouped && put > 0 && put % 3 == 0) reversed += ',';
    reversed += digit;
    ++put;
  };
  for (auto token = to; token != from;) {
    --token;
    if (token->kind != Kind::digit) {
      if (token->kind != Kind::comma) reversed.append(token->text.rbegin(), token->text.rend());
      continue;
    }
    --left;
    if (digits.empty()) {
      if (token->text == "0") put_digit('0');
      continue;
    }
    do {
      put_digit(digits.back());
      digits.pop_back();
    } while (left == 0 && !digits.empty());
  }
  return {reversed.rbegin(), reversed.rend()};
}

std::string decimals_part(Tokens::const_iterator from, Tokens::const_iterator to,
                          std::string digits) {
  const auto is_optional = [&](std::size_t index) {
    int seen = 0;
    for (auto token = from; token != to; ++token) {
      if (token->kind == Kind::digit && seen++ == static_cast<int>(index))
        return token->text == "#";
    }
    return false;
  };
  while (!digits.empty() && digits.back() == '0' && is_optional(digits.size() - 1)) {
    digits.pop_back();
  }
  std::string result = digits.empty() ? "" : ".";
  std::size_t next = 0;
  for (auto token = from; token != to; ++token) {
    if (token->kind == Kind::digit) {
      if (next < digits.size()) result += digits[next++];
    } else if (token->kind != Kind::comma) {
      result += token->text;
    }
  }
  return result;
}

}  // namespace

std::string show_number(const Tokens& section, double value) {
  const auto has = [&](Kind kind) {
    return std::any_of(section.begin(), section.end(),
                       [&](const FormatToken& token) { return token.kind == kind; });
  };
  if (has(Kind::exponent)) return general(value);
  const auto begin = section.begin();
  const auto point = std::find_if(
      begin, section.end(), [](const FormatToken& token) { return token.kind == Kind::point; });
  if (count_digits(begin, section.end()) == 0) {
    std::string result;
    for (const auto& token : section) {
      result += token.kind == Kind::general ? general(value) : token.text;
    }
    return result;
  }
  const auto after = point == section.end() ? point : point + 1;
  const int decimals = std::min(count_digits(after, section.end()), kMostDecimals);
  std::string digits = fmt::format("{:.{}f}", has(Kind::percent) ? value * 100 : value, decimals);
  std::string fraction;
  if (const auto dot = digits.find('.'); dot != digits.npos) {
    fraction = digits.substr(dot + 1);
    digits.resize(dot);
  }
  return whole_part(begin, point, digits, has(Kind::comma)) +
         decimals_part(after, section.end(), fraction);
}

}  // namespace loa::schedules::intake
