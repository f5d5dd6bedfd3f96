// Whole numbers on the wire: little-endian, one after the other, into and out of fixed buffers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace loa::firmware::link {

using Bytes = std::span<const std::uint8_t>;
using Buffer = std::span<std::uint8_t>;

// Milliseconds of any steady clock; wraps after 49 days. Only differences count.
using Millis = std::uint32_t;

// Whether `now` is at or after `when`, if they are less than 24 days apart.
constexpr bool reached(Millis now, Millis when) {
  return static_cast<std::int32_t>(now - when) >= 0;
}

// Writes up to the buffer's end; what does not fit is not written, and ok() is false from then on.
class Writer {
 public:
  explicit Writer(Buffer buffer) : buffer_(buffer) {}

  void u8(std::uint8_t value) {
    if (used_ < buffer_.size()) {
      buffer_[used_++] = value;
    } else {
      ok_ = false;
    }
  }
  void u16(std::uint16_t value) {
    u8(static_cast<std::uint8_t>(value & 0xFFU));
    u8(static_cast<std::uint8_t>(value >> 8U));
  }
  void i16(std::int16_t value) { u16(static_cast<std::uint16_t>(value)); }
  void u32(std::uint32_t value) {
    u16(static_cast<std::uint16_t>(value & 0xFFFFU));
    u16(static_cast<std::uint16_t>(value >> 16U));
  }
  void bytes(Bytes values) {
    for (const std::uint8_t value : values) u8(value);
  }

  bool ok() const { return ok_; }
  std::size_t size() const { return used_; }
  Bytes written() const { return buffer_.first(used_); }

 private:
  Buffer buffer_;
  std::size_t used_ = 0;
  bool ok_ = true;
};

// Reads up to the end; beyond it values are 0, and ok() is false from then on.
class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}

  std::uint8_t u8() {
    if (bytes_.empty()) {
      ok_ = false;
      return 0;
    }
    const std::uint8_t value = bytes_[0];
    bytes_ = bytes_.subspan(1);
    return value;
  }
  std::uint16_t u16() {
    const unsigned low = u8();
    return static_cast<std::uint16_t>(low | static_cast<unsigned>(u8()) << 8U);
  }
  std::int16_t i16() { return static_cast<std::int16_t>(u16()); }
  std::uint32_t u32() {
    const std::uint32_t low = u16();
    return low | static_cast<std::uint32_t>(u16()) << 16U;
  }
  void bytes(Buffer values) {
    for (std::uint8_t& value : values) value = u8();
  }
  // All that is left.
  Bytes rest() {
    const Bytes all = bytes_;
    bytes_ = {};
    return all;
  }

  // Everything was there, and nothing is left.
  bool finished() const { return ok_ && bytes_.empty(); }
  bool ok() const { return ok_; }

 private:
  Bytes bytes_;
  bool ok_ = true;
};

}  // namespace loa::firmware::link
