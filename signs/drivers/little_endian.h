// Little-endian numbers, into a string. Private to the protocols.
#pragma once

#include <cstddef>
#include <string>

namespace loa::signs::drivers::little {

inline void put8(std::string& out, unsigned value) {
  out.push_back(static_cast<char>(value & 0xFFU));
}
inline void put16(std::string& out, unsigned value) {
  little::put8(out, value);
  little::put8(out, value >> 8U);
}
inline void put32(std::string& out, std::size_t value) {
  little::put16(out, static_cast<unsigned>(value & 0xFFFFU));
  little::put16(out, static_cast<unsigned>(value >> 16U));
}

}  // namespace loa::signs::drivers::little
