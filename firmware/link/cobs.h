// Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999): a frame without a zero byte, ended
// by one, so that a receiver finds the next frame after any damage.
#pragma once

#include "firmware/link/wire.h"

namespace loa::firmware::link {

// Longest encoding of `size` bytes, with the zero at its end.
constexpr std::size_t cobs_size(std::size_t size) { return size + size / 254 + 2; }

// Writes the encoding of `data` and the zero; the number of bytes, or 0 if `out` is too small. The
// two may overlap only where `data` is the last bytes of an `out` of just cobs_size().
std::size_t cobs_encode(Bytes data, Buffer out);

// Decodes a stream into a buffer, byte by byte.
class CobsDecoder {
 public:
  enum class Result : std::uint8_t { more, frame, bad };

  explicit CobsDecoder(Buffer buffer) : buffer_(buffer) {}

  // `frame`: frame() is whole, and stays until the next byte. `bad`: what came since the last zero
  // was cut short or is longer than the buffer. Zeros in a row are nothing.
  Result feed(std::uint8_t byte);
  Bytes frame() const { return buffer_.first(size_); }

 private:
  Result end();
  void put(std::uint8_t byte);
  void restart();

  Buffer buffer_;
  std::size_t size_ = 0;
  std::uint8_t left_ = 0;    // bytes until the next code
  bool zero_after_ = false;  // whether a zero stands before what follows the next code
  bool begun_ = false;
  bool overflow_ = false;
  bool fresh_ = true;  // the next byte begins a frame
};

}  // namespace loa::firmware::link
