// The version of the program.
#pragma once

namespace loa::centre {

inline constexpr const char* kVersion = LOA_VERSION;

}  // namespace loa::centre
