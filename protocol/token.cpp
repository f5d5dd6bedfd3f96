#include "protocol/token.h"

#include <algorithm>

namespace loa::protocol {

std::string to_text(const EnrolToken& token) {
  return token.pin ? token.secret + "." + base::to_hex(*token.pin) : token.secret;
}

EnrolToken enrol_token_from(std::string_view text) {
  std::string plain(text);
  std::erase_if(plain, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  const auto dot = plain.find('.');
  if (dot == std::string::npos) return {plain, std::nullopt};
  std::string pin = plain.substr(dot + 1);
  for (char& c : pin)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return {plain.substr(0, dot), base::sha256_from_hex(pin)};
}

}  // namespace loa::protocol
