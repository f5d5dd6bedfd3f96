// A week written as lines of text, as a workbook and as pages, and read back where it can be.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "base/files.h"
#include "schedules/intake/export_pdf.h"
#include "schedules/intake/export_text.h"
#include "schedules/intake/export_xlsx.h"
#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "schedules/read.h"
#include "schedules/timetable.h"
#include "tests/support/rounds.h"

namespace loa::schedules::intake {
namespace {

std::shared_ptr<const WeeklySchedule> example(const std::string& name) {
  const auto file = std::string(LOA_SOURCE_DIR) + "/schedules/examples/" + name;
  return read_schedule(base::read_file(file, 8U << 20), name).schedule;
}

// What is due in the week, without ids.
std::vector<std::string> due(const std::shared_ptr<const WeeklySchedule>& week,
                             date::local_days monday) {
  const Timetable table(week);
  std::vector<std::string> all;
  for (const auto& one :
       table.starting_in(table.start_of_day(monday), table.start_of_day(monday + date::days(7)))) {
    std::string slogans;
    for (const auto& slogan : one.slot->slogans) slogans += " " + slogan;
    all.push_back(table.local_rfc3339(one.start) + " " + table.local_rfc3339(one.end) + " " +
                  one.slot->programme + " " + std::to_string(static_cast<int>(one.slot->level)) +
                  " " + to_text(one.slot->start_rule) + " " + to_text(one.slot->late_rule) + " " +
                  one.slot->area + (one.slot->over ? " over" : "") + slogans);
  }
  return all;
}

using Export = std::function<std::string(const WeeklySchedule&, date::local_days)>;

// The week goes out and comes back, the schedule itself being what the station has.
void expect_same_again(const std::shared_ptr<const WeeklySchedule>& week, date::local_days monday,
                       const Export& exported) {
  const auto wanted = due(week, monday);
  if (wanted.empty()) return;
  Context context;
  context.file = "tuan";
  context.today = monday;
  context.zone = week->zone;
  context.templates = week;
  const auto result = understand_file(exported(*week, monday), context);
  ASSERT_TRUE(result.schedule) << to_json(result);
  EXPECT_EQ(due(result.schedule, monday), wanted);
  EXPECT_FALSE(base::has_errors(read_schedule(write_schedule(*result.schedule), "w").problems));
}

// A week without exceptions, and one with (2 September).
void expect_examples_again(const Export& exported) {
  for (const auto* name : {"commune-week.json", "ward-week.json", "office-gate-week.json"}) {
    SCOPED_TRACE(name);
    const auto week = example(name);
    ASSERT_TRUE(week);
    for (const auto* day : {"2026-11-23", "2027-08-30"}) {
      expect_same_again(week, *date_from(day), exported);
    }
  }
}

TEST(ExportText, ReadsBackToTheSameSlots) { expect_examples_again(export_text); }

TEST(ExportXlsx, ReadsBackToTheSameSlots) { expect_examples_again(export_xlsx); }

// The week with what goes over others and where it sounds, read where nothing is known of it.
TEST(ExportXlsx, SaysWhatGoesOverOthersAndOnWhichClusters) {
  auto week = *example("commune-week.json");
  auto& slot = week.slots[0].slot;
  slot.level = Level::normal;
  slot.over = true;
  slot.clusters = {"Thôn Đoài, xóm 2", "Thôn Đông"};
  auto plain = week;
  plain.slots[0].slot.over = false;
  plain.slots[0].slot.clusters.clear();
  const auto monday = *date_from("2026-11-23");
  Context context;
  context.file = "tuan";
  context.today = monday;
  context.zone = week.zone;
  context.templates = std::make_shared<const WeeklySchedule>(plain);
  context.clusters = {"Thôn Đông", "Thôn Đoài, xóm 2", "Trường học"};
  const auto result = understand_file(export_xlsx(week, monday), context);
  ASSERT_TRUE(result.schedule) << to_json(result);
  int over = 0;
  for (const auto& one : result.schedule->slots) {
    if (!one.slot.over) {
      EXPECT_TRUE(one.slot.clusters.empty());
      continue;
    }
    ++over;
    EXPECT_EQ(one.slot.start, slot.start);
    EXPECT_EQ(one.slot.clusters, slot.clusters);
  }
  EXPECT_GT(over, 0);
  // And back: the sheet says so where something goes over nothing any more.
  context.templates = std::make_shared<const WeeklySchedule>(week);
  const auto back = understand_file(export_xlsx(plain, monday), context);
  ASSERT_TRUE(back.schedule) << to_json(back);
  for (const auto& one : back.schedule->slots) {
    EXPECT_FALSE(one.slot.over);
    EXPECT_TRUE(one.slot.clusters.empty());
  }
}

TEST(ExportText, SaysWhatGoesOverOthers) {
  auto week = *example("commune-week.json");
  for (auto& one : week.slots) one.slot.over = one.slot.level != Level::emergency;
  const auto shared = std::make_shared<const WeeklySchedule>(week);
  expect_same_again(shared, *date_from("2026-11-23"), export_text);
  EXPECT_NE(export_text(week, *date_from("2026-11-23")).find(" (phát đè)"), std::string::npos);
}

TEST(ExportXlsx, TheSameWeekGivesTheSameBytes) {
  const auto week = example("commune-week.json");
  const auto monday = *date_from("2026-11-23");
  EXPECT_EQ(export_xlsx(*week, monday), export_xlsx(*week, monday));
}

// Weeks in which whatever a slot can say is said: any second, over midnight, every level and rule,
// titles that several programmes have, slogans, dated days.
class RandomWeek {
 public:
  explicit RandomWeek(unsigned seed) : random_(seed) {}

  std::shared_ptr<const WeeklySchedule> week(date::local_days monday) {
    WeeklySchedule week;
    week.id = "ngau-nhien";
    week.title = "Tuần ngẫu nhiên";
    week.zone = "Asia/Ho_Chi_Minh";
    week.valid_from = monday;
    week.valid_to = monday + date::days(6);
    for (const auto* title : {"Bản tin xã", "Nông nghiệp, nông thôn", "Bản tin xã", "Tin (số 2)"}) {
      const auto id = "p" + std::to_string(week.programmes.size());
      week.programmes.push_back(
          {id, title, {Item{Speech{title, "vi"}, title, 1, {}, {}}}, 1, {}, {}});
    }
    week.slogans.push_back({"k1", "Vì nhân dân phục vụ", "red", "scroll", 40, {}});
    week.slogans.push_back({"k2", "Một | hai", "red", "scroll", 40, {}});
    for (unsigned day = 0; day < 7; ++day) add_day(week, date::weekday(day));
    DatedException other;
    other.date = monday + date::days(number(0, 6));
    other.title = "Ngày hội";
    other.replace = number(0, 1) == 1;
    other.add.push_back(slot("x", Seconds(number(0, 86'399)), Seconds(number(1, 600))));
    other.add.back().level = Level::emergency;
    week.exceptions.push_back(other);
    return std::make_shared<const WeeklySchedule>(std::move(week));
  }

 private:
  int number(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }

  void add_day(WeeklySchedule& week, date::weekday day) {
    Seconds at{number(3600, 20'000)};
    while (at < Seconds(80'000)) {
      const Seconds length{number(0, 1) == 1 ? number(1, 90) * 60 : number(1, 7200)};
      const auto id = "s" + std::to_string(week.slots.size());
      week.slots.push_back({{day}, slot(id, at, length)});
      at += length + Seconds(number(0, 2) * number(0, 20'000));
    }
  }

  Slot slot(const std::string& id, Seconds start, Seconds length) {
    Slot slot;
    slot.id = id;
    slot.start = start;
    slot.length = length;
    slot.programme = "p" + std::to_string(number(0, 3));
    slot.level = static_cast<Level>(number(2, 3));
    if (number(0, 2) == 0) slot.start_rule = {StartRule::Kind::wait, Seconds(number(1, 3600))};
    if (number(0, 2) == 0) slot.late_rule = {LateRule::Kind::play, Seconds(number(1, 7200))};
    if (number(0, 2) == 0) slot.slogans = {number(0, 1) == 0 ? "k1" : "k2"};
    if (number(0, 2) == 0) slot.area = "tthc";
    return slot;
  }

  std::mt19937 random_;
};

TEST(ExportXlsx, AnyWeekComesBackAsItWas) {
  const auto monday = *date_from("2026-11-23");
  for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(60)) && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    expect_same_again(RandomWeek(seed).week(monday), monday, export_xlsx);
  }
}

TEST(ExportPdf, IsAPageForTheWallThatDependsOnTheWeekOnly) {
  const auto week = example("commune-week.json");
  const auto monday = *date_from("2026-11-23");
  const auto pdf = export_pdf(*week, monday);
  EXPECT_TRUE(pdf.starts_with("%PDF-"));
  EXPECT_NE(pdf.find("%%EOF"), std::string::npos);
  EXPECT_NE(pdf.find("/MediaBox [ 0 0 842 595 ]"), std::string::npos) << "A4, landscape";
  EXPECT_EQ(pdf, export_pdf(*week, monday));
  EXPECT_NE(pdf, export_pdf(*week, *date_from("2026-11-30")));
}

TEST(ExportText, LooksAsCommunesWriteIt) {
  const auto week = example("commune-week.json");
  const auto text = export_text(*week, *date_from("2026-11-23"));
  EXPECT_TRUE(
      text.starts_with("LỊCH PHÁT THANH TỪ NGÀY 23/11/2026 ĐẾN NGÀY 29/11/2026\n\n"
                       "THỨ HAI, NGÀY 23/11/2026\n"
                       "BUỔI SÁNG\n"
                       "– 5h00-5h10 "))
      << text;
}

}  // namespace
}  // namespace loa::schedules::intake
