// Text as the grammar reads it, which is plain (base/plain_text.h), and what is made of that.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/plain_text.h"
#include "base/problem.h"

namespace loa::schedules::intake {

using base::Plain;
using base::plain_text;
using base::to_plain;

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
