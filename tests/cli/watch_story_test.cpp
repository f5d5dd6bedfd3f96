// What `loa watch` tells of a bulletin, look by look.
#include "cli/watch_story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace loa::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The language is read once; the words below are the Vietnamese ones.
const int kVietnamese = ::setenv("LOA_LANG", "vi", 1);

const Json kNothing = Json::parse(R"({"rows": []})");

Json quiet() {
  return Json::parse(R"({
    "faults": [], "board": {"text": ""}, "onAir": null, "next": null,
    "clock": {"time": "2026-11-23T04:59:50+07:00"},
    "centre": {"url": "http://centre", "connected": true, "unacknowledged": 0}})");
}

Json on_air(double elapsed, double remaining) {
  Json status = quiet();
  status["onAir"] = {{"occurrence", "t.1/s/1"}, {"title", "Bản tin"},     {"level", 3},
                     {"elapsed", elapsed},      {"remaining", remaining}, {"item", "Nhạc hiệu"}};
  return status;
}

Json row(int seq, const std::string& kind, const std::string& outcome, const std::string& reason) {
  return {{"epoch", 1},         {"seq", seq},         {"kind", kind},
          {"title", "Bản tin"}, {"outcome", outcome}, {"reason", reason}};
}

Json log_of(std::vector<Json> rows) {
  Json log = kNothing;
  for (auto& each : rows) log["rows"].push_back(std::move(each));
  return log;
}

TEST(WatchStory, ABulletinIsDueOnAirOverAndAtTheCentre) {
  WatchStory story;
  Json due = quiet();
  due["next"] = {
      {"occurrence", "t.1/s/1"}, {"title", "Bản tin"}, {"start", "2026-11-23T05:00:00+07:00"}};
  auto told = story.look(due, kNothing);
  EXPECT_THAT(told.lines, ElementsAre("⏲  Sắp tới, lúc 05:00:00: Bản tin"));
  EXPECT_EQ(told.now, "   bây giờ 04:59:50  (lúc 05:00:00)");

  told = story.look(on_air(0, 60), log_of({row(1, "intent", "none", "")}));
  EXPECT_THAT(told.lines, ElementsAre("▶  Đang phát: Bản tin (thông thường)"));

  told = story.look(on_air(30, 30), log_of({row(1, "intent", "none", "")}));
  EXPECT_THAT(told.lines, IsEmpty()) << "only the last line moves";
  EXPECT_EQ(told.now, "   ♪ ██████████░░░░░░░░░░ 0:30 / 1:00  Nhạc hiệu");

  const auto rows = log_of({row(2, "result", "played", "completed"), row(1, "intent", "none", "")});
  Json owing = quiet();
  owing["centre"]["unacknowledged"] = 1;
  told = story.look(owing, rows);
  EXPECT_THAT(told.lines, ElementsAre("■  Kết quả: Bản tin, đã phát"));
  EXPECT_EQ(told.now, "");

  EXPECT_THAT(story.look(quiet(), rows).lines, ElementsAre("☑  Trung tâm đã có bản ghi này"));
  EXPECT_THAT(story.look(quiet(), rows).lines, IsEmpty()) << "said once";
}

TEST(WatchStory, WhatDidNotGoWellIsToldWithItsReason) {
  WatchStory story;
  story.look(quiet(), kNothing);
  const auto told = story.look(quiet(), log_of({row(1, "result", "partial", "power-lost")}));
  EXPECT_EQ(told.lines.at(0), "■  Kết quả: Bản tin, phát một phần (mất điện)");
}

TEST(WatchStory, FaultsAreToldWhenTheyComeAndWhenTheyGo) {
  WatchStory story;
  Json faulty = quiet();
  faulty["faults"] = {"device-lost", "disk-full"};
  EXPECT_THAT(story.look(faulty, kNothing).lines,
              ElementsAre("⚠  Sự cố: mất thiết bị âm thanh; đĩa đầy"));
  EXPECT_THAT(story.look(faulty, kNothing).lines, IsEmpty());
  EXPECT_THAT(story.look(quiet(), kNothing).lines, ElementsAre("✓  Hết sự cố"));
}

TEST(WatchStory, TheBoardIsShownWhenItsWordsChange) {
  WatchStory story;
  Json board = quiet();
  board["board"]["text"] = "Vì nhân dân phục vụ";
  const auto told = story.look(board, kNothing);
  EXPECT_THAT(told.lines, ElementsAre("▦  Bảng chữ: Vì nhân dân phục vụ"));
  EXPECT_TRUE(told.show_board);
  EXPECT_FALSE(story.look(board, kNothing).show_board);
}

TEST(WatchStory, WhatWasRecordedBeforeIsHistory) {
  WatchStory story;
  const auto rows = log_of({row(7, "result", "played", "completed")});
  EXPECT_THAT(story.look(quiet(), rows).lines, IsEmpty());
  EXPECT_THAT(story.look(quiet(), rows).lines, IsEmpty());
}

TEST(WatchStory, OfAStationWithoutACentreNoneIsToldOf) {
  WatchStory story;
  Json alone = quiet();
  alone["centre"] = {{"url", ""}, {"connected", false}, {"unacknowledged", 2}};
  story.look(alone, kNothing);
  const auto told = story.look(alone, log_of({row(1, "result", "played", "completed")}));
  EXPECT_THAT(told.lines, ElementsAre(HasSubstr("Kết quả")));
}

}  // namespace
}  // namespace loa::cli
