// Where things are in the first 64 KB of flash, in pages of 1 KB. The linker scripts say the same.
#pragma once

#include "firmware/targets/region.h"

namespace loa::firmware::f103 {

inline constexpr Region kBootloader{0x0800'0000, 0x2000};
inline constexpr Region kRunning{0x0800'2000, 0x5800};
inline constexpr Region kStaged{0x0800'7800, 0x5800};
inline constexpr Region kScratch{0x0800'D000, 0x400};
inline constexpr Region kLog{0x0800'D400, 0x400};
inline constexpr Region kMessages{0x0800'D800, 0x2000};  // two slots
inline constexpr Region kConfig{0x0800'FC00, 0x400};

}  // namespace loa::firmware::f103
