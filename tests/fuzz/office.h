// An Office file out of a fuzzer's bytes. Bytes of a zip ("PK") are the file itself. Any others are
// pieces, divided by NUL, that go into a well-formed package: what a fuzzer changes then reaches
// the reader instead of failing at the zip's checksums.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loa::fuzz {

inline bool is_zip(std::string_view bytes) { return bytes.starts_with("PK"); }

inline std::vector<std::string> pieces(std::string_view bytes, std::size_t count) {
  std::vector<std::string> all(count);
  for (auto& piece : all) {
    const auto end = bytes.find('\0');
    piece = bytes.substr(0, end);
    if (end == std::string_view::npos) break;
    bytes.remove_prefix(end + 1);
  }
  return all;
}

}  // namespace loa::fuzz
