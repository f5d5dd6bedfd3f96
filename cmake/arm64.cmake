# A Raspberry Pi 3 and later with Debian's arm64: scripts/cross-test.
set(LOA_ARCHITECTURE arm64)
set(LOA_TRIPLET aarch64-linux-gnu)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
include("${CMAKE_CURRENT_LIST_DIR}/CrossDebian.cmake")
