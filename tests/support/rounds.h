// How often what is tried at random is tried.
#pragma once

#include <algorithm>
#include <cstdlib>

namespace loa {

// `full`, or that percentage of it which the environment's LOA_ROUNDS says (1 to 100), at least 1:
// an emulated processor is ten times as slow.
inline int rounds(int full) {
  const char* told = std::getenv("LOA_ROUNDS");
  const int percent = told == nullptr ? 100 : std::clamp(std::atoi(told), 1, 100);
  return std::max(1, full * percent / 100);
}

}  // namespace loa
