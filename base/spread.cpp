#include "base/spread.h"

#include <algorithm>

namespace loa::base {

// splitmix64 (public domain, Sebastiano Vigna).
Duration Spread::in(Duration whole) {
  state_ += 0x9e3779b97f4a7c15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
  mixed ^= mixed >> 31U;
  const auto range = static_cast<std::uint64_t>(std::max<std::int64_t>(1, whole.count()));
  return Duration{static_cast<std::int64_t>(mixed % range)};
}

}  // namespace loa::base
