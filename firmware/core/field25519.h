// Numbers modulo 2^255 - 19, in which the curve of Ed25519 lives. Only public values are computed
// with, so nothing here takes care to run in constant time.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace loa::firmware {

// 256 bits, lowest word first.
using Words = std::array<std::uint32_t, 8>;

// a - b; whether that is below zero (and has wrapped) comes back.
bool subtract(Words& a, const Words& b);
// Whether a < b.
bool less(Words a, const Words& b);

class Field {
 public:
  constexpr Field() = default;
  constexpr explicit Field(const Words& words) : words_(words) {}
  static Field small(std::uint32_t value) { return Field(Words{value}); }
  // 32 bytes, lowest first; the highest bit is left out.
  static Field load(std::span<const std::uint8_t, 32> bytes);
  // Below 2^255 - 19.
  Words reduced() const;

  friend Field operator+(const Field& a, const Field& b);
  friend Field operator-(const Field& a, const Field& b);
  friend Field operator*(const Field& a, const Field& b);
  friend bool operator==(const Field& a, const Field& b) { return a.reduced() == b.reduced(); }
  bool odd() const { return (reduced()[0] & 1) != 0; }
  // 1 / this; 0 for 0.
  Field inverse() const;
  // This to the power (p - 5) / 8: what a square root is made of.
  Field root_power() const;

 private:
  // 2^bits - 1 ones, then `tail`, as an exponent.
  Field power(int ones, int tail_bits, unsigned tail) const;
  // Adds `carry` times 2^256, which is 38.
  void fold(std::uint64_t carry);

  Words words_{};  // below 2^256, not always reduced
};

}  // namespace loa::firmware
