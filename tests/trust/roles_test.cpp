// The signed documents: written, read back, and refused where they are not right.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/trust/office.h"

namespace loa::trust::testing {
namespace {

using Json = nlohmann::json;

Role two_of_three() { return role({1, 2, 3}, 2); }

Programme a_programme() {
  Programme programme{{4, kNow, kNow + kDay}, "xa", {}, {}};
  SignedWeek week{{"st-1", "st-2"}, reference_to(kWeek), false, {}};
  week.media["ban-tin/a.mp3"] = reference_to("abc");
  programme.weeks = {week, {{"*"}, reference_to(kCommunesWeek), true, {}}};
  programme.delegations = {{"thon", {"st-3"}, 2, two_of_three()}};
  return programme;
}

TEST(Roles, AProgrammesBytes) {
  EXPECT_EQ(
      envelope_of(a_programme()).payload,
      R"({"version":4,"issued":"2026-11-26T05:00:00.000Z","expires":"2026-11-27T05:00:00.000Z",)"
      R"("name":"xa","weeks":[{"stations":["st-1","st-2"],"schedule":{"sha256":")" +
          base::to_hex(base::sha256(kWeek)) +
          R"(","bytes":17},"media":[{"path":"ban-tin/a.mp3","sha256":)"
          R"("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","bytes":3}]},)"
          R"({"stations":["*"],"schedule":{"sha256":")" +
          base::to_hex(base::sha256(kCommunesWeek)) +
          R"(","bytes":20}}],"delegations":[{"name":"thon","stations":["st-3"],"mostUrgent":2,)"
          R"("keys":[")" +
          to_hex(key(1).public_key) + R"(",")" + to_hex(key(2).public_key) + R"(",")" +
          to_hex(key(3).public_key) + R"("],"threshold":2}]})");
}

TEST(Roles, AProgrammeReadsBack) {
  base::Problems problems;
  const auto back = read_programme(envelope_of(a_programme()), "a", problems);
  ASSERT_TRUE(back) << base::to_string(problems.at(0));
  EXPECT_EQ(envelope_of(*back).payload, envelope_of(a_programme()).payload);
  EXPECT_FALSE(back->weeks[0].any_media);
  EXPECT_TRUE(back->weeks[1].any_media);
  EXPECT_EQ(back->delegations[0].role, two_of_three());
}

TEST(Roles, TheOthersReadBack) {
  base::Problems problems;
  const Root root{{2, kNow, kNow + kDay}, two_of_three(), role({4}), role({5}), role({6})};
  const auto root_back = read_root(envelope_of(root), "a", problems);
  ASSERT_TRUE(root_back);
  EXPECT_EQ(root_back->root, root.root);
  EXPECT_EQ(root_back->timestamp, root.timestamp);
  const Snapshot snapshot{{3, kNow, kNow + kDay}, {{"xa", {7, base::sha256("x"), 1}}}};
  const auto snapshot_back = read_snapshot(envelope_of(snapshot), "a", problems);
  ASSERT_TRUE(snapshot_back);
  EXPECT_EQ(snapshot_back->programmes.at("xa").version, 7);
  const Timestamp timestamp{{9, kNow, kNow + kDay}, {3, base::sha256("y"), 2}};
  const auto timestamp_back = read_timestamp(envelope_of(timestamp), "a", problems);
  ASSERT_TRUE(timestamp_back);
  EXPECT_EQ(timestamp_back->header.version, 9);
  EXPECT_EQ(timestamp_back->header.expires, kNow + kDay);
  EXPECT_EQ(timestamp_back->snapshot.hash, base::sha256("y"));
}

TEST(Roles, OneTypeIsNotReadAsAnother) {
  auto envelope = envelope_of(a_programme());
  envelope.type = Root::kType;
  base::Problems problems;
  EXPECT_FALSE(read_programme(envelope, "a", problems));
  EXPECT_EQ(problems.at(0).code, "wrong-type");
}

struct Wrong {
  const char* path;   // JSON pointer of what is changed in a_programme()
  const char* value;  // "" takes it away
  const char* code;
  const char* field;
};
class ProgrammeThat : public ::testing::TestWithParam<Wrong> {};
TEST_P(ProgrammeThat, IsWrongIsAnErrorAtItsField) {
  auto envelope = envelope_of(a_programme());
  auto json = Json::parse(envelope.payload);
  const Json::json_pointer pointer(GetParam().path);
  if (*GetParam().value == '\0') {
    json[pointer.parent_pointer()].erase(pointer.back());
  } else {
    json[pointer] = Json::parse(GetParam().value);
  }
  envelope.payload = json.dump();
  base::Problems problems;
  EXPECT_FALSE(read_programme(envelope, "a", problems));
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].code, GetParam().code);
  EXPECT_EQ(problems[0].field, GetParam().field);
}
INSTANTIATE_TEST_SUITE_P(
    All, ProgrammeThat,
    ::testing::Values(
        Wrong{"/version", "0", "out-of-range", "version"},
        Wrong{"/version", "2000000001", "out-of-range", "version"},
        Wrong{"/expires", "", "missing-key", "expires"},
        Wrong{"/issued", "\"hôm qua\"", "bad-time", "issued"},
        Wrong{"/more", "1", "unknown-key", "more"},
        Wrong{"/weeks/0/stations", "[]", "no-stations", "weeks[0].stations"},
        Wrong{"/weeks/0/schedule/sha256", "\"12\"", "bad-hash", "weeks[0].schedule.sha256"},
        Wrong{"/weeks/0/schedule/bytes", "-1", "out-of-range", "weeks[0].schedule.bytes"},
        Wrong{"/weeks/0/media/0/path", "", "missing-key", "weeks[0].media[0].path"},
        Wrong{"/delegations/0/mostUrgent", "0", "out-of-range", "delegations[0].mostUrgent"},
        Wrong{"/delegations/0/name", "\"programme\"", "name-twice", "delegations[0].name"},
        Wrong{"/delegations/0/name", "\"xa\"", "name-twice", "delegations[0].name"},
        Wrong{"/delegations/0/threshold", "4", "threshold", "delegations[0].threshold"},
        Wrong{"/delegations/0/keys", "[]", "list-size", "delegations[0].keys"},
        Wrong{"/delegations/0/keys/1", "\"khóa\"", "bad-key", "delegations[0].keys[1]"}));

TEST(Roles, AKeyIsNamedOnce) {
  Root root{{2, kNow, kNow + kDay}, role({1, 1}, 2), role({4}), role({5}), role({6})};
  base::Problems problems;
  EXPECT_FALSE(read_root(envelope_of(root), "a", problems));
  EXPECT_EQ(problems.at(0).field, "roles.root.keys[1]");
}

}  // namespace
}  // namespace loa::trust::testing
