# loa_embed(TARGET NAME FOLDER...): puts all files of the folders into TARGET, which then has the
# function
#   std::span<const loa::base::EmbeddedFile> loa::embedded::NAME();        (base/embedded.h)
# The programs carry their pages with them, so that a page can never be of another version. A name
# may stand in one of the folders only.
#
# Run as a script (cmake -DFOLDERS=... -DNAME=... -DOUT=... -P), it writes the source file.
if(CMAKE_SCRIPT_MODE_FILE)
  cmake_minimum_required(VERSION 3.25)
  set(arrays "")
  set(entries "")
  set(seen "")
  set(index 0)
  foreach(folder IN LISTS FOLDERS)
    file(GLOB files RELATIVE "${folder}" "${folder}/*")
    foreach(file IN LISTS files)
      if(file IN_LIST seen)
        message(FATAL_ERROR "${folder}/${file}: an earlier folder has a file of this name")
      endif()
      list(APPEND seen "${file}")
      file(READ "${folder}/${file}" bytes HEX)
      string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
      string(REGEX REPLACE "((0x..,){20})" "\\1\n" bytes "${bytes}")
      string(APPEND arrays "constexpr unsigned char file_${index}[] = {\n${bytes}0};\n")
      string(APPEND entries "    {\"/${file}\", text_of(file_${index}, sizeof file_${index} - 1)},\n")
      math(EXPR index "${index} + 1")
    endforeach()
  endforeach()
  file(WRITE "${OUT}"
"// Written by cmake/EmbedFiles.cmake from the files of a folder.
#include <span>

#include \"base/embedded.h\"

namespace loa::embedded {
namespace {
${arrays}
std::string_view text_of(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}
}  // namespace

std::span<const base::EmbeddedFile> ${NAME}();
std::span<const base::EmbeddedFile> ${NAME}() {
  static const base::EmbeddedFile files[] = {
${entries}  };
  return files;
}

}  // namespace loa::embedded
")
  return()
endif()

function(loa_embed target name)
  list(TRANSFORM ARGN APPEND "/*" OUTPUT_VARIABLE patterns)
  file(GLOB files CONFIGURE_DEPENDS ${patterns})
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} "-DFOLDERS=${ARGN}" -DNAME=${name} -DOUT=${out}
            -P "${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    DEPENDS ${files} "${CMAKE_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    VERBATIM)
  # clang-tidy reads the files compiled together before anything is built.
  set_source_files_properties("${out}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE "${out}")
endfunction()
