# For another architecture of Debian's, LOA_TRIPLET, whose libraries lie in build/sysroot (scripts/sysroot).
# What is built runs here through qemu-user, which the kernel starts by itself.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER clang-14)
set(CMAKE_CXX_COMPILER clang++-14)
set(CMAKE_C_COMPILER_TARGET ${LOA_TRIPLET})
set(CMAKE_CXX_COMPILER_TARGET ${LOA_TRIPLET})
set(CMAKE_LIBRARY_ARCHITECTURE ${LOA_TRIPLET})
get_filename_component(CMAKE_SYSROOT "${CMAKE_CURRENT_LIST_DIR}/../build/sysroot/${LOA_ARCHITECTURE}" ABSOLUTE)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${CMAKE_SYSROOT}")
set(ENV{PKG_CONFIG_LIBDIR} "${CMAKE_SYSROOT}/usr/lib/${LOA_TRIPLET}/pkgconfig:${CMAKE_SYSROOT}/usr/share/pkgconfig")
# binutils link for this machine only, mold for all.
foreach(kind EXE SHARED MODULE)
  set(CMAKE_${kind}_LINKER_FLAGS_INIT "-fuse-ld=mold")
endforeach()
