// The centre's time: its bytes, and who may have said it to whom.
#include "protocol/signed_time.h"

#include <gtest/gtest.h>

#include "protocol/messages.h"
#include "tests/protocol/rfc_key.h"

namespace loa::protocol {
namespace {

using test::kGoldenStation;
using test::public_part;
using test::rfc_key;

const base::Wall kTime{base::Duration{1'795'471'230'000'000'000}};

TEST(SignedTime, has_these_bytes) {
  EXPECT_EQ(signed_time_text(kGoldenStation, kTime),
            "LOA1-TIME\nst-0123456789abcdef\n1795471230000000000\n");
  EXPECT_EQ(
      base::to_base64(sign_time(rfc_key(), kGoldenStation, kTime).signature),
      "CY1WLR4WS5zIalvOGXBnot9AmYALieAIrOhNthGaGaH+/lLKf/HbkIGl0lXHxC8vbR0WM1Pjg3mha5L5e0fRBA==");
}

TEST(SignedTime, is_believed_of_that_key_for_that_station_and_that_time) {
  const auto key = public_part(rfc_key());
  const auto time = sign_time(rfc_key(), kGoldenStation, kTime);
  EXPECT_TRUE(is_signed_for(key, kGoldenStation, time));
  EXPECT_FALSE(is_signed_for(key, "st-1", time));
  EXPECT_FALSE(is_signed_for(key, kGoldenStation, {kTime + base::Duration{1}, time.signature}));
  EXPECT_FALSE(is_signed_for(public_part(base::SigningKey::generate()), kGoldenStation, time));
  EXPECT_FALSE(is_signed_for("", kGoldenStation, time)) << "a centre whose key is not known";
}

TEST(SignedTime, comes_with_answers_and_may_be_left_out) {
  const auto time = sign_time(rfc_key(), kGoldenStation, kTime);
  const auto status = status_answer_from(to_json(StatusAnswer{"", {}, time}));
  ASSERT_TRUE(status && status->time);
  EXPECT_EQ(status->time->wall, kTime);
  EXPECT_EQ(status->time->signature, time.signature);
  const auto enrolled =
      enrol_response_from(to_json(EnrolResponse{kGoldenStation, "", public_part(rfc_key()), time}));
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
