// The centre's time: its bytes, and who may have said it to whom.
#include "protocol/signed_time.h"

#include <gtest/gtest.h>

#include "protocol/messages.h"

namespace loa::protocol {
namespace {

// The first key of RFC 8032 §7.1.
base::SigningKey rfc_key() {
  std::array<std::uint8_t, 32> seed{};
  const auto bytes =
      base::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return base::SigningKey::from_seed(seed);
}

std::string public_part(const base::SigningKey& key) {
  return {key.public_key.begin(), key.public_key.end()};
}

const std::string kStation = "st-0123456789abcdef";
const base::Wall kTime{base::Duration{1'795'471'230'000'000'000}};

TEST(SignedTime, has_these_bytes) {
  EXPECT_EQ(signed_time_text(kStation, kTime),
            "LOA1-TIME\nst-0123456789abcdef\n1795471230000000000\n");
  EXPECT_EQ(
      base::to_base64(sign_time(rfc_key(), kStation, kTime).signature),
      "CY1WLR4WS5zIalvOGXBnot9AmYALieAIrOhNthGaGaH+/lLKf/HbkIGl0lXHxC8vbR0WM1Pjg3mha5L5e0fRBA==");
}

TEST(SignedTime, is_believed_of_that_key_for_that_station_and_that_time) {
  const auto key = public_part(rfc_key());
  const auto time = sign_time(rfc_key(), kStation, kTime);
  EXPECT_TRUE(is_signed_for(key, kStation, time));
  EXPECT_FALSE(is_signed_for(key, "st-1", time));
  EXPECT_FALSE(is_signed_for(key, kStation, {kTime + base::Duration{1}, time.signature}));
  EXPECT_FALSE(is_signed_for(public_part(base::SigningKey::generate()), kStation, time));
  EXPECT_FALSE(is_signed_for("", kStation, time)) << "a centre whose key is not known";
}

TEST(SignedTime, comes_with_answers_and_may_be_left_out) {
  const auto time = sign_time(rfc_key(), kStation, kTime);
  const auto status = status_answer_from(to_json(StatusAnswer{"", {}, time}));
  ASSERT_TRUE(status && status->time);
  EXPECT_EQ(status->time->wall, kTime);
  EXPECT_EQ(status->time->signature, time.signature);
  const auto enrolled =
      enrol_response_from(to_json(EnrolResponse{kStation, "", public_part(rfc_key()), time}));
  ASSERT_TRUE(enrolled && enrolled->time);
  EXPECT_EQ(enrolled->centre_key, public_part(rfc_key()));
  EXPECT_FALSE(status_answer_from(to_json(StatusAnswer{}))->time);
}

TEST(SignedTime, that_is_not_one_voids_the_answer) {
  const auto answer = [](const std::string& time) {
    return status_answer_from(R"({"version":1,"programme":"","commands":[],"time":)" + time + "}");
  };
  const std::string bytes = base::to_base64(std::string(64, 'x'));
  EXPECT_TRUE(answer(R"({"wallNs":1,"signature":")" + bytes + "\"}"));
  EXPECT_FALSE(answer(R"({"wallNs":1,"signature":"eA=="})"));
  EXPECT_FALSE(answer(R"({"wallNs":-1,"signature":")" + bytes + "\"}"));
  EXPECT_FALSE(answer(R"({"signature":")" + bytes + "\"}"));
  EXPECT_FALSE(answer("null"));
  EXPECT_FALSE(answer("1"));
}

}  // namespace
}  // namespace loa::protocol
