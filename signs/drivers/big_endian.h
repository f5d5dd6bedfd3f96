// Network byte order, into a string. Private to the protocols.
#pragma once

#include <cstdint>
#include <string>

namespace loa::signs::drivers {

inline void put8(std::string& out, unsigned value) { out.push_back(static_cast<char>(value)); }
inline void put16(std::string& out, unsigned value) {
  put8(out, value >> 8U & 0xFFU);
  put8(out, value & 0xFFU);
}
inline void put32(std::string& out, std::uint32_t value) {
  put16(out, value >> 16U);
  put16(out, value & 0xFFFFU);
}

}  // namespace loa::signs::drivers
