// One-time codes, against the vectors of RFC 6238, RFC 4226 and RFC 4648.
#include "trust/otp.h"

#include <gtest/gtest.h>

namespace loa::trust {
namespace {

const std::string kSecret = "12345678901234567890";  // of both RFCs

base::Wall at(std::int64_t seconds) { return base::Wall(std::chrono::seconds(seconds)); }

std::string totp8(std::int64_t seconds) {
  return hotp(kSecret, static_cast<std::uint64_t>(otp_step(at(seconds))), 8);
}

TEST(Otp, HasTheCodesOfRfc6238) {
  EXPECT_EQ(totp8(59), "94287082");
  EXPECT_EQ(totp8(1'111'111'109), "07081804");
  EXPECT_EQ(totp8(1'111'111'111), "14050471");
  EXPECT_EQ(totp8(1'234'567'890), "89005924");
  EXPECT_EQ(totp8(2'000'000'000), "69279037");
  EXPECT_EQ(hotp(kSecret, 20'000'000'000 / 30, 8), "65353130");
}

TEST(Otp, HasTheCodesOfRfc4226) {
  const std::vector<std::string> codes{"755224", "287082", "359152", "969429", "338314",
                                       "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(hotp(kSecret, i), codes[i]);
}

TEST(Otp, IsTakenAStepBeforeAndAfterAndOnce) {
  const auto code = hotp(kSecret, 100);
  const auto accepted = [&](std::int64_t second, std::optional<std::int64_t> last) {
    return otp_accepted(kSecret, code, at(second), last).value_or(-1);
  };
  EXPECT_EQ(accepted(2969, {}), -1);
  EXPECT_EQ(accepted(2970, {}), 100);
  EXPECT_EQ(accepted(3000, {}), 100);
  EXPECT_EQ(accepted(3059, 99), 100);
  EXPECT_EQ(accepted(3060, {}), -1);
  EXPECT_EQ(accepted(3000, 100), -1) << "used";
  EXPECT_EQ(accepted(3000, 101), -1);
  for (const auto* wrong : {"", "00000", "0000000", "abcdef"})
    EXPECT_FALSE(otp_accepted(kSecret, wrong, at(3000), {})) << wrong;
}

TEST(Base32, IsThatOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> table{{"", ""},
                                                               {"f", "MY"},
                                                               {"fo", "MZXQ"},
                                                               {"foo", "MZXW6"},
                                                               {"foob", "MZXW6YQ"},
                                                               {"fooba", "MZXW6YTB"},
                                                               {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : table) {
    EXPECT_EQ(to_base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  for (const auto* wrong : {"M", "MZ1", "mz", "MZ==", "MZ"})
    EXPECT_FALSE(from_base32(wrong)) << wrong;
}

TEST(OtpSecretsFile, IsReadAsItWasWritten) {
  const PublicKey key{1, 2, 3};
  base::Problems problems;
  EXPECT_EQ(read_otp_secrets(write_otp_secrets({{key, kSecret}}), "f", problems),
            (OtpSecrets{{key, kSecret}}));
  for (const auto* wrong : {"", "[]", R"({"x":"MZXW6YTBOI"})"}) {
    problems.clear();
    EXPECT_FALSE(read_otp_secrets(wrong, "f", problems)) << wrong;
    EXPECT_TRUE(base::has_errors(problems));
  }
  problems.clear();
  EXPECT_FALSE(read_otp_secrets("{\"" + to_hex(key) + "\":\"MZXW6YTBOI\"}", "f", problems))
      << "too short";
}

TEST(OtpUri, IsWhatAnAuthenticatorTakes) {
  EXPECT_EQ(otp_uri(PublicKey{0xab}, kSecret),
            "otpauth://totp/Loa:ab000000?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Loa&"
            "algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace loa::trust
