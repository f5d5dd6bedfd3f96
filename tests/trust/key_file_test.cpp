// Signing keys in files.
#include <gmock/gmock.h>

#include "tests/trust/office.h"
#include "trust/key_file.h"

namespace loa::trust::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string changed(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(KeyFile, OpenKeyReadsBack) {
  const auto read = read_key(write_key(key(1), ""), "a.key", "");
  ASSERT_TRUE(read.key);
  EXPECT_EQ(read.key->secret, key(1).secret);
}

TEST(KeyFile, SealedKeyOpensWithItsPassphraseOnly) {
  const auto text = write_key(key(1), "mật khẩu dài");
  EXPECT_THAT(text, Not(HasSubstr(base::to_hex(key(1).seed()))));
  const auto right = read_key(text, "a.key", "mật khẩu dài");
  ASSERT_TRUE(right.key);
  EXPECT_EQ(right.key->secret, key(1).secret);
  const auto wrong = read_key(text, "a.key", "mật khẩu ngắn");
  EXPECT_FALSE(wrong.key);
  EXPECT_EQ(wrong.problems.at(0).code, "bad-passphrase");
  const auto none = read_key(text, "a.key", "");
  EXPECT_TRUE(none.needs_passphrase);
  EXPECT_FALSE(none.key);
}

TEST(KeyFile, NoTwoSealsAreAlike) { EXPECT_NE(write_key(key(1), "a"), write_key(key(1), "a")); }

TEST(KeyFile, WhatIsDamagedIsTold) {
  const auto text = write_key(key(1), "");
  const auto code = [](const std::string& json) {
    const auto read = read_key(json, "a.key", "");
    return read.key || read.problems.empty() ? "" : read.problems[0].code;
  };
  EXPECT_EQ(code(""), "document-empty");
  EXPECT_EQ(code(changed(text, "signing-key/1", "signing-key/2")), "wrong-type");
  EXPECT_EQ(code(changed(text, to_hex(key(1).public_key), to_hex(key(2).public_key))), "bad-key");
  EXPECT_EQ(code(changed(text, "0101", "01")), "bad-hex");
}

// A file that asks for a terabyte is refused, not tried.
TEST(KeyFile, ASealThatWantsTooMuchMemoryIsRefused) {
  const auto text = write_key(key(1), "a");
  const auto greedy = changed(text, "268435456", "1099511627776");
  EXPECT_EQ(read_key(greedy, "a.key", "a").problems.at(0).code, "out-of-range");
}

}  // namespace
}  // namespace loa::trust::testing
