# Debian's gcc-arm-none-eabi.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
# What the environment asks of the machine's own programs, as packaging does, is not for a chip.
foreach(flags CFLAGS CXXFLAGS CPPFLAGS LDFLAGS)
  unset(ENV{${flags}})
endforeach()
