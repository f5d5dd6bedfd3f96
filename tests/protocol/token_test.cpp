// What people copy from the centre to the station.
#include "protocol/token.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace loa::protocol {
namespace {

TEST(EnrolTokenText, carries_the_secret_and_the_pin) {
  const base::Sha256 pin = base::sha256("an authority");
  const auto text = to_text({"3f9a2-0b1c4", pin});
  EXPECT_EQ(text, "3f9a2-0b1c4." + base::to_hex(pin));
  EXPECT_EQ(to_text({"3f9a2-0b1c4", std::nullopt}), "3f9a2-0b1c4");
}

TEST(EnrolTokenText, is_read_as_people_copy_it) {
  const base::Sha256 pin = base::sha256("an authority");
  auto loud = base::to_hex(pin);
  std::transform(loud.begin(), loud.end(), loud.begin(), ::toupper);
  for (const auto& text : {"3f9a2-0b1c4." + base::to_hex(pin), " 3f9a2-0b1c4 .\n" + loud + "\n"}) {
    const auto token = enrol_token_from(text);
    EXPECT_EQ(token.secret, "3f9a2-0b1c4");
    EXPECT_EQ(token.pin, pin);
  }
}

TEST(EnrolTokenText, has_no_pin_where_it_is_none) {
  for (const char* text : {"3f9a2-0b1c4", "3f9a2-0b1c4.", "3f9a2-0b1c4.1234", "3f9a2-0b1c4.x.y"}) {
    EXPECT_EQ(enrol_token_from(text).secret, "3f9a2-0b1c4") << text;
    EXPECT_FALSE(enrol_token_from(text).pin) << text;
  }
  EXPECT_EQ(enrol_token_from("").secret, "");
}

}  // namespace
}  // namespace loa::protocol
