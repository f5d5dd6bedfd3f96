// `loa override` and `loa collisions` against the real station.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "station_program.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;

std::string tomorrow() {
  using namespace std::chrono;
  const year_month_day day{floor<days>(system_clock::now()) + days{1}};
  return fmt::format("{}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

struct RulesCommands : ::testing::Test {
  Folder folder;
  StationProgram station{folder};
};

TEST_F(RulesCommands, AnOverrideNeedsWhoWhyAndUntilAndIsInTheLog) {
  const std::vector<std::string> whole{"override", "--who",   "Chủ tịch xã", "--why",
                                       "bão số 5", "--until", "tomorrow"};
  EXPECT_EQ(station.loa(whole).code, 2);
  EXPECT_EQ(station.loa({"override", "--who", "Chủ tịch xã"}).code, 2);
  auto good = whole;
  good.back() = "23:59:59";
  EXPECT_EQ(station.loa(good).code, 2) << "seconds are not asked for";
  const auto day = tomorrow();
  good.back() = day + "T23:59";
  const auto given = station.loa(good);
  ASSERT_EQ(given.code, 0) << given.err;
  EXPECT_THAT(given.out, HasSubstr("the policy does not hold until " + day));
  EXPECT_THAT(station.loa({"log", "--json"}).out, HasSubstr("bão số 5"));
  EXPECT_EQ(station.loa({"override", "--end"}).code, 0);
  EXPECT_EQ(station.loa({"override", "--end"}).code, 1) << "there is none any more";
}

TEST_F(RulesCommands, WhatCollidesIsListedAndDecided) {
  EXPECT_THAT(station.loa({"collisions"}).out, HasSubstr("nothing of level 2 collides"));
  const auto week = folder.file("tuan.json", R"({"id":"tuan","version":1,"title":"Tuần",
    "zone":"Asia/Ho_Chi_Minh","valid":{"from":"2020-01-01","to":"2029-12-31"},
    "programmes":[{"id":"xa","title":"Tin xã","items":[{"chime":"nhac-hieu"}]},
                  {"id":"tinh","title":"Tin tỉnh","items":[{"chime":"nhac-hieu"}]}],
    "slots":[{"id":"a","days":["T2"],"start":"05:00","length":"10m","programme":"xa","level":2},
             {"id":"b","days":["T2"],"start":"05:05","length":"10m","programme":"tinh","level":2}]})");
  ASSERT_EQ(station.loa({"schedule", "load", week}).code, 0);
  const auto listed = station.loa({"collisions"}).out;
  EXPECT_THAT(listed, HasSubstr("(not decided)"));
  EXPECT_THAT(listed, HasSubstr("1* "));
  const auto id = listed.substr(0, listed.find(' '));
  EXPECT_EQ(station.loa({"collisions", id}).code, 2);
  EXPECT_EQ(station.loa({"collisions", id, "--first", "3"}).code, 2);
  EXPECT_EQ(station.loa({"collisions", "a+b", "--first", "2"}).code, 1);
  ASSERT_EQ(station.loa({"collisions", id, "--first", "2"}).code, 0);
  const auto decided = station.loa({"collisions"}).out;
  EXPECT_THAT(decided, HasSubstr("(decided)"));
  EXPECT_THAT(decided, HasSubstr("2* "));
}

}  // namespace
}  // namespace loa::cli::testing
