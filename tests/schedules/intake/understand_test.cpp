// What is understood, what is inferred, what is asked and what is found wrong: each with its place.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "schedules/read.h"

namespace loa::schedules::intake {
namespace {

using Grid = std::vector<std::vector<std::string>>;

// A sheet of texts; "<" continues the cell to the left, "^" the one above.
Table sheet(const std::string& name, const Grid& grid) {
  Table table;
  table.name = name;
  for (std::size_t r = 0; r < grid.size(); ++r) {
    Row row;
    for (std::size_t c = 0; c < grid[r].size(); ++c) {
      Cell cell;
      if (grid[r][c] == "<") {
        cell = row.cells.back();
        cell.continued = true;
      } else if (grid[r][c] == "^") {
        cell = table.rows.back().cells.at(c);
        cell.continued = true;
      } else {
        cell.text = grid[r][c];
        cell.kind = cell.text.empty() ? Cell::Kind::empty : Cell::Kind::text;
        cell.place = {"w.xlsx", 0, 0,
                      name + "!" + static_cast<char>('A' + c) + std::to_string(r + 1)};
      }
      row.cells.push_back(cell);
    }
    table.rows.push_back(row);
  }
  return table;
}

Tables sheets(std::vector<Table> tables) {
  Tables all;
  all.tables = std::move(tables);
  return all;
}

Context context() {
  Context context;
  context.file = "w.xlsx";
  context.today = *date_from("2026-11-20");
  context.week_of = *date_from("2026-11-25");
  context.media = {{"tin/Bản tin xã.mp3", Seconds(588)},
                   {"ca-nhac.mp3", Seconds(0)},
                   {"nong nghiep/Nông_nghiệp 01.mp3", Seconds(0)}};
  return context;
}

Understood lines(const std::string& text, const Context& with) {
  return understand(read_lines(text, "w.txt"), with);
}

std::string slots(const Understood& understood) {
  std::string text;
  for (const auto& slot : understood.slots) {
    for (const auto day : slot.days) text += weekday_text(day) + " ";
    text += time_of_day_text(slot.start) + "-" +
            (slot.length ? time_of_day_text(slot.start + *slot.length) : "?") + " " + slot.title +
            "\n";
  }
  return text;
}

std::string problems(const Understood& understood) {
  std::string text;
  for (const auto& one : understood.problems) text += one.code + "@" + place_key(one.place) + "\n";
  return text;
}

std::string questions(const Understood& understood) {
  std::string text;
  for (const auto& one : understood.questions) text += one.code + "@" + place_key(one.place) + "\n";
  return text;
}

TEST(Understand, TheSheetSaysWhatGoesOverOthersAndOnWhichClusters) {
  auto with = context();
  with.clusters = {"Thôn Đông", "Thôn Đoài"};
  const auto result = understand(
      sheets({sheet("T", {{"Ngày", "Giờ", "Thời lượng", "Nội dung", "Phát đè", "Cụm loa"},
                          {"T2", "5h00", "15", "Bản tin xã", "", "Toàn xã"},
                          {"T2", "6h00", "1", "Ca nhạc", "Có", "thôn đoài"},
                          {"T2", "7h00", "1", "Ca nhạc (phát đè)", "", "Thôn Đoài, Thôn Đông"},
                          {"T2", "8h00", "1", "Ca nhạc (phát đè)", "không", ""}})}),
      with);
  ASSERT_TRUE(result.schedule) << problems(result);
  std::string told;
  for (const auto& [days, slot] : result.schedule->slots) {
    told += time_of_day_text(slot.start) + (slot.over ? " over" : "");
    for (const auto& cluster : slot.clusters) told += " [" + cluster + "]";
    told += "\n";
  }
  EXPECT_EQ(told, "05:00\n06:00 over [Thôn Đoài]\n07:00 over [Thôn Đoài] [Thôn Đông]\n08:00\n");
}

TEST(Understand, WhatItCannotKnowOfOverAndClustersIsAnErrorAtItsCell) {
  auto with = context();
  with.clusters = {"Thôn Đông"};
  const auto result = understand(
      sheets({sheet("T", {{"Ngày", "Giờ", "Thời lượng", "Nội dung", "Mức", "Phát đè", "Cụm loa"},
                          {"T2", "5h00", "15", "Bản tin xã", "", "có lẽ", ""},
                          {"T2", "6h00", "15", "Bản tin xã", "khẩn cấp", "có", ""},
                          {"T2", "7h00", "15", "Bản tin xã", "", "", "Thôn Nam"}})}),
      with);
  EXPECT_FALSE(result.schedule);
  EXPECT_EQ(problems(result), "bad-over@T!F2\nover-emergency@T!F3\nno-cluster@T!G4\n");
}

TEST(Understand, AColumnOfClustersIsForPeopleWhereTheStationNamesNone) {
  const auto result =
      understand(sheets({sheet("T", {{"Ngày", "Giờ", "Thời lượng", "Nội dung", "Cụm loa"},
                                     {"T2", "5h00", "15", "Bản tin xã", "12 cụm"}})}),
                 context());
  ASSERT_TRUE(result.schedule) << problems(result);
  EXPECT_TRUE(result.schedule->slots[0].slot.clusters.empty());
}

TEST(Understand, TakesTheEndFromTheContentThenFromTheNextStart) {
  const auto result = lines("T2\n5h00 Bản tin xã\n5h30 Ca nhạc\n6h00 Bản tin xã\n", context());
  EXPECT_EQ(slots(result),
            "T2 05:00-05:10 Bản tin xã\n"
            "T2 05:30-06:00 Ca nhạc\n"
            "T2 06:00-06:10 Bản tin xã\n");
  EXPECT_EQ(result.slots[0].end_from, EndFrom::content);
  EXPECT_EQ(result.slots[1].end_from, EndFrom::next_start);
  EXPECT_TRUE(result.schedule);
  EXPECT_EQ(problems(result), "slot-gap@3:1\n");
}

TEST(Understand, AsksForAnEndThatNothingTells) {
  auto with = context();
  EXPECT_EQ(questions(lines("T2\n5h00 Ca nhạc\n17h00 Bản tin xã\n", with)), "end@2:6\n");
  with.answers = {*answer_from("end@2:6=5h20")};
  EXPECT_EQ(lines("T2\n5h00 Ca nhạc\n", with).slots[0].length, Seconds(1200));
  with.answers = {*answer_from("end@2=20 phút")};  // the line is enough
  EXPECT_EQ(lines("T2\n5h00 Ca nhạc\n", with).slots[0].length, Seconds(1200));
  with.answers = {*answer_from("end@2:6=4h00")};
  EXPECT_EQ(problems(lines("T2\n5h00 Ca nhạc\n", with)), "bad-answer@2:6\n");
}

TEST(Understand, TakesAClosingTimeAsTheEndOfWhatIsBeforeIt) {
  const auto result = lines("T2\n17h00 Ca nhạc\n17h45 Kết thúc\n", context());
  EXPECT_EQ(slots(result), "T2 17:00-17:45 Ca nhạc\n");
}

TEST(Understand, TakesStatedEndsAndLengthsBeforeAllElse) {
  const auto result = understand(
      sheets({sheet("S", {{"Thứ", "Giờ bắt đầu", "Giờ kết thúc", "Thời lượng (phút)", "Nội dung"},
                          {"T2", "5h00", "5h20", "", "Bản tin xã"},
                          {"", "5h30", "", "15", "Ca nhạc"},
                          {"T3", "5h00", "", "", "Ca nhạc (25 phút)"}})}),
      context());
  EXPECT_EQ(slots(result),
            "T2 05:00-05:20 Bản tin xã\n"
            "T2 05:30-05:45 Ca nhạc\n"
            "T3 05:00-05:25 Ca nhạc\n");
  EXPECT_TRUE(result.slots[1].day_inferred);
  EXPECT_EQ(place_key(result.slots[1].end_place), "S!D3");
}

TEST(Understand, FindsContentWhateverItsCaseMarksAndSpaces) {
  for (const auto* title :
       {"Bản tin xã", "BẢN TIN XÃ", "ban tin xa", "Bản  tin_xã", "bản tin xã.mp3"}) {
    const auto result = lines(std::string("T2\n5h00 ") + title + "\n", context());
    EXPECT_EQ(questions(result), "") << title;
  }
}

TEST(Understand, SuggestsWhatIsNearButDoesNotTakeIt) {
  const auto result = lines("T2\n5h00-5h10 Bản tim xã\n", context());
  ASSERT_EQ(questions(result), "content@2:11\n");
  EXPECT_EQ(result.questions[0].choices.at(0).value, "tin/Bản tin xã.mp3");
  EXPECT_FALSE(result.schedule);
}

TEST(Understand, AsksOnceForATitleThatComesOften) {
  const auto result =
      lines("T2\n5h00-5h10 Tin mới\n17h00-17h10 TIN MỚI (PL)\nT3\n5h00-5h10 Tin mới\n", context());
  ASSERT_EQ(questions(result), "content@2:11\n");
  EXPECT_EQ(result.questions[0].places, 2);
}

TEST(Understand, TakesEveryKindOfAnswerForAContent) {
  const std::pair<const char*, const char*> cases[] = {
      {"ca-nhac.mp3", "tệp ca-nhac.mp3"},
      {"ca nhac", "tệp ca-nhac.mp3"},
      {"doc", "máy đọc thành tiếng"},
      {"doc:Kính mời bà con", "máy đọc thành tiếng"},
      {"http://a.example/live", "tiếp âm http://a.example/live"},
      {"ba-tieng", "nhạc có sẵn ba-tieng"},
      {"tin/chua-co.mp3", "tệp tin/chua-co.mp3"}};
  for (const auto& [value, content] : cases) {
    auto with = context();
    with.answers = {{"content", "", value, false}};
    const auto result = lines("T2\n5h00-5h10 Tin mới\n", with);
    ASSERT_TRUE(result.schedule) << value;
    EXPECT_EQ(result.slots[0].content.vi, content);
  }
  for (const auto* value : {"../x.mp3", "không có", "ftp://a.example/x", "doc:"}) {
    auto with = context();
    with.answers = {{"content", "", value, false}};
    EXPECT_FALSE(lines("T2\n5h00-5h10 Tin mới\n", with).schedule) << value;
  }
}

TEST(Understand, WarnsOfContentThatDoesNotExistYet) {
  auto with = context();
  with.answers = {{"content", "", "tin/chua-co.mp3", false}};
  EXPECT_EQ(problems(lines("T2\n5h00-5h10 Tin mới\n", with)), "media-missing@2:11\n");
}

TEST(Understand, WarnsOfSlotsShorterThanTheirContent) {
  EXPECT_EQ(problems(lines("T2\n5h00-5h05 Bản tin xã\n", context())), "content-longer@2:1\n");
}

TEST(Understand, FindsOverlapsWithThePlaceInTheFile) {
  const auto result = lines("T2\n5h00-5h30 Ca nhạc\n5h20-5h40 Bản tin xã\n", context());
  EXPECT_EQ(problems(result), "slot-overlap@3:1\n");
  EXPECT_NE(result.problems[0].message.vi.find("(2:1)"), std::string::npos);
  EXPECT_FALSE(result.schedule);
  const auto levels = lines("T2\n5h00-5h30 Ca nhạc\n5h20-5h40 Bản tin xã (ưu tiên)\n", context());
  EXPECT_EQ(problems(levels), "slot-preempts@3:1\n");
  EXPECT_TRUE(levels.schedule);
  // Over midnight, into the next day.
  EXPECT_EQ(problems(lines("T2\n23h00-1h00 Ca nhạc\nT3\n0h30-0h40 Bản tin xã\n", context())),
            "slot-overlap@4:1\n");
}

TEST(Understand, TwoOfLevelTwoThatCollideAreTheCommunesToOrder) {
  const auto result =
      lines("T2\n5h00-5h30 Ca nhạc (ưu tiên)\n5h20-5h40 Bản tin xã (ưu tiên)\n", context());
  EXPECT_EQ(problems(result), "priority-collision@3:1\n");
  EXPECT_EQ(result.problems[0].severity, base::Severity::warning);
  ASSERT_TRUE(result.schedule);
}

TEST(Understand, HoldsTheWeekToThePolicyAndNamesThePlaceOfWhatBreaksIt) {
  auto with = context();
  with.policy = policy_preset("ha-noi-urban-2021");
  const auto result = understand(sheets({sheet("S", {{"Thứ", "Giờ", "Thời lượng", "Nội dung"},
                                                     {"T2", "5h00", "10 phút", "Bản tin xã"},
                                                     {"T2", "17h00", "20 phút", "Ca nhạc"},
                                                     {"T7", "5h00", "10 phút", "Bản tin xã"}})}),
                                 with);
  EXPECT_EQ(problems(result), "policy-silent@S!B4\npolicy-session-length@S!B3\n");
  EXPECT_FALSE(result.schedule);
  with.policy = policy_preset("ha-noi-rural-2021");
  EXPECT_TRUE(lines("T7\n5h00-5h45 Ca nhạc\n", with).schedule);
  with.clusters = {"cum-2"};
  with.policy = read_policy(R"({"id": "p", "version": 1, "title": "P",
      "rules": [{"id": "r", "clusters": ["cum-1"], "silent": true}]})",
                            "p")
                    .policy;
  EXPECT_TRUE(lines("T7\n5h00-5h45 Ca nhạc\n", with).schedule) << "another cluster's rule";
  // Loa's own form is held to it too.
  with.clusters = {"cum-1"};
  const auto json = write_schedule(*lines("T7\n5h00-5h45 Ca nhạc\n", context()).schedule);
  const auto refused = understand_file(json, with);
  EXPECT_FALSE(refused.schedule);
  ASSERT_EQ(refused.problems.size(), 1U);
  EXPECT_EQ(refused.problems[0].code, "policy-silent");
  EXPECT_GT(refused.problems[0].place.line, 0);
}

TEST(Understand, ListsTheFilesThatTheWeekWouldPlay) {
  const auto result =
      lines("T2\n5h00-5h10 Bản tin xã\n6h00-6h10 Ca nhạc\n17h00-17h10 BẢN TIN XÃ\n", context());
  EXPECT_EQ(result.media, (std::vector<std::string>{"tin/Bản tin xã.mp3", "ca-nhac.mp3"}));
}

TEST(Understand, TellsTheExactPlaceOfWhatIsWrong) {
  EXPECT_EQ(problems(lines("T2\n25h70 Ca nhạc\n5h00-5h10 Bản tin xã\n", context())),
            "bad-time@2:1\n");
  EXPECT_EQ(problems(lines("T8\n5h00-5h10 Bản tin xã\n", context())), "bad-day@1:1\n");
  const auto grid = understand(sheets({sheet("S", {{"Giờ", "T2", "T8"},
                                                   {"5h00", "Ca nhạc", "Ca nhạc"},
                                                   {"5h61", "Ca nhạc", ""},
                                                   {"5h30", "Bản tin xã", ""}})}),
                               context());
  EXPECT_EQ(problems(grid), "bad-day@S!C1\nbad-time@S!A3\n");
}

TEST(Understand, DoesNotGuessTheHalfOfTheDay) {
  auto with = context();
  const std::string text = "T2\nBUỔI CHIỀU\n5h00-5h10 Bản tin xã\n";
  EXPECT_EQ(questions(lines(text, with)), "session-time@3:1\n");
  with.answers = {*answer_from("session-time@3:1=cong-12")};
  EXPECT_EQ(slots(lines(text, with)), "T2 17:00-17:10 Bản tin xã\n");
  with.answers = {*answer_from("session-time=nhu-ghi")};
  EXPECT_EQ(slots(lines(text, with)), "T2 05:00-05:10 Bản tin xã\n");
  // 17h30 can only be one time, wherever it stands.
  EXPECT_EQ(problems(lines("T2\nBUỔI SÁNG\n17h30-17h40 Bản tin xã\n", context())),
            "session-odd@3:1\n");
}

TEST(Understand, AsksWhetherOneLineIsTwoSlots) {
  auto with = context();
  const std::string text = "T2\n5h00 Bản tin xã 5h15 Ca nhạc\n5h30 Kết thúc\n";
  EXPECT_EQ(questions(lines(text, with)).substr(0, 14), "two-slots@2:17");
  with.answers = {*answer_from("two-slots=tach")};
  EXPECT_EQ(slots(lines(text, with)), "T2 05:00-05:10 Bản tin xã\nT2 05:15-05:30 Ca nhạc\n");
  // A time in a sentence is none.
  EXPECT_EQ(questions(lines("T2\n5h00-5h10 Họp lúc 8h00 tại trụ sở\n", with)), "content@2:11\n");
}

TEST(Understand, AsksAboutLinesWithoutATime) {
  auto with = context();
  const std::string text = "T2\n5h00-5h30 Bản tin xã\n- Ca nhạc\nNơi nhận:\n- Lưu VT\n";
  const auto result = lines(text, with);
  EXPECT_EQ(questions(result), "stray-text@3:3\n");
  EXPECT_EQ(problems(result), "left-out@4:1\n");
  with.answers = {*answer_from("stray-text=noi")};
  const auto joined = lines(text, with);
  ASSERT_TRUE(joined.schedule);
  EXPECT_EQ(joined.schedule->programmes.at(0).items.size(), 2U);
}

TEST(Understand, ReadsDaysAsColumnsWithMergedCells) {
  const auto result =
      understand(sheets({sheet("S", {{"LỊCH PHÁT THANH", "<", "<", "<"},
                                     {"Giờ", "Thứ Hai", "Thứ Ba", "Thứ Tư"},
                                     {"", "23/11", "24/11", "25/11"},
                                     {"5h00", "Ca nhạc", "<", ""},
                                     {"5h30", "Bản tin xã", "Ca nhạc", "Ca nhạc"},
                                     {"6h00", "", "^", "6h10 Bản tin xã\n6h30 Ca nhạc"},
                                     {"6h40", "Kết thúc", "<", "<"}})}),
                 context());
  EXPECT_EQ(slots(result),
            "T2 T3 05:00-05:30 Ca nhạc\n"
            "T2 05:30-05:40 Bản tin xã\n"
            "T3 05:30-06:40 Ca nhạc\n"
            "T4 05:30-06:00 Ca nhạc\n"
            "T4 06:10-06:20 Bản tin xã\n"
            "T4 06:30-06:40 Ca nhạc\n");
  EXPECT_EQ(place_key(result.slots[0].title_place), "S!B4");
}

TEST(Understand, ReadsTimesAsColumns) {
  const auto result = understand(sheets({sheet("S", {{"Thứ", "5h00-5h10", "17h00-17h30"},
                                                     {"Thứ Hai", "Bản tin xã", "Ca nhạc"},
                                                     {"Thứ Ba", "Bản tin xã", ""}})}),
                                 context());
  EXPECT_EQ(slots(result),
            "T2 05:00-05:10 Bản tin xã\n"
            "T2 17:00-17:30 Ca nhạc\n"
            "T3 05:00-05:10 Bản tin xã\n");
}

TEST(Understand, ReadsSeveralTablesOfOneSheet) {
  const auto result = understand(sheets({sheet("S", {{"Thứ Hai, ngày 23/11/2026", "<"},
                                                     {"Giờ", "Nội dung"},
                                                     {"5h00", "Bản tin xã"},
                                                     {"", ""},
                                                     {"Thứ Ba, ngày 24/11/2026", "<"},
                                                     {"Giờ", "Nội dung"},
                                                     {"5h00", "Bản tin xã"}})}),
                                 context());
  EXPECT_EQ(slots(result), "T2 05:00-05:10 Bản tin xã\nT3 05:00-05:10 Bản tin xã\n");
  ASSERT_TRUE(result.schedule);
  ASSERT_EQ(result.schedule->slots.size(), 1U);  // one slot of two days
  EXPECT_EQ(result.schedule->slots[0].days.size(), 2U);
}

TEST(Understand, LeavesHiddenRowsAndSheetsOutAndSaysSo) {
  auto first = sheet("A", {{"T2", "5h00", "Bản tin xã"}, {"T3", "5h00", "Bản tin xã"}});
  first.rows[1].hidden = true;
  auto second = sheet("B", {{"T4", "5h00", "Bản tin xã"}});
  second.hidden = true;
  const auto result = understand(sheets({first, second}), context());
  EXPECT_EQ(slots(result), "T2 05:00-05:10 Bản tin xã\n");
  EXPECT_EQ(problems(result), "sheet-hidden@B\nrow-hidden@A!A2\n");
}

TEST(Understand, AsksWhichSheetAndKnowsItsName) {
  const auto both = sheets({sheet("Tuần 47", {{"T2", "5h00", "Bản tin xã"}}),
                            sheet("Tuần 48", {{"T3", "5h00", "Bản tin xã"}})});
  auto with = context();
  EXPECT_EQ(questions(understand(both, with)), "sheet@\n");
  with.sheet = "tuan 48";
  EXPECT_EQ(slots(understand(both, with)), "T3 05:00-05:10 Bản tin xã\n");
  with.sheet = "Tuần 49";
  EXPECT_EQ(problems(understand(both, with)), "sheet-missing@\n");
  // A sheet for each day is one week.
  EXPECT_EQ(slots(understand(sheets({sheet("Thứ 2", {{"5h00", "Bản tin xã"}}),
                                     sheet("Thứ 3", {{"5h00", "Bản tin xã"}})}),
                             context())),
            "T2 05:00-05:10 Bản tin xã\nT3 05:00-05:10 Bản tin xã\n");
}

TEST(Understand, KnowsTheWeekFromDatesFromTheTitleOrFromTheOperator) {
  auto with = context();
  with.week_of.reset();
  const auto monday = [&](const std::string& text) {
    const auto found = lines(text, with).monday;
    return found ? date_text(*found) : "?";
  };
  EXPECT_EQ(monday("Thứ Ba 1/12/2026\n5h00 Bản tin xã\n"), "2026-11-30");
  EXPECT_EQ(monday("Thứ Ba 1/12\n5h00 Bản tin xã\n"), "2026-11-30");
  EXPECT_EQ(monday("Tuần từ 7/12 đến 13/12/2026\nT2\n5h00 Bản tin xã\n"), "2026-12-07");
  EXPECT_EQ(monday("T2\n5h00 Bản tin xã\n"), "?");
  EXPECT_EQ(questions(lines("T2\n5h00 Bản tin xã\n", with)), "week@\n");
  with.answers = {*answer_from("week=2026-12-09")};
  EXPECT_EQ(monday("T2\n5h00 Bản tin xã\n"), "2026-12-07");
}

TEST(Understand, AsksWhereDatesAreOfAnotherWeekThanTheOneWanted) {
  auto with = context();
  const std::string text = "Thứ Hai 16/11/2026\n5h00 Bản tin xã\n";
  const auto asked = lines(text, with);
  ASSERT_EQ(questions(asked), "week@\n");
  EXPECT_EQ(asked.questions[0].choices.size(), 2U);
  with.answers = {*answer_from("week=2026-11-23")};
  EXPECT_EQ(date_text(*lines(text, with).monday), "2026-11-23");
  // Of several weeks, the one that is asked for is taken.
  const auto two = lines(text + "Thứ Ba 24/11/2026\n5h00 Bản tin xã\n", context());
  EXPECT_EQ(slots(two), "T3 05:00-05:10 Bản tin xã\n");
  EXPECT_EQ(problems(two), "outside-week@\n");
}

TEST(Understand, AsksWhereDayAndDateDisagree) {
  const auto result = lines("Thứ Hai 24/11/2026\n5h00 Bản tin xã\n", context());
  ASSERT_EQ(questions(result), "day-date@1:1\n");
  EXPECT_EQ(result.questions[0].choices[0].value, "T2");
  EXPECT_EQ(result.questions[0].choices[1].value, "T3");
}

TEST(Understand, AsksForTheDaysOnceWhereThereAreNone) {
  auto with = context();
  const std::string text = "BUỔI SÁNG\n5h00 Bản tin xã\n5h30 Ca nhạc\n6h00 Hết\n";
  EXPECT_EQ(questions(lines(text, with)), "days@\n");
  with.answers = {*answer_from("days=T2, T4")};
  EXPECT_EQ(slots(lines(text, with)), "T2 T4 05:00-05:10 Bản tin xã\nT2 T4 05:30-06:00 Ca nhạc\n");
}

TEST(Understand, SaysWhenTheWeekIsOverOrSoonWillBe) {
  auto with = context();
  with.today = *date_from("2026-11-28");
  EXPECT_EQ(problems(lines("T2\n5h00 Bản tin xã\n", with)), "week-ends-soon@\n");
  with.today = *date_from("2026-12-28");
  EXPECT_EQ(problems(lines("T2\n5h00 Bản tin xã\n", with)), "week-past@\n");
}

TEST(Understand, UsesProgrammesSlogansAndRulesOfTheStationsSchedule) {
  auto last = std::make_shared<WeeklySchedule>();
  last->id = "xa-phu-my";
  last->version = 7;
  last->zone = "Asia/Ho_Chi_Minh";
  Item speech;
  speech.source = Speech{"Kính chào", "vi"};
  Item relay;
  relay.source = Relay{"http://a.example/vov", Seconds(1200)};
  relay.title = "Tiếp âm Thời sự";
  last->programmes = {{"chao", "Lời chào", {speech}, 1, Seconds(0), {}},
                      {"vov", "Thời sự VOV", {relay}, 1, Seconds(0), {}}};
  last->slogans = {{"kh-1", "Kính chào bà con", "red", "hold", 40, {}}};
  Slot slot;
  slot.id = "sang";
  slot.start = std::chrono::hours(5);
  slot.length = std::chrono::minutes(3);
  slot.programme = "chao";
  slot.late_rule = *late_rule_from("play 5m");
  slot.slogans = {"kh-1"};
  slot.area = "tthc";
  last->slots = {{{date::Monday}, slot}};
  auto with = context();
  with.templates = last;
  const auto result =
      lines("T2\n5h00 LỜI CHÀO\n17h00 Lời chào (PL)\n18h00 Tiếp âm thời sự\n", with);
  ASSERT_TRUE(result.schedule) << questions(result) << problems(result);
  const auto& week = *result.schedule;
  EXPECT_EQ(week.id, "xa-phu-my");
  EXPECT_EQ(week.version, 8);
  EXPECT_EQ(week.slots[0].slot.id, "sang");
  EXPECT_EQ(week.slots[0].slot.programme, "chao");
  EXPECT_EQ(week.slots[0].slot.slogans, std::vector<std::string>{"kh-1"});
  EXPECT_EQ(to_text(week.slots[0].slot.late_rule), "play 5m");
  EXPECT_EQ(week.slots[0].slot.area, "tthc");
  EXPECT_EQ(result.slots[0].end_from, EndFrom::last_week);
  EXPECT_EQ(week.programme(week.slots[1].slot.programme)->title, "Lời chào (PL)");
  EXPECT_EQ(week.slots[2].slot.length, Seconds(1200));
}

TEST(Understand, TakesSlogansLevelsAndFilesFromTheirColumns) {
  const auto result = understand(
      sheets({sheet("S", {{"Thứ", "Giờ", "Nội dung", "Tệp", "Mức", "Lĩnh vực", "Khẩu hiệu"},
                          {"T2", "5h00-5h10", "Tin số 48", "bản tin xã", "Ưu tiên",
                           "Cải cách thủ tục hành chính", "Nộp hồ sơ qua mạng; nhanh, gọn"}})}),
      context());
  ASSERT_TRUE(result.schedule) << questions(result) << problems(result);
  const auto& slot = result.schedule->slots[0].slot;
  EXPECT_EQ(slot.level, Level::priority);
  EXPECT_EQ(slot.area, "tthc");
  EXPECT_EQ(result.schedule->slogans.at(0).text, "Nộp hồ sơ qua mạng; nhanh, gọn");
  EXPECT_EQ(result.schedule->programmes.at(0).title, "Tin số 48");
}

TEST(Understand, WarnsOfAnswersThatNothingAskedFor) {
  auto with = context();
  with.answers = {*answer_from("end@9:9=5h00")};
  EXPECT_EQ(problems(lines("T2\n5h00 Bản tin xã\n", with)), "answer-unused@\n");
}

TEST(Understand, SaysWhenThereIsNothingToUnderstand) {
  EXPECT_EQ(problems(lines("Kính gửi anh Nam\n", context())), "no-slots@\n");
  EXPECT_EQ(problems(lines("", context())), "no-slots@\n");
}

TEST(Understand, GivesTheSameResultAsJson) {
  const auto result = lines("T2\n5h00 Bản tin xã\n6h00 Gì đó\n", context());
  const auto json = nlohmann::json::parse(to_json(result));
  EXPECT_EQ(json["ok"], false);
  EXPECT_EQ(json["monday"], "2026-11-23");
  EXPECT_EQ(json["slots"][0]["end"], "05:10");
  EXPECT_EQ(json["slots"][0]["endFrom"], "content");
  EXPECT_EQ(json["slots"][0]["at"]["title"], "2:6");
  EXPECT_EQ(json["questions"][0]["code"], "content");
  EXPECT_EQ(json["questions"][0]["at"], "3:6");
  EXPECT_TRUE(json["schedule"].is_null());
}

TEST(Understand, ReadsFiveHundredRowsOfSevenDays) {
  Grid grid{{"Ngày", "Giờ", "Nội dung"}};
  for (int day = 0; day < 7; ++day) {
    for (int i = 0; i < 72; ++i) {
      grid.push_back({day == 6 ? "CN" : "T" + std::to_string(day + 2),
                      std::to_string(5 + i / 6) + "h" + std::to_string(i % 6) + "0", "Ca nhạc"});
    }
    grid.push_back({"", "17h00", "Kết thúc"});
  }
  const auto result = understand(sheets({sheet("S", grid)}), context());
  ASSERT_TRUE(result.schedule) << questions(result) << problems(result);
  EXPECT_EQ(result.slots.size(), 504U);
  EXPECT_EQ(result.schedule->slots.size(), 72U);
}

}  // namespace
}  // namespace loa::schedules::intake
