// Which Loa this is.
#pragma once

namespace loa::daemon {

inline constexpr const char* kVersion = LOA_VERSION;  // from the project's CMakeLists.txt

}  // namespace loa::daemon
