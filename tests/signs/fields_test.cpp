// Fields in a slogan's text.
#include "signs/fields.h"

#include <gtest/gtest.h>

namespace loa::signs {
namespace {

using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr base::Steady kSteady{hours{5}};

Moment monday_morning() {
  Moment moment(kSteady);
  const auto day = local_days{std::chrono::year{2026} / 11 / 23};
  moment.civil = LocalTime{day} + hours{8} + minutes{5} + seconds{9} + milliseconds{250};
  moment.on_air = "Bản tin sáng";
  moment.celsius = 30.6;
  return moment;
}

struct Case {
  const char* name;
  const char* text;
  const char* known;
  const char* unknown;
};
class FieldsIn : public testing::TestWithParam<Case> {};

TEST_P(FieldsIn, areFilledAsInTheTable) {
  const FieldText text(GetParam().text);
  EXPECT_EQ(text.at(monday_morning()), GetParam().known);
  EXPECT_EQ(text.at(Moment(kSteady)), GetParam().unknown);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, FieldsIn,
    testing::Values(Case{"clock", "{clock}", "08:05", "--:--"},
                    Case{"seconds", "Giờ {clock-s}!", "Giờ 08:05:09!", "Giờ --:--:--!"},
                    Case{"date", "{weekday} {date}", "Thứ hai 23/11/2026", "-- --/--/----"},
                    Case{"lunar", "Âm lịch: {lunar}", "Âm lịch: rằm tháng Mười", "Âm lịch: --"},
                    Case{"lunarYear", "Năm {lunar-year}", "Năm Bính Ngọ", "Năm --"},
                    Case{"temperature", "{temperature}", "31°C", "--°C"},
                    Case{"onAir", "Đang phát: {on-air}", "Đang phát: Bản tin sáng", "Đang phát: "},
                    Case{"days", "Còn {days-to 2027-02-06} ngày", "Còn 75 ngày", "Còn -- ngày"},
                    Case{"daysGone", "{days-to 2020-01-01}", "0", "--"},
                    Case{"timeInDays", "{time-to 2026-11-26T08:05}", "2 ngày 23:59:51", "--:--:--"},
                    Case{"timeInHours", "{time-to 2026-11-23T09:00}", "00:54:51", "--:--:--"},
                    Case{"timeGone", "{time-to 2026-11-23}", "00:00:00", "--:--:--"},
                    Case{"noField", "{tên} {} {clock x} {", "{tên} {} {clock x} {",
                         "{tên} {} {clock x} {"},
                    Case{"noDate", "{days-to 2027-02-30}{days-to x}",
                         "{days-to 2027-02-30}{days-to x}", "{days-to 2027-02-30}{days-to x}"},
                    Case{"noTime", "{time-to 2027-02-03T24:00}{time-to 2027-02-03 }",
                         "{time-to 2027-02-03T24:00}{time-to 2027-02-03 }",
                         "{time-to 2027-02-03T24:00}{time-to 2027-02-03 }"},
                    Case{"nested", "{{clock}}", "{{clock}}", "{{clock}}"},
                    Case{"nothing", "", "", ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Fields, knowTheirNextChange) {
  const Moment moment = monday_morning();
  const auto next = [&](const char* text) { return FieldText(text).next_change(moment); };
  EXPECT_EQ(next("Loa"), std::nullopt);
  EXPECT_EQ(next("{clock-s}"), kSteady + milliseconds{750});
  EXPECT_EQ(next("{clock} {date}"), kSteady + seconds{50} + milliseconds{750});
  EXPECT_EQ(next("{weekday}"), kSteady + hours{15} + minutes{54} + seconds{50} + milliseconds{750});
  EXPECT_EQ(next("{time-to x}"), std::nullopt);
  EXPECT_EQ(FieldText("{clock}").next_change(Moment(kSteady)), std::nullopt);
}

TEST(Fields, sayLunarDaysAsPeopleDo) {
  Moment moment(kSteady);
  const auto lunar = [&](int year, int month, int day) {
    moment.civil = local_days{std::chrono::year{year} / month / day};
    return FieldText("{lunar} {lunar-year}").at(moment);
  };
  EXPECT_EQ(lunar(2026, 2, 17), "mồng 1 tháng Giêng Bính Ngọ");
  EXPECT_EQ(lunar(2026, 2, 16), "29 tháng Chạp Ất Tỵ");
  EXPECT_EQ(lunar(2025, 7, 25), "mồng 1 tháng Sáu nhuận Ất Tỵ");
}

TEST(Fields, areLaidOutAsWideAsTheyMayBecome) {
  EXPECT_EQ(FieldText("{clock-s} {weekday} {date}").widest(monday_morning()),
            "88:88:88 Chủ nhật 88/88/8888");
  EXPECT_EQ(FieldText("{clock-s} {date}").widest(monday_morning()),
            FieldText("{clock-s} {date}").widest(Moment(kSteady)));
  EXPECT_EQ(FieldText("{on-air} {temperature}").widest(monday_morning()), "Bản tin sáng -88°C");
}

TEST(Fields, takeAnySensor) {
  Moment moment(kSteady);
  for (const auto& [celsius, text] : {std::pair{-3.6, "-4°C"},
                                      {1e300, "999°C"},
                                      {std::numeric_limits<double>::quiet_NaN(), "--°C"}}) {
    moment.celsius = celsius;
    EXPECT_EQ(FieldText("{temperature}").at(moment), text);
  }
}

}  // namespace
}  // namespace loa::signs
