// What the office makes, version by version, and the station that is its own office.
#include <gmock/gmock.h>

#include "tests/trust/office.h"
#include "trust/trusted_file.h"

namespace loa::trust::testing {
namespace {

TEST(Desk, EachSealIsTheNextVersion) {
  Office office;
  const auto first = judge(office.seal(), beginning(office), question());
  const auto second = judge(office.seal(), first.trusted, question());
  ASSERT_TRUE(second.authorised);
  EXPECT_EQ(second.trusted.timestamp.version, 2);
  EXPECT_EQ(second.trusted.snapshot.version, 2);
  EXPECT_EQ(second.trusted.programmes.at("programme").version, 1);
}

TEST(Desk, AWeekTakesThePlaceOfTheOneForTheSameStations) {
  Programme programme;
  put_week(programme, {{"*"}, reference_to("a"), true, {}});
  put_week(programme, {{"st-1"}, reference_to("b"), true, {}});
  put_week(programme, {{"*"}, reference_to("c"), true, {}});
  ASSERT_EQ(programme.weeks.size(), 2U);
  EXPECT_TRUE(means(programme.weeks[0].schedule, "b")) << "what is for any comes last";
  EXPECT_TRUE(means(programme.weeks[1].schedule, "c"));
}

TEST(Desk, ABundleReadsBackByteForByte) {
  Office office;
  office.delegate();
  office.records.roots.push_back(office.next_root());
  const auto text = write_bundle(office.seal());
  EXPECT_TRUE(looks_like_bundle(text));
  base::Problems problems;
  const auto back = read_bundle(text, "a", problems);
  ASSERT_TRUE(back) << base::to_string(problems.at(0));
  EXPECT_EQ(write_bundle(*back), text);
  EXPECT_EQ(verdict(*back, beginning(office)), "");
}

TEST(Desk, AWeekIsNoBundle) { EXPECT_FALSE(looks_like_bundle(kWeek)); }

TEST(Desk, WhatIsTrustedReadsBack) {
  Office office;
  office.delegate();
  const auto trusted = judge(office.seal(), beginning(office), question()).trusted;
  base::Problems problems;
  const auto back = read_trusted(write_trusted(trusted), "trust.json", problems);
  ASSERT_TRUE(back) << base::to_string(problems.at(0));
  EXPECT_EQ(write_trusted(*back), write_trusted(trusted));
  const auto fresh = read_trusted(write_trusted(beginning(office)), "trust.json", problems);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(fresh->timestamp.version, 0);
}

TEST(Desk, WithoutARootThereIsNothingToSignBy) { EXPECT_THROW(last_root({}), base::BadInput); }

TEST(OwnDesk, AStationSignsWeekAfterWeekForItself) {
  const auto own = key(5);
  auto trusted = trusting(own_root(own, for_days(10'000)));
  for (int week = 1; week <= 3; ++week) {
    const auto text = "tuần " + std::to_string(week);
    const auto bundle = own_bundle(own, trusted, text, {{kStation}, {}, true, {}}, for_days(100));
    const auto judgement = judge(bundle, trusted, question());
    ASSERT_TRUE(judgement.authorised) << base::to_string(judgement.problems.at(0));
    EXPECT_EQ(judgement.authorised->week, text);
    EXPECT_EQ(judgement.authorised->version, week);
    trusted = judgement.trusted;
  }
}

TEST(OwnDesk, AnotherStationsWeekIsNotItsOwn) {
  const auto trusted = trusting(own_root(key(5), for_days(100)));
  const auto bundle = own_bundle(key(6), trusted, kWeek, {{kStation}, {}, true, {}}, for_days(100));
  EXPECT_EQ(verdict(bundle, trusted), "unsigned");
}

}  // namespace
}  // namespace loa::trust::testing
