// Where things are in flash, in whole sectors. The linker scripts say the same.
#pragma once

#include "firmware/targets/region.h"

namespace loa::firmware::f405 {

inline constexpr Region kBootloader{0x0800'0000, 0x4000};
inline constexpr Region kConfig{0x0800'4000, 0x4000};
inline constexpr Region kMessages{0x0800'8000, 0x8000};  // two slots
inline constexpr Region kLog{0x0801'0000, 0x1'0000};
inline constexpr Region kRunning{0x0802'0000, 0x2'0000};
inline constexpr Region kStaged{0x0804'0000, 0x2'0000};
inline constexpr Region kScratch{0x0806'0000, 0x2'0000};

}  // namespace loa::firmware::f405
