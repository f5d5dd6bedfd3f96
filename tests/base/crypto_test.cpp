// Known answers: SHA-256 from NIST FIPS 180 examples, Ed25519 from RFC 8032 section 7.1.
#include "base/crypto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace loa::base {
namespace {

std::string raw(const auto& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

struct HashCase {
  std::string message;
  const char* hash;
};

TEST(Sha256, MatchesTheNistExamples) {
  const HashCase cases[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& c : cases) EXPECT_EQ(to_hex(sha256(c.message)), c.hash);
}

TEST(Sha256, OfPiecesIsThatOfTheWhole) {
  std::string message;
  for (int i = 0; i < 1000; ++i) message += std::to_string(i);
  for (std::size_t piece : {1U, 7U, 63U, 64U, 65U, 5000U}) {
    Sha256Stream stream;
    for (std::size_t at = 0; at < message.size(); at += piece) {
      stream.add(std::string_view(message).substr(at, piece));
    }
    EXPECT_EQ(stream.finish(), sha256(message)) << piece;
  }
}

TEST(Hex, GoesThereAndBack) {
  const std::string bytes("\x00\x01\x7f\x80\xff", 5);
  EXPECT_EQ(to_hex(bytes), "00017f80ff");
  EXPECT_EQ(from_hex("00017f80ff"), bytes);
  EXPECT_EQ(from_hex(""), "");
  EXPECT_EQ(sha256_from_hex(to_hex(sha256("x"))), sha256("x"));
}

TEST(Hex, TakesOneSpellingOnly) {
  for (const char* bad : {"0", "0g", "AB", "0x12", " 12", "12\n", "1 2 "}) {
    EXPECT_FALSE(from_hex(bad)) << bad;
  }
  EXPECT_FALSE(sha256_from_hex("00"));
  EXPECT_FALSE(sha256_from_hex(std::string(66, '0')));
}

TEST(Base64, MatchesTheExamplesOfRfc4648) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, IsReadStrictly) {
  for (const char* bad : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9v\n", " Zm9v", "Zm9v Zm9v", "Z-9v",
                          "Zm_v", "=", "====", "Zg==Zg==", "Zm9vY"}) {
    EXPECT_FALSE(from_base64(bad)) << bad;
  }
  EXPECT_FALSE(from_base64(std::string_view("Zm9\0", 4)));
}

struct SignatureCase {
  const char* seed;
  const char* public_key;
  const char* message;
  const char* signature;
};

const SignatureCase rfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46b"
     "d25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "659"
     "4a7c15e9716ed28dc027beceea1ec40a"},
};

SigningKey key_of(const SignatureCase& c) {
  std::array<std::uint8_t, 32> seed{};
  const auto bytes = from_hex(c.seed).value();
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return SigningKey::from_seed(seed);
}

TEST(Ed25519, MatchesRfc8032) {
  for (const auto& c : rfc8032) {
    const auto key = key_of(c);
    const auto message = from_hex(c.message).value();
    EXPECT_EQ(to_hex(raw(key.public_key)), c.public_key);
    EXPECT_EQ(to_hex(raw(key.seed())), c.seed);
    EXPECT_EQ(to_hex(raw(sign(key, message))), c.signature);
    EXPECT_TRUE(verify(raw(key.public_key), message, from_hex(c.signature).value()));
  }
}

TEST(Ed25519, RefusesWhateverIsNotTheSignedMessage) {
  const auto key = SigningKey::generate();
  const auto signature = raw(sign(key, "message"));
  const auto public_key = raw(key.public_key);
  ASSERT_TRUE(verify(public_key, "message", signature));
  EXPECT_FALSE(verify(public_key, "massage", signature));
  EXPECT_FALSE(verify(raw(SigningKey::generate().public_key), "message", signature));
  EXPECT_FALSE(verify(public_key, "message", signature + "x"));
  EXPECT_FALSE(verify(public_key, "message", ""));
  EXPECT_FALSE(verify("", "message", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(verify(public_key, "message", changed)) << i;
  }
}

TEST(RandomHex, HasTheLengthAskedForAndDoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_hex(16));
  EXPECT_EQ(seen.size(), 1000U);
  EXPECT_EQ(seen.begin()->size(), 32U);
  EXPECT_EQ(random_hex(0), "");
}

}  // namespace
}  // namespace loa::base
