#include "entrance/one_time_code.h"

#include <cctype>
#include <string_view>

#include "base/crypto.h"

namespace loa::entrance {
namespace {

// What looks like another when it is read from a screen or a sheet is left out: 0 O, 1 I L, 2 Z,
// 5 S, 8 B, U V. With 24 letters, ten of them have 45 bits.
constexpr std::string_view kLetters = "34679ACDEFGHJKMNPQRTVWXY";
constexpr std::size_t kCodeLength = 10;

}  // namespace

std::string new_code() {
  std::string code;
  while (code.size() < kCodeLength) {
    const auto byte = static_cast<unsigned char>(base::from_hex(base::random_hex(1)).value()[0]);
    // 240 is the largest multiple of 24 in a byte: beyond it some letters would come more often.
    if (byte < 240) code += kLetters[byte % kLetters.size()];
  }
  return code;
}

std::string plain_code(const std::string& typed) {
  std::string plain;
  for (const char c : typed) {
    if (c != '-' && c != ' ')
      plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return plain;
}

std::string shown_code(const std::string& code) {
  return code.substr(0, kCodeLength / 2) + "-" + code.substr(kCodeLength / 2);
}

}  // namespace loa::entrance
