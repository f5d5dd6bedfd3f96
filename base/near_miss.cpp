// Optimal string alignment distance (Damerau-Levenshtein without overlapping swaps).
#include "base/near_miss.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/ascii.h"

namespace loa::base {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before;  // two rows up
  std::vector<std::size_t> above(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(above, std::move(row));
  }
  return above.back();
}

}  // namespace

std::string near_miss(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t longest = 64;  // bounds the work for hostile input
  if (word.size() > longest) return {};
  const auto meant = in_small_letters(word);
  std::size_t best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string result;
  for (const auto& candidate : candidates) {
    if (candidate.size() > longest) continue;
    const auto apart = distance(meant, in_small_letters(candidate));
    if (apart < best) {
      best = apart;
      result = candidate;
    }
  }
  return result;
}

}  // namespace loa::base
