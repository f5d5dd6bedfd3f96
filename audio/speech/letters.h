// Letters one by one: what a code point is, its case, the name a letter is called by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loa::audio::speech {

struct Point {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = true;  // false: one byte that is not UTF-8
};

// The code point at `offset`, which lies inside `text`.
Point point_at(std::string_view text, std::size_t offset);
void append(std::string& text, char32_t point);

bool is_letter(char32_t point);
bool is_mark(char32_t point);  // combining
bool is_digit(char c);
bool is_upper(char32_t point);
bool is_lower(char32_t point);

// Of valid UTF-8, letter by letter, in the order of Unicode's simple case mapping.
std::string lower(std::string_view text);
// At least one letter, and none in lower case.
bool is_all_upper(std::string_view word);
bool starts_upper(std::string_view word);
// Whether there is any letter beside b, c, d, đ, f...: where not, nobody can say the word.
bool has_vowel(std::string_view word);

// The name of each letter of `word` ("XYZ": "ích i dài dét"), as radio speakers say them: a, bê,
// xê, dê, đê, e, ép, gờ, hát, i, ca, lờ, mờ, nờ, o, pê, quy, rờ, ét, tê, u, vê, vê kép, ích, i dài,
// dét. Vowels are called as they sound. What is no Latin letter is left out.
std::string letter_names(std::string_view word);

}  // namespace loa::audio::speech
