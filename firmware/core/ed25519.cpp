#include "firmware/core/ed25519.h"

#include <algorithm>
#include <optional>

#include "firmware/core/field25519.h"
#include "firmware/core/sha512.h"

namespace loa::firmware {
namespace {

using Half = std::span<const std::uint8_t, 32>;

// -x^2 + y^2 = 1 + d x^2 y^2.
constexpr Field kD{Words{0x135978A3, 0x75EB4DCA, 0x4141D8AB, 0x00700A4D, 0x7779E898, 0x8CC74079,
                         0x2B6FFE73, 0x52036CEE}};
constexpr Field kTwiceD{Words{0x26B2F159, 0xEBD69B94, 0x8283B156, 0x00E0149A, 0xEEF3D130,
                              0x198E80F2, 0x56DFFCE7, 0x2406D9DC}};
constexpr Field kRootOfMinusOne{Words{0x4A0EA0B0, 0xC4EE1B27, 0xAD2FE478, 0x2F431806, 0x3DFBD7A7,
                                      0x2B4D0099, 0x4FC1DF0B, 0x2B832480}};
// The number of points that the base point generates.
constexpr Words kOrder = {0x5CF5D3ED, 0x5812631A, 0xA2F79CD6, 0x14DEF9DE,
                          0x00000000, 0x00000000, 0x00000000, 0x10000000};
// The base point: y is 4 / 5, x is even.
constexpr std::array<std::uint8_t, 32> kBase = {
    0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66};

// Extended coordinates: x = X / Z, y = Y / Z, T = X Y / Z.
struct Point {
  Field x, y, z, t;
};

Point neutral() { return {Field{}, Field::small(1), Field::small(1), Field{}}; }

// RFC 8032, 5.1.4; complete, so it doubles too.
Point add(const Point& p, const Point& q) {
  const Field a = (p.y - p.x) * (q.y - q.x);
  const Field b = (p.y + p.x) * (q.y + q.x);
  const Field c = p.t * kTwiceD * q.t;
  const Field zz = p.z * q.z;
  const Field d = zz + zz;
  const Field e = b - a, f = d - c, g = d + c, h = b + a;
  return {e * f, g * h, f * g, e * h};
}

// RFC 8032, 5.1.3.
std::optional<Point> decompress(Half bytes) {
  const Field one = Field::small(1);
  const Field y = Field::load(bytes);
  const Field u = y * y - one;
  const Field v = kD * y * y + one;
  const Field v3 = v * v * v;
  Field x = u * v3 * (u * v3 * v3 * v).root_power();
  if (!(v * x * x == u)) x = x * kRootOfMinusOne;
  if (!(v * x * x == u)) return std::nullopt;
  const bool odd = (bytes[31] & 0x80) != 0;
  if (odd && x == Field{}) return std::nullopt;
  if (x.odd() != odd) x = Field{} - x;
  return Point{x, y, one, x * y};
}

std::array<std::uint8_t, 32> compress(const Point& point) {
  const Field scale = point.z.inverse();
  const Words y = (point.y * scale).reduced();
  std::array<std::uint8_t, 32> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(y[i / 4] >> (8 * (i % 4)));
  }
  if ((point.x * scale).odd()) bytes[31] |= 0x80;
  return bytes;
}

Words load(Half bytes) {
  Words words{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    words[i / 4] |= std::uint32_t{bytes[i]} << (8 * (i % 4));
  }
  return words;
}

bool bit(const Words& words, int index) {
  return (words[static_cast<std::size_t>(index / 32)] >> (index % 32) & 1) != 0;
}

// 512 bits, lowest byte first, modulo the order: bit by bit, from the highest.
Words modulo_order(std::span<const std::uint8_t, 64> digest) {
  Words rest{};
  for (int i = 511; i >= 0; --i) {
    std::uint32_t carry = digest[static_cast<std::size_t>(i / 8)] >> (i % 8) & 1U;
    for (std::uint32_t& word : rest) {
      const std::uint32_t next = word >> 31;
      word = word << 1 | carry;
      carry = next;
    }
    if (!less(rest, kOrder)) subtract(rest, kOrder);
  }
  return rest;
}

// s times p plus h times q, both at once.
Point combine(const Words& s, const Point& p, const Words& h, const Point& q) {
  const Point both = add(p, q);
  Point sum = neutral();
  for (int i = 255; i >= 0; --i) {
    sum = add(sum, sum);
    const bool first = bit(s, i);
    const bool second = bit(h, i);
    if (first && second) {
      sum = add(sum, both);
    } else if (first || second) {
      sum = add(sum, first ? p : q);
    }
  }
  return sum;
}

Words challenge(Half r, const PublicKey& key, std::span<const std::uint8_t> first,
                std::span<const std::uint8_t> second) {
  Sha512 hash;
  hash.add(r);
  hash.add(key);
  hash.add(first);
  hash.add(second);
  return modulo_order(hash.digest());
}

}  // namespace

bool signature_holds(const PublicKey& key, const Signature& signature,
                     std::span<const std::uint8_t> first, std::span<const std::uint8_t> second) {
  const Half r = std::span(signature).first<32>();
  const Words s = load(std::span(signature).last<32>());
  if (!less(s, kOrder)) return false;
  const auto base = decompress(kBase);
  auto signer = decompress(key);
  if (!base || !signer) return false;
  signer->x = Field{} - signer->x;
  signer->t = Field{} - signer->t;
  const Words h = challenge(r, key, first, second);
  const auto expected = compress(combine(s, *base, h, *signer));
  return std::equal(expected.begin(), expected.end(), r.begin());
}

}  // namespace loa::firmware
