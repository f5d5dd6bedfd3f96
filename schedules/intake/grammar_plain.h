// Text as the grammar reads it: lower case, without diacritics, with one kind of space, dash and
// apostrophe. "Thứ Hai – 5 giờ" is "thu hai - 5 gio".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace loa::schedules::intake {

struct Plain {
  std::string text;
  // For each byte of `text`, and for its end, the byte of the original where it comes from.
  std::vector<std::size_t> from;
};

// `text` is UTF-8 in any normal form; bytes that are not UTF-8 become '?'. Zero-width characters
// are left away; '\n' stays.
Plain to_plain(std::string_view text);
std::string plain_text(std::string_view text);

// What names are compared by: the letters and digits of the plain text alone. "Bản tin_48" is
// "bantin48".
std::string match_key(std::string_view text);
// An id made of a title: "Bản tin xã (PL)" is "ban-tin-xa-pl"; at most 56 characters; "muc" if
// nothing is left.
std::string slug_of(std::string_view text);

// Without spaces, of all kinds, at both ends.
std::string trimmed(std::string_view text);

// Where byte `at` of `text` stands, if the text begins at `place`: lines have columns, cells do
// not.
base::Place place_within(const base::Place& place, std::string_view text, std::size_t at);

}  // namespace loa::schedules::intake
