// The letters of Vietnamese, composed by utf8proc from vowels and tones.
#include "letters.h"

#include <utf8proc.h>

#include <cstdlib>

namespace loa::signs::test {
namespace {

constexpr char32_t kTones[] = {0x300, 0x301, 0x303, 0x309, 0x323};  // huyền sắc ngã hỏi nặng

// 0 if there is no such letter.
char32_t composed(char32_t vowel, char32_t tone) {
  const std::string pair = to_utf8({vowel, tone});
  auto* bytes = utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(pair.c_str()));
  utf8proc_int32_t letter = 0;
  const auto read = utf8proc_iterate(bytes, -1, &letter);
  const bool single = read > 0 && bytes[read] == 0;
  std::free(bytes);
  return single ? static_cast<char32_t>(letter) : 0;
}

std::u32string family(const std::u32string& vowels) {
  std::u32string letters;
  for (const char32_t vowel : vowels) {
    letters += vowel;
    for (const char32_t tone : kTones) letters += composed(vowel, tone);
  }
  return letters;
}

}  // namespace

std::vector<std::u32string> families(bool capitals) {
  const std::vector<std::u32string> vowels =
      capitals ? std::vector<std::u32string>{U"AĂÂ", U"EÊ", U"I", U"OÔƠ", U"UƯ", U"Y"}
               : std::vector<std::u32string>{U"aăâ", U"eê", U"i", U"oôơ", U"uư", U"y"};
  std::vector<std::u32string> result{capitals ? U"DĐ" : U"dđ"};
  for (const auto& group : vowels) result.push_back(family(group));
  return result;
}

std::u32string vietnamese_letters(bool capitals) {
  std::u32string letters;
  for (const auto& group : families(capitals)) {
    for (const char32_t letter : group) {
      if (letter > 0x7F) letters += letter;
    }
  }
  return letters;
}

std::string to_utf8(const std::u32string& text) {
  std::string result;
  for (const char32_t character : text) {
    utf8proc_uint8_t bytes[4];
    const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), bytes);
    result.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  }
  return result;
}

}  // namespace loa::signs::test
