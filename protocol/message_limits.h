// What a message may hold, whatever form it travels in.
#pragma once

#include <cstddef>
#include <cstdint>

#include "journal/row.h"

namespace loa::protocol {

inline constexpr std::size_t kMaxString = 64UL * 1024;
inline constexpr std::int64_t kLastTime = journal::kLastTime.time_since_epoch().count();
inline constexpr std::uint64_t kMaxCount = journal::kMostCount;
inline constexpr std::size_t kSignatureBytes = 64;

}  // namespace loa::protocol
