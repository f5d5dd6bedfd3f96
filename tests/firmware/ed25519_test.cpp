// Signatures as libsodium makes them, and damaged ones.
#include "firmware/core/ed25519.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <random>
#include <vector>

#include "firmware/core/field25519.h"
#include "firmware/core/sha512.h"
#include "tests/support/rounds.h"

namespace loa::firmware {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes random_bytes(std::mt19937& random, std::size_t size) {
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

struct Signed {
  PublicKey key;
  Signature signature;
  Bytes message;

  bool holds() const {
    const auto middle = message.size() / 3;
    const std::span<const std::uint8_t> all(message);
    return signature_holds(key, signature, all.first(middle), all.subspan(middle));
  }
  bool sodium_agrees() const {
    return holds() == (crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                                   key.data()) == 0);
  }
};

Signed sign(std::mt19937& random, std::size_t size) {
  Signed result;
  const Bytes seed = random_bytes(random, crypto_sign_SEEDBYTES);
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_seed_keypair(result.key.data(), secret.data(), seed.data());
  result.message = random_bytes(random, size);
  crypto_sign_detached(result.signature.data(), nullptr, result.message.data(), size,
                       secret.data());
  return result;
}

TEST(Sha512, AgreesWithSodiumAtEveryLengthOfTheLastBlock) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size <= 260; ++size) {
    const Bytes bytes = random_bytes(random, size);
    std::array<std::uint8_t, 64> expected;
    crypto_hash_sha512(expected.data(), bytes.data(), bytes.size());
    Sha512 hash;
    hash.add(bytes);
    EXPECT_EQ(hash.digest(), expected) << size;
  }
}

TEST(Field, KeepsTheLawsOfArithmeticAtItsEdges) {
  const Words top = {~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U};
  const Words prime = {~0U - 18, ~0U, ~0U, ~0U, ~0U, ~0U, ~0U, 0x7FFF'FFFF};
  const Field one = Field::small(1);
  for (const Field& x :
       {Field(top), Field(prime), Field{}, one, Field::small(19), Field::small(38)}) {
    EXPECT_EQ(x - x, Field{});
    EXPECT_EQ(x + x - x, x);
    EXPECT_EQ(Field{} - (Field{} - x), x);
    EXPECT_EQ((x + one) * (x - one), x * x - one);
    EXPECT_EQ(x * x.inverse(), x == Field{} ? Field{} : one);
  }
  EXPECT_EQ(Field(prime), Field{});
  EXPECT_EQ(Field(top), Field::small(37));
}

// RFC 8032, 7.1, test 2.
TEST(Ed25519, HoldsForTheVectorOfTheStandard) {
  const PublicKey key = {0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a, 0x92, 0xb7, 0x0a,
                         0xa7, 0x4d, 0x1b, 0x7e, 0xbc, 0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4,
                         0x96, 0x8c, 0xc0, 0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c};
  const Signature signature = {0x92, 0xa0, 0x09, 0xa9, 0xf0, 0xd4, 0xca, 0xb8, 0x72, 0x0e, 0x82,
                               0x0b, 0x5f, 0x64, 0x25, 0x40, 0xa2, 0xb2, 0x7b, 0x54, 0x16, 0x50,
                               0x3f, 0x8f, 0xb3, 0x76, 0x22, 0x23, 0xeb, 0xdb, 0x69, 0xda, 0x08,
                               0x5a, 0xc1, 0xe4, 0x3e, 0x15, 0x99, 0x6e, 0x45, 0x8f, 0x36, 0x13,
                               0xd0, 0xf1, 0x1d, 0x8c, 0x38, 0x7b, 0x2e, 0xae, 0xb4, 0x30, 0x2a,
                               0xee, 0xb0, 0x0d, 0x29, 0x16, 0x12, 0xbb, 0x0c, 0x00};
  EXPECT_TRUE(signature_holds(key, signature, Bytes{0x72}, {}));
  EXPECT_FALSE(signature_holds(key, signature, Bytes{0x73}, {}));
}

TEST(Ed25519, AgreesWithSodiumOnRandomMessages) {
  std::mt19937 random(2);
  for (std::size_t i = 0; i < static_cast<std::size_t>(rounds(60)); ++i) {
    const auto message = sign(random, i * 7);
    EXPECT_TRUE(message.holds()) << i;
  }
}

TEST(Ed25519, AgreesWithSodiumOnDamagedSignaturesKeysAndMessages) {
  std::mt19937 random(3);
  for (int i = 0; i < rounds(120); ++i) {
    auto message = sign(random, 50);
    const auto flip = [&](auto& bytes) {
      bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
    };
    if (i % 3 == 0) flip(message.signature);
    if (i % 3 == 1) flip(message.key);
    if (i % 3 == 2) flip(message.message);
    EXPECT_FALSE(message.holds());
    EXPECT_TRUE(message.sodium_agrees());
  }
}

// S + L would be a second signature of the same message.
TEST(Ed25519, RefusesANumberBeyondTheOrder) {
  std::mt19937 random(4);
  auto message = sign(random, 10);
  const std::array<std::uint8_t, 32> order = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                              0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                              0,    0,    0,    0,    0,    0,    0,    0,
                                              0,    0,    0,    0,    0,    0,    0,    0x10};
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += message.signature[32 + i] + unsigned{order[i]};
    message.signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(message.holds());
}

}  // namespace
}  // namespace loa::firmware
