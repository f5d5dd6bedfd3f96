// What two schedules say differently, in the operator's own words.
#include "schedules/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "random_week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> told(const WeeklySchedule& before, const WeeklySchedule& after,
                              base::Language language = base::Language::vietnamese) {
  std::vector<std::string> lines;
  for (const auto& one : differences(before, after)) lines.push_back(to_sentence(one).in(language));
  return lines;
}

WeeklySchedule week() {
  return *schedule_of(Week{.slots = slot("sang", "05:00", "30m", "\"T2\",\"T3\",\"T4\"") + "," +
                                    slot("chieu", "17:30", "15m", "\"T3\""),
                           .exceptions = R"({"date": "2026-11-24", "skip": ["sang"], "add": [)" +
                                         dated("x", "06:00", "5m") + "]}"}
                          .json());
}

// The sentences when `change` is made to the week, and when it is taken back.
std::pair<std::vector<std::string>, std::vector<std::string>> both_ways(
    const std::function<void(WeeklySchedule&)>& change) {
  auto after = week();
  change(after);
  return {told(week(), after), told(after, week())};
}

TEST(Diff, TheSameScheduleHasNone) {
  EXPECT_THAT(told(week(), week()), IsEmpty());
  auto next = week();
  next.version = 9;
  EXPECT_THAT(told(week(), next), IsEmpty());
}

TEST(Diff, AChangedProgrammeIsToldWithDayAndTime) {
  const auto [there, back] = both_ways([](WeeklySchedule& w) { w.slots[1].slot.programme = "q"; });
  EXPECT_THAT(there, ElementsAre("Thứ Ba 17:30: đổi chương trình từ “P” thành “Q”"));
  EXPECT_THAT(back, ElementsAre("Thứ Ba 17:30: đổi chương trình từ “Q” thành “P”"));
}

TEST(Diff, TheSameChangeOnSeveralDaysIsToldOnce) {
  const auto [there, back] =
      both_ways([](WeeklySchedule& w) { w.slots[0].slot.level = Level::priority; });
  EXPECT_THAT(there, ElementsAre("Thứ Hai, Thứ Ba, Thứ Tư 05:00: đổi mức từ thông thường thành "
                                 "ưu tiên"));
  EXPECT_THAT(back, ElementsAre("Thứ Hai, Thứ Ba, Thứ Tư 05:00: đổi mức từ ưu tiên thành "
                                "thông thường"));
}

TEST(Diff, SlotsAreAddedRemovedAndMoved) {
  const auto [added, removed] = both_ways([](WeeklySchedule& w) {
    auto slot = w.slots[1];
    slot.days = {date::Sunday};
    slot.slot.id = "toi";
    slot.slot.start = std::chrono::hours(20);
    slot.slot.level = Level::priority;
    w.slots.push_back(slot);
  });
  EXPECT_THAT(added, ElementsAre("Chủ nhật 20:00: thêm “P” đến 20:15, mức ưu tiên"));
  EXPECT_THAT(removed, ElementsAre("Chủ nhật 20:00: bỏ “P” đến 20:15, mức ưu tiên"));
  const auto [moved, moved_back] =
      both_ways([](WeeklySchedule& w) { w.slots[1].slot.start = std::chrono::hours(18); });
  EXPECT_THAT(moved, ElementsAre("Thứ Ba 18:00: đổi giờ từ 17:30 thành 18:00"));
  EXPECT_THAT(moved_back, ElementsAre("Thứ Ba 17:30: đổi giờ từ 18:00 thành 17:30"));
}

TEST(Diff, ASlotUnderAnotherNameAtTheSameTimeIsTheSameSlot) {
  const auto [there, back] = both_ways([](WeeklySchedule& w) {
    w.slots[1].slot.id = "toi";
    w.slots[1].slot.length = std::chrono::minutes(65);
  });
  EXPECT_THAT(there, ElementsAre("Thứ Ba 17:30: đổi độ dài từ 15 phút thành 1 giờ 5 phút"));
  EXPECT_THAT(back, ElementsAre("Thứ Ba 17:30: đổi độ dài từ 1 giờ 5 phút thành 15 phút"));
}

TEST(Diff, RulesSlogansAndAreaAreTold) {
  const auto [there, back] = both_ways([](WeeklySchedule& w) {
    auto& slot = w.slots[1].slot;
    slot.start_rule = {StartRule::Kind::wait, std::chrono::minutes(2)};
    slot.late_rule = {LateRule::Kind::exact, Seconds(0)};
    slot.slogans = {"kh1"};
    slot.area = "tthc";
    slot.clusters = {"Thôn Đông", "Thôn Đoài"};
  });
  EXPECT_THAT(there,
              ElementsAre("Thứ Ba 17:30: đổi lĩnh vực từ không có thành “tthc”",
                          "Thứ Ba 17:30: đổi cụm loa từ mọi cụm thành Thôn Đông, Thôn Đoài",
                          "Thứ Ba 17:30: đổi cách bắt đầu từ hard thành wait 2m",
                          "Thứ Ba 17:30: đổi cách xử lý khi trễ từ join thành exact",
                          "Thứ Ba 17:30: đổi khẩu hiệu từ không có thành “Vì nhân dân phục vụ”"));
  EXPECT_EQ(back.size(), 5u);
}

TEST(Diff, ExceptionsAreToldByTheirDate) {
  const auto [removed, added] = both_ways([](WeeklySchedule& w) { w.exceptions.clear(); });
  EXPECT_THAT(removed, ElementsAre("Ngày 24/11/2026: bỏ ngày riêng, bỏ “sang”, 1 khung giờ"));
  EXPECT_THAT(added, ElementsAre("Ngày 24/11/2026: thêm ngày riêng, bỏ “sang”, 1 khung giờ"));
  const auto [changed, back] = both_ways([](WeeklySchedule& w) {
    w.exceptions[0].skip = {"chieu"};
    w.exceptions[0].days = 2;
    w.exceptions[0].add[0].programme = "p";
  });
  EXPECT_THAT(changed, ElementsAre("Ngày 24/11/2026: đổi số ngày từ 1 ngày thành 2 ngày",
                                   "Ngày 24/11/2026: khung bị bỏ đổi từ “sang” thành “chieu”",
                                   "Ngày 24/11/2026 06:00: đổi chương trình từ “Q” thành “P”"));
  EXPECT_EQ(back.size(), 3u);
}

TEST(Diff, ProgrammesAndSlogansAreToldByTheirNames) {
  const auto [there, back] = both_ways([](WeeklySchedule& w) {
    w.programmes[0].title = "Bản tin xã";
    w.programmes[0].repeat = 2;
    w.programmes[0].gap = Seconds(5);
    w.programmes[0].items.push_back({AudioFile{"tin.mp3"}, "Tin mới", 1, Seconds(0), {}});
    w.slogans[0].text = "Một cửa, một ngày";
    w.slogans[0].colour = "green";
  });
  EXPECT_THAT(there,
              ElementsAre("Chương trình “Bản tin xã”: đổi tên từ “P” thành “Bản tin xã”",
                          "Chương trình “Bản tin xã”: đổi số lần phát từ 1 lần thành 2 lần, cách "
                          "nhau 5 giây",
                          "Chương trình “Bản tin xã”: thêm mục “Tin mới”",
                          "Khẩu hiệu “Một cửa, một ngày”: trước là “Vì nhân dân phục vụ”",
                          "Khẩu hiệu “Một cửa, một ngày”: đổi cách hiện từ red scroll 40 thành "
                          "green scroll 40"));
  EXPECT_EQ(back.size(), 5u);
}

TEST(Diff, TheHeadIsTold) {
  const auto [there, back] = both_ways([](WeeklySchedule& w) {
    w.title = "Tuần 49";
    w.zone = "Asia/Bangkok";
    w.valid_to = day(2026, 12, 6);
    w.default_slogans = {"kh1"};
  });
  EXPECT_THAT(there, ElementsAre("Đổi tên lịch từ “Tuần” thành “Tuần 49”",
                                 "Đổi múi giờ từ Asia/Ho_Chi_Minh thành Asia/Bangkok",
                                 "Thời hạn: trước là 2026-11-23 đến 2027-01-31, nay là 2026-11-23 "
                                 "đến 2026-12-06",
                                 "Đổi các khẩu hiệu hiện ngoài giờ phát"));
  EXPECT_EQ(back.size(), 4u);
}

TEST(Diff, SpeaksEnglishToo) {
  auto after = week();
  after.slots[1].slot.programme = "q";
  EXPECT_THAT(told(week(), after, base::Language::english),
              ElementsAre("Tuesday 17:30: programme changed from \"P\" to \"Q\""));
}

TEST(Diff, SaysNothingExactlyWhereBothHaveTheSameOccurrences) {
  for_seeds([](Generator& generator, const Timetable& timetable) {
    const auto& before = timetable.schedule();
    EXPECT_THAT(told(before, before), IsEmpty());
    auto after = before;
    if (after.slots.empty()) return;
    auto& slot = after
                     .slots[static_cast<std::size_t>(
                         generator.number(0, static_cast<int>(after.slots.size()) - 1))]
                     .slot;
    slot.start = (slot.start + Seconds(1)) % Seconds(86'400);
    EXPECT_FALSE(told(before, after).empty());
    EXPECT_EQ(told(before, after).size(), told(after, before).size());
  });
}

}  // namespace
}  // namespace loa::schedules::testing
