// Passwords as they are kept.
#include "base/password.h"

#include <gtest/gtest.h>

namespace loa::base {
namespace {

TEST(Password, IsKnownAgainAndNothingElseIs) {
  const auto hash = hash_password("loa của xã Phù Vân");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=32768,t=2,p=1$")) << hash;
  EXPECT_TRUE(password_fits("loa của xã Phù Vân", hash));
  EXPECT_FALSE(password_fits("loa của xã Phù Vân ", hash));
  EXPECT_FALSE(password_fits("loa cua xa Phu Van", hash));
  EXPECT_FALSE(password_fits("", hash));
}

TEST(Password, IsTheSameHoweverTheKeyboardComposesItsLetters) {
  const auto hash = hash_password("mật khẩu ở nhà");  // NFC
  EXPECT_TRUE(password_fits("mật khẩu ở nhà", hash)) << "NFD";
}

TEST(Password, HasAnotherHashEachTime) {
  EXPECT_NE(hash_password("mat khau dai"), hash_password("mat khau dai"));
}

TEST(Password, AHashOfAnotherCostOrKindIsNone) {
  EXPECT_TRUE(is_password_hash(hash_password("mat khau dai")));
  for (const char* text : {"", "mat khau dai", "$argon2id$",
                           "$argon2id$v=19$m=4194304,t=2,p=1$Ur/ddLOZKNzxV5H5RFjKjw$"
                           "5DcitDFPIK/9jNGSyOsiXXl4AeqzYMNvDkhDtSU1G4Q",
                           "$argon2i$v=19$m=32768,t=2,p=1$Ur/ddLOZKNzxV5H5RFjKjw$"
                           "5DcitDFPIK/9jNGSyOsiXXl4AeqzYMNvDkhDtSU1G4Q"}) {
    EXPECT_FALSE(is_password_hash(text)) << text;
    EXPECT_FALSE(password_fits("mat khau dai", text)) << text;
  }
}

}  // namespace
}  // namespace loa::base
