// Which version of the firmware this is.
#pragma once

#include <cstdint>

namespace loa::firmware {

inline constexpr std::uint8_t kMajor = LOA_MAJOR, kMinor = LOA_MINOR, kPatch = LOA_PATCH;
// First 8 digits of the commit's hash; 0 where it was not built from one.
inline constexpr std::uint32_t kGit = LOA_GIT;

}  // namespace loa::firmware
