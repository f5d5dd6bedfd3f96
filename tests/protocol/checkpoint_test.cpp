// Checkpoints: their bytes, who has signed one, and how they travel.
#include "protocol/checkpoint.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "protocol/messages.h"
#include "tests/protocol/rfc_key.h"

namespace loa::protocol {
namespace {

using test::kGoldenStation;
using test::public_part;
using test::rfc_key;
using Json = nlohmann::json;

Checkpoint unsigned_one() {
  return {
      1,
      2,
      *base::sha256_from_hex("7efbe3917d2005f19f89340ae82fade40e6a054b28089b00a9c189f55896910a"),
      "5f1c7f0e-3c2a-4c67-9f0f-0d6f5a6f7b11",
      base::Wall(base::Duration(1'795'471'265'000'000'001)),
      base::ClockQuality::synced,
      ""};
}

Checkpoint one() { return signed_with(rfc_key(), kGoldenStation, unsigned_one()); }

bool holds(const Checkpoint& checkpoint) {
  return is_signed_by(public_part(rfc_key()), kGoldenStation, checkpoint);
}

TEST(Checkpoint, has_these_bytes) {
  EXPECT_EQ(checkpoint_text(kGoldenStation, unsigned_one()),
            "LOA1-CHECKPOINT\n"
            "st-0123456789abcdef\n"
            "1\n"
            "2\n"
            "7efbe3917d2005f19f89340ae82fade40e6a054b28089b00a9c189f55896910a\n"
            "5f1c7f0e-3c2a-4c67-9f0f-0d6f5a6f7b11\n"
            "1795471265000000001\n"
            "synced\n");
  EXPECT_EQ(
      base::to_base64(one().signature),
      "L1uCzSwDasozUQTQPRxtglNtqLL5IeeWqzWxGYo/0hCD2Lg8iGfA5JjEpJFrGF5Mv67Nh7XDgHd4VXy0KlSdAQ==");
}

TEST(Checkpoint, is_signed_whole) {
  EXPECT_TRUE(holds(one()));
  const auto without = [](auto change) {
    auto other = one();
    change(other);
    return holds(other);
  };
  EXPECT_FALSE(without([](Checkpoint& c) { c.epoch = 2; }));
  EXPECT_FALSE(without([](Checkpoint& c) { c.seq = 3; }));
  EXPECT_FALSE(without([](Checkpoint& c) { c.hash[31] ^= 1U; }));
  EXPECT_FALSE(without([](Checkpoint& c) { c.boot += "1"; }));
  EXPECT_FALSE(without([](Checkpoint& c) { c.wall += base::Duration(1); }));
  EXPECT_FALSE(without([](Checkpoint& c) { c.quality = base::ClockQuality::holdover; }));
  EXPECT_FALSE(without([](Checkpoint& c) { c.signature[0] ^= 1; }));
  EXPECT_FALSE(is_signed_by(public_part(rfc_key()), "st-1", one()));
  EXPECT_FALSE(is_signed_by(public_part(base::SigningKey::generate()), kGoldenStation, one()));
}

TEST(Checkpoint, travels_with_a_report_and_may_be_left_out) {
  StatusReport report;
  report.checkpoint = one();
  const auto read = status_report_from(to_json(report));
  ASSERT_TRUE(read && read->checkpoint);
  EXPECT_TRUE(holds(*read->checkpoint));
  EXPECT_EQ(Json::parse(to_json(report))["checkpoint"]["hash"], base::to_hex(one().hash));
  EXPECT_FALSE(status_report_from(to_json(StatusReport{}))->checkpoint);
}

TEST(Checkpoint, needs_every_member_in_its_own_type) {
  StatusReport report;
  report.checkpoint = one();
  const Json whole = Json::parse(to_json(report));
  for (const auto& [key, value] : whole["checkpoint"].items()) {
    Json without = whole;
    without["checkpoint"].erase(key);
    EXPECT_FALSE(status_report_from(without.dump())) << key;
    for (const Json& other :
         {Json(nullptr), Json(true), Json(-1), Json(std::string(70'000, 'x'))}) {
      Json changed = whole;
      changed["checkpoint"][key] = other;
      EXPECT_FALSE(status_report_from(changed.dump())) << key;
    }
  }
}

}  // namespace
}  // namespace loa::protocol
