// "Did you mean ...?" for names that are misspelt.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace loa::base {

// The candidate that `word` most likely means: the nearest by edit distance (letters changed,
// added, left out or swapped with a neighbour; upper and lower case are the same), if it is near
// enough. Empty if none is.
std::string near_miss(std::string_view word, std::span<const std::string> candidates);

}  // namespace loa::base
