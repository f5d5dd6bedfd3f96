# How every target of Loa is compiled: warnings, sanitizers, linker and compiler cache.
include(CheckLinkerFlag)

# Files of more than 2 GiB. Elsewhere they are, and the test chips stand in for open(), which this
# would call open64().
if(CMAKE_SIZEOF_VOID_P EQUAL 4)
  add_compile_definitions(_FILE_OFFSET_BITS=64)
endif()

add_library(loa_options INTERFACE)
target_compile_options(loa_options INTERFACE -Wall -Wextra -Wconversion)
target_include_directories(loa_options INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
if(LOA_SANITIZE)
  target_compile_options(loa_options INTERFACE -fsanitize=${LOA_SANITIZE} -fno-omit-frame-pointer
                                               -fno-sanitize-recover=all)
  target_link_options(loa_options INTERFACE -fsanitize=${LOA_SANITIZE})
  if(LOA_SANITIZE MATCHES "undefined" AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang before 17 cannot compile coroutines with it (llvm/llvm-project#49689).
    target_compile_options(loa_options INTERFACE -fno-sanitize=function)
  endif()
  if(LOA_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio uses fences, which g++'s thread sanitizer warns that it does not model.
    target_compile_options(loa_options INTERFACE -Wno-tsan)
  endif()
endif()

# What is tested is checked at each pointer that it follows; the tests' own code is not, a sixth of its
# compilation: there AddressSanitizer tells of one that leads nowhere.
add_library(loa_test_options INTERFACE)
if(LOA_SANITIZE MATCHES "undefined")
  target_compile_options(loa_test_options INTERFACE -fno-sanitize=null,alignment)
endif()

if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A pimpl's private types are seen as a header's there: each file is included by another.
  target_compile_options(loa_options INTERFACE -Wno-subobject-linkage)
endif()

# LOA_PRECOMPILED: what most files include is read once for all targets instead of once for each, which is
# a quarter of the time of a build without the optimizer. Only clang bears that among targets of
# different options. What is shipped is built without, and clang-tidy reads without: there a file
# that forgot an include is found.
option(LOA_PRECOMPILED "Read the common headers once (needs clang)" OFF)

# loa_precompile(NAME OPTIONS...): reads them, with this folder's flags and OPTIONS.
function(loa_precompile name)
  if(LOA_PRECOMPILED)
    if(NOT EXISTS "${CMAKE_BINARY_DIR}/precompiled.cpp")
      file(WRITE "${CMAKE_BINARY_DIR}/precompiled.cpp" "")
    endif()
    add_library(${name} OBJECT "${CMAKE_BINARY_DIR}/precompiled.cpp")
    target_link_libraries(${name} PRIVATE loa_options GTest::gmock)
    target_compile_options(${name} PRIVATE ${ARGN} "SHELL:-Xclang -fno-pch-timestamp")
    target_precompile_headers(${name} PRIVATE
      "$<$<COMPILE_LANGUAGE:CXX>:${CMAKE_SOURCE_DIR}/cmake/precompiled.h>")
  endif()
endfunction()

# loa_precompiled(TARGET): it includes them as this folder's LOA_PRECOMPILED_BY has read them; called
# again, as the other one has.
function(loa_precompiled target)
  if(LOA_PRECOMPILED)
    set_target_properties(${target} PROPERTIES PRECOMPILE_HEADERS_REUSE_FROM ${LOA_PRECOMPILED_BY})
    add_dependencies(${target} ${LOA_PRECOMPILED_BY})
  endif()
endfunction()

loa_precompile(loa_precompiled)
loa_precompile(loa_precompiled_optimized -O1)
set(LOA_PRECOMPILED_BY loa_precompiled)

# loa_parses_dates(FILE...): g++ 12 at -O2 warns falsely of an uninitialized value inside date::parse.
function(loa_parses_dates)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-Wno-maybe-uninitialized;-Wno-unknown-warning-option")
endfunction()

# loa_heavy_templates(FILE...): Beast and CLI11 expand to so much code that the optimizer needs half a
# minute a file beside the sanitizers; in such builds these files go without it. Each is compiled by
# itself in all builds.
function(loa_heavy_templates)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  if(LOA_SANITIZE)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-O0")
  endif()
endfunction()

# loa_heavy_program(TARGET): the same for all of a program, whose files then can be compiled together.
function(loa_heavy_program target)
  if(LOA_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

# loa_simulated(TARGET): what runs for months of virtual time in the tests is worth the optimizer's, and
# in an emulator.
function(loa_simulated target)
  if(LOA_SANITIZE MATCHES "address" OR CMAKE_CROSSCOMPILING)
    target_compile_options(${target} PRIVATE -O1)
    set(LOA_PRECOMPILED_BY loa_precompiled_optimized)
    loa_precompiled(${target})
  endif()
endfunction()

# loa_small(TARGET): what mostly waits, as HTTP does, is compiled for its size: a station's memory is the
# pages that it touches.
function(loa_small target)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${target} PRIVATE -Os)
  endif()
endfunction()

# A room is linked file by file, and in a unity build ten at a time: what of it a program does not use
# would be in its memory all the same.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections)
endif()

find_program(LOA_CCACHE ccache)
if(LOA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What it must be told to work with headers read beforehand (its manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${LOA_CCACHE}")
endif()
check_linker_flag(CXX "-fuse-ld=mold" LOA_HAS_MOLD)
if(LOA_HAS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# loa_library(NAME SOURCES... [PUBLIC LIBS...] [PRIVATE LIBS...]): a room's library, loa_NAME,
# with the alias loa::NAME.
function(loa_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
  add_library(loa_${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  add_library(loa::${name} ALIAS loa_${name})
  target_link_libraries(loa_${name} PUBLIC loa_options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  loa_precompiled(loa_${name})
endfunction()

# loa_program(NAME SOURCES... [PRIVATE LIBS...]): a program, put into build/bin.
function(loa_program name)
  cmake_parse_arguments(ARG "" "" "PRIVATE" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  target_link_libraries(${name} PRIVATE loa_options ${ARG_PRIVATE})
  loa_precompiled(${name})
endfunction()

# LOA_REAL_TIME: the properties of tests that judge what happens in real time. They have the
# machine for themselves among their like: what computes beside them gives way (nice). They mostly
# wait, so they are begun first.
set(LOA_REAL_TIME RESOURCE_LOCK real_time COST 1000)

# LOA_LONG: of tests that take half a minute: they are begun before the short ones, or the machine
# would wait for the last of them.
set(LOA_LONG COST 500)

# loa_test(NAME SOURCES... [REAL_TIME | LONG] [PRIVATE LIBS...] [RUNS PROGRAMS...]): one GoogleTest
# program, which is one test of CTest's: a process for each of its cases would cost more, with
# sanitizers or in an emulator, than most cases do. RUNS: targets it starts, built before it. Nothing
# where LOA_TESTS is off.
function(loa_test name)
  if(NOT LOA_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "REAL_TIME;LONG" "" "PRIVATE;RUNS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE loa_options loa_test_options ${ARG_PRIVATE} GTest::gmock GTest::gtest_main)
  loa_precompiled(${name})
  target_compile_definitions(${name} PRIVATE LOA_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                             LOA_BUILD_DIR="${CMAKE_BINARY_DIR}")
  if(ARG_RUNS)
    add_dependencies(${name} ${ARG_RUNS})
  endif()
  set(properties TIMEOUT 1200)
  if(ARG_REAL_TIME)
    list(APPEND properties ${LOA_REAL_TIME} LABELS real_time)
  elseif(ARG_LONG)
    list(APPEND properties ${LOA_LONG})
  endif()
  if(CMAKE_CROSSCOMPILING)
    add_dependencies(${name} emulated_loatest)
    list(APPEND properties TIMEOUT 3600
      ENVIRONMENT "LD_PRELOAD=${CMAKE_BINARY_DIR}/tests/support/libemulated_loatest.so")
  elseif(NOT ARG_REAL_TIME)
    set_target_properties(${name} PROPERTIES CROSSCOMPILING_EMULATOR "nice")
  endif()
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES ${properties})
endfunction()

# loa_fuzz(NAME SOURCE [PRIVATE LIBS...]): a libFuzzer target over tests/fuzz/corpus/NAME. Without
# clang the same entry point is linked with a small driver, so every build replays the corpus.
function(loa_fuzz name source)
  cmake_parse_arguments(ARG "" "" "PRIVATE" ${ARGN})
  add_executable(fuzz_${name} ${source})
  target_link_libraries(fuzz_${name} PRIVATE loa_options ${ARG_PRIVATE})
  if(LOA_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cpp")
  endif()
  add_test(NAME fuzz.${name} COMMAND fuzz_${name} "${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name}" -runs=0)
endfunction()
