# For another architecture of Debian's, LOA_TRIPLET; the libraries lie beside this machine's
# (multiarch). What is built runs here through qemu-user, which the kernel starts by itself
# (scripts/cross-packages).
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER clang-14)
set(CMAKE_CXX_COMPILER clang++-14)
set(CMAKE_C_COMPILER_TARGET ${LOA_TRIPLET})
set(CMAKE_CXX_COMPILER_TARGET ${LOA_TRIPLET})
set(CMAKE_LIBRARY_ARCHITECTURE ${LOA_TRIPLET})
set(PKG_CONFIG_EXECUTABLE /usr/bin/${LOA_TRIPLET}-pkg-config)
