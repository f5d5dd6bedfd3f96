// CRC-32 as Ethernet and zip have it: reflected 0x04C11DB7, starts and ends inverted.
// "123456789" has 0xCBF43926.
#pragma once

#include "firmware/link/wire.h"

namespace loa::firmware::link {

// Over data that comes in pieces. 64 bytes of table, two look-ups a byte.
class Crc32 {
 public:
  void add(std::uint8_t byte);
  void add(Bytes bytes) {
    for (const std::uint8_t byte : bytes) add(byte);
  }
  std::uint32_t value() const { return ~state_; }

 private:
  std::uint32_t state_ = 0xFFFFFFFFU;
};

inline std::uint32_t crc32(Bytes bytes) {
  Crc32 crc;
  crc.add(bytes);
  return crc.value();
}

}  // namespace loa::firmware::link
