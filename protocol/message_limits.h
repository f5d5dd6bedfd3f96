// What a message may hold, whatever form it travels in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace loa::protocol {

inline constexpr std::size_t kMaxString = 64UL * 1024;
// 1970 to 2233: what a clock of Linux can show, with room to add to it.
inline constexpr std::int64_t kLastTime = 8'300'000'000'000'000'000;
inline constexpr std::uint64_t kMaxCount = std::numeric_limits<std::int64_t>::max();
inline constexpr std::size_t kSignatureBytes = 64;

}  // namespace loa::protocol
