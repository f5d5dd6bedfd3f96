#include "firmware/core/field25519.h"

namespace loa::firmware {
namespace {

constexpr Words kPrime = {0xFFFFFFED, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF,
                          0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0x7FFFFFFF};

}  // namespace

bool subtract(Words& a, const Words& b) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::uint64_t difference = std::uint64_t{a[i]} - b[i] - borrow;
    a[i] = static_cast<std::uint32_t>(difference);
    borrow = difference >> 63;
  }
  return borrow != 0;
}

bool less(Words a, const Words& b) { return subtract(a, b); }

Field Field::load(std::span<const std::uint8_t, 32> bytes) {
  Field field;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    field.words_[i / 4] |= std::uint32_t{bytes[i]} << (8 * (i % 4));
  }
  field.words_[7] &= 0x7FFF'FFFF;
  return field;
}

Words Field::reduced() const {
  Words words = words_;
  while (!less(words, kPrime)) subtract(words, kPrime);
  return words;
}

void Field::fold(std::uint64_t carry) {
  while (carry != 0) {
    carry *= 38;
    for (std::uint32_t& word : words_) {
      carry += word;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
}

Field operator+(const Field& a, const Field& b) {
  Field sum;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    carry += std::uint64_t{a.words_[i]} + b.words_[i];
    sum.words_[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  sum.fold(carry);
  return sum;
}

// A wrapped difference is 2^256 too much, which is 38.
Field operator-(const Field& a, const Field& b) {
  Field difference = a;
  bool below = subtract(difference.words_, b.words_);
  while (below) below = subtract(difference.words_, Words{38});
  return difference;
}

Field operator*(const Field& a, const Field& b) {
  std::array<std::uint32_t, 16> product{};
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < 8; ++j) {
      carry += std::uint64_t{a.words_[i]} * b.words_[j] + product[i + j];
      product[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    product[i + 8] = static_cast<std::uint32_t>(carry);
  }
  Field result;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    carry += product[i] + std::uint64_t{38} * product[i + 8];
    result.words_[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  result.fold(carry);
  return result;
}

Field Field::power(int ones, int tail_bits, unsigned tail) const {
  Field result = *this;
  for (int i = 1; i < ones; ++i) result = result * result * *this;
  for (int i = tail_bits - 1; i >= 0; --i) {
    result = result * result;
    if ((tail >> i & 1) != 0) result = result * *this;
  }
  return result;
}

// p - 2 is 250 ones and 01011; (p - 5) / 8 is 250 ones and 01.
Field Field::inverse() const { return power(250, 5, 0b01011); }
Field Field::root_power() const { return power(250, 2, 0b01); }

}  // namespace loa::firmware
