# 32-bit boards with Debian's armhf (ARMv7 with VFP): scripts/cross-test.
set(LOA_ARCHITECTURE armhf)
set(LOA_TRIPLET arm-linux-gnueabihf)
set(CMAKE_SYSTEM_PROCESSOR armv7l)
include("${CMAKE_CURRENT_LIST_DIR}/CrossDebian.cmake")
