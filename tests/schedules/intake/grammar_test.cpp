// The small words of a schedule, as tables: what people write and what it means.
#include "schedules/intake/grammar.h"

#include <gtest/gtest.h>

#include "schedules/intake/grammar_plain.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

struct TimeCase {
  const char* text;
  const char* means;  // "05:00", "05:00-05:30", "wrong", "" for no time
  const char* rest = "";
};

std::string shown(const TimeReading& time) {
  if (time.heard == Heard::nothing) return "";
  if (time.heard == Heard::wrong) return "wrong";
  auto text = time_of_day_text(time.start);
  if (time.end) text += *time.end == kDay ? "-24:00" : "-" + time_of_day_text(*time.end);
  return text;
}

TEST(Times, AreReadAsPeopleWriteThem) {
  const TimeCase cases[] = {
      {"5h", "05:00"},
      {"5h00", "05:00"},
      {"05h00", "05:00"},
      {"5g30", "05:30"},
      {"5G30", "05:30"},
      {"5g", "05:00"},
      {"05:00", "05:00"},
      {"5:05", "05:05"},
      {"05:00:30", "05:00:30"},
      {"17h30'", "17:30"},
      {"17h30’", "17:30"},
      {"17h30 phút", "17:30"},
      {"17h30p", "17:30"},
      {"17h30ph", "17:30"},
      {"5 giờ", "05:00"},
      {"5 giờ 30", "05:30"},
      {"5 giờ 30 phút", "05:30"},
      {"5giờ30", "05:30"},
      {"5 GIỜ 05", "05:05"},
      {"5h rưỡi", "05:30"},
      {"5 giờ rưỡi", "05:30"},
      {"6 giờ kém 15", "05:45"},
      {"6h kém 10 phút", "05:50"},
      {"0h00", "00:00"},
      {"23h59", "23:59"},
      {"5 h", "", " h"},
      {"5h sáng", "05:00"},
      {"5h chiều", "17:00"},
      {"7 giờ tối", "19:00"},
      {"11h trưa", "11:00"},
      {"1h trưa", "13:00"},
      {"11h đêm", "23:00"},
      {"5:00 AM", "05:00"},
      {"5:00 PM", "17:00"},
      {"12:00 AM", "00:00"},
      {"5h Sáng mãi niềm tin", "05:00", " sang mai niem tin"},
      {"5h00-5h30", "05:00-05:30"},
      {"5h00 - 5h30", "05:00-05:30"},
      {"5h00 – 5h30", "05:00-05:30"},
      {"5h00—5h30", "05:00-05:30"},
      {"5h00 đến 5h30", "05:00-05:30"},
      {"từ 5h đến 5h30", "05:00-05:30"},
      {"Từ 5h00 đến 5h30", "05:00-05:30"},
      {"5h00 -> 5h30", "05:00-05:30"},
      {"5h00 → 5h30", "05:00-05:30"},
      {"5h00 ~ 5h30", "05:00-05:30"},
      {"5-5h30", "05:00-05:30"},
      {"5 - 6h", "05:00-06:00"},
      {"từ 5 đến 5h30", "05:00-05:30"},
      {"05:00-05:30", "05:00-05:30"},
      {"22h00-24h00", "22:00-24:00"},
      {"23h00-0h30", "23:00-00:30"},
      {"lúc 17h30", "17:30"},
      {"vào lúc 5 giờ", "05:00"},
      {"5h\u00A030'", "05:30"},
      {"5h00 Bản tin xã", "05:00", " ban tin xa"},
      {"5h00: Bản tin", "05:00", ": ban tin"},
      {"5h00 - Bản tin", "05:00", " - ban tin"},
      {"5h 30 năm thành lập xã", "05:00", " 30 nam thanh lap xa"},
      {"25h70", "wrong"},
      {"24h00", "wrong"},
      {"5h60", "wrong"},
      {"5h7", "wrong"},
      {"5h300", "wrong"},
      {"99h", "wrong"},
      {"100h", "wrong"},
      {"5h30-5h00", "wrong"},
      {"5h00-5h00", "wrong"},
      {"5h00-25h", "wrong"},
      {"05:61", "wrong"},
      {"5", ""},
      {"5.30", ""},
      {"2026", ""},
      {"23/11", ""},
      {"1: mục một", ""},
      {"h30", ""},
      {"5 hay 6", ""},
      {"3 gương mặt", ""},
      {"10 năm", ""},
      {"T2", ""},
      {"", ""},
  };
  for (const auto& [text, means, rest] : cases) {
    SCOPED_TRACE(text);
    const auto plain = plain_text(text);
    const auto time = time_at(plain);
    EXPECT_EQ(shown(time), means);
    EXPECT_EQ(plain.substr(time.heard == Heard::good ? time.length
                                                     : plain.size() - std::string(rest).size()),
              rest);
    EXPECT_EQ(time.why.vi.empty(), time.heard != Heard::wrong);
  }
}

std::string shown(const std::vector<DayWord>& days) {
  std::string text;
  for (const auto& day : days) {
    if (!text.empty()) text += ' ';
    if (day.weekday) text += weekday_text(*day.weekday);
    if (!day.date) continue;
    if (day.weekday) text += '=';
    text += std::to_string(day.date->day) + "/" + std::to_string(day.date->month);
    if (day.date->year != 0) text += "/" + std::to_string(day.date->year);
  }
  return text;
}

struct DayCase {
  const char* text;
  const char* means;
};

TEST(Days, AreReadAsPeopleWriteThem) {
  const DayCase cases[] = {
      {"Thứ Hai", "T2"},
      {"thứ hai", "T2"},
      {"THỨ BA", "T3"},
      {"Thứ Tư", "T4"},
      {"Thứ năm", "T5"},
      {"Thứ Sáu", "T6"},
      {"Thứ Bảy", "T7"},
      {"thứ bẩy", "T7"},
      {"Thu hai", "T2"},
      {"Thứ 2", "T2"},
      {"thứ 7", "T7"},
      {"T2", "T2"},
      {"t3", "T3"},
      {"T.4", "T4"},
      {"Chủ nhật", "CN"},
      {"CHỦ NHẬT", "CN"},
      {"Chúa nhật", "CN"},
      {"CN", "CN"},
      {"C.N", "CN"},
      {"Monday", "T2"},
      {"Thứ Hai:", "T2"},
      {"Thứ Hai, ngày 23/11/2026", "T2=23/11/2026"},
      {"Thứ Hai ngày 23/11/2026", "T2=23/11/2026"},
      {"Thứ Hai 23/11", "T2=23/11"},
      {"Thứ 2 (23/11)", "T2=23/11"},
      {"T2 (23/11)", "T2=23/11"},
      {"T2 - 23/11/2026", "T2=23/11/2026"},
      {"Thứ Hai\n23/11/2026", "T2=23/11/2026"},
      {"Thứ Hai, ngày 23 tháng 11 năm 2026", "T2=23/11/2026"},
      {"Chủ nhật (29/11)", "CN=29/11"},
      {"23/11", "23/11"},
      {"23/11/2026", "23/11/2026"},
      {"23/11/26", "23/11/2026"},
      {"23-11-2026", "23/11/2026"},
      {"23.11.2026", "23/11/2026"},
      {"2026-11-23", "23/11/2026"},
      {"ngày 23/11", "23/11"},
      {"Ngày 23 tháng 11", "23/11"},
      {"29/2", "29/2"},
      {"T2-T6", "T2 T3 T4 T5 T6"},
      {"T2 – T6", "T2 T3 T4 T5 T6"},
      {"Thứ Hai đến Thứ Sáu", "T2 T3 T4 T5 T6"},
      {"Từ thứ Hai đến Chủ nhật", "T2 T3 T4 T5 T6 T7 CN"},
      {"T2, T4, T6", "T2 T4 T6"},
      {"Thứ 2, 4, 6", "T2 T4 T6"},
      {"Thứ 2,4,6", "T2 T4 T6"},
      {"T2-T4-T6", "T2 T4 T6"},
      {"Thứ 2-6", "T2 T3 T4 T5 T6"},
      {"T3 và T5", "T3 T5"},
      {"T7 + CN", "T7 CN"},
      {"T7 & CN", "T7 CN"},
      {"Hằng ngày", "T2 T3 T4 T5 T6 T7 CN"},
      {"Hàng ngày", "T2 T3 T4 T5 T6 T7 CN"},
      {"Ngày thường", "T2 T3 T4 T5 T6"},
      {"Cuối tuần", "T7 CN"},
      {"23/11 - 25/11", "23/11 24/11 25/11"},
      {"30/11 đến 2/12/2026", "30/11/2026 1/12/2026 2/12/2026"},
      {"T8", "wrong"},
      {"T1", "wrong"},
      {"Thứ 8", "wrong"},
      {"Thứ 1", "wrong"},
      {"thứ tám", "wrong"},
      {"32/11", "wrong"},
      {"31/11/2026", "wrong"},
      {"29/2/2026", "wrong"},
      {"23/13/2026", "wrong"},
      {"T6-T2", "wrong"},
      {"Thứ", ""},
      {"thu", ""},
      {"Thu nhập bình quân", ""},
      {"Thứ nhất", ""},
      {"T11/2026", ""},
      {"T", ""},
      {"Thứ Hai là ngày hội", ""},
      {"23", ""},
      {"23-11", ""},
      {"", ""},
  };
  for (const auto& [text, means] : cases) {
    SCOPED_TRACE(text);
    Cell cell;
    cell.kind = Cell::Kind::text;
    cell.text = text;
    const auto days = days_of(cell);
    if (days.heard == Heard::wrong) {
      EXPECT_STREQ("wrong", means);
      EXPECT_FALSE(days.why.vi.empty());
    } else {
      EXPECT_EQ(shown(days.days), means);
    }
  }
}

TEST(Days, ComeFromExcelsOwnDatesToo) {
  Cell cell;
  cell.kind = Cell::Kind::date;
  cell.value = 46349;
  EXPECT_EQ(shown(days_of(cell).days), "23/11/2026");
  cell.value = 60;  // 1900-02-28: outside
  EXPECT_EQ(days_of(cell).heard, Heard::wrong);
  cell.value = 1e300;
  EXPECT_EQ(days_of(cell).heard, Heard::wrong);
}

TEST(Times, ComeFromExcelsFractions) {
  Cell cell;
  cell.kind = Cell::Kind::time;
  cell.value = 5.0 / 24;
  EXPECT_EQ(shown(time_of(cell, false)), "05:00");
  cell.kind = Cell::Kind::date_time;
  cell.value = 46349.729166666664;
  EXPECT_EQ(shown(time_of(cell, false)), "17:30");
  cell.kind = Cell::Kind::number;
  cell.value = 0.25;
  EXPECT_EQ(shown(time_of(cell, true)), "06:00");
  EXPECT_EQ(time_of(cell, false).heard, Heard::nothing);
  cell.kind = Cell::Kind::time;
  cell.value = 0.99999999;  // rounds to midnight
  EXPECT_EQ(shown(time_of(cell, true)), "00:00");
}

struct LengthCase {
  const char* text;
  int seconds;  // -1 wrong, 0 nothing
};

TEST(Lengths, AreReadAsPeopleWriteThem) {
  const LengthCase cases[] = {{"15 phút", 900},
                              {"15'", 900},
                              {"15p", 900},
                              {"15ph", 900},
                              {"15 min", 900},
                              {"1 giờ", 3600},
                              {"1h30", 5400},
                              {"1 giờ 30 phút", 5400},
                              {"1h30'", 5400},
                              {"90 giây", 90},
                              {"2 phút 30 giây", 150},
                              {"5'30\"", 330},
                              {"00:15:00", 900},
                              {"1:00:00", 3600},
                              {"0 phút", -1},
                              {"25 giờ", -1},
                              {"15", 0},
                              {"phút", 0},
                              {"", 0}};
  for (const auto& [text, seconds] : cases) {
    SCOPED_TRACE(text);
    const auto length = length_at(plain_text(text));
    if (seconds > 0) {
      EXPECT_EQ(length.heard, Heard::good);
      EXPECT_EQ(length.value.count(), seconds);
    } else {
      EXPECT_EQ(length.heard, seconds < 0 ? Heard::wrong : Heard::nothing);
    }
  }
}

TEST(Lengths, InAColumnOfTheirOwnMayBeNumbersOfMinutes) {
  Cell cell;
  cell.kind = Cell::Kind::number;
  cell.value = 15;
  cell.text = "15";
  EXPECT_EQ(length_of(cell).value, Seconds(900));
  cell.kind = Cell::Kind::time;
  cell.value = 0.010416666666666666;
  EXPECT_EQ(length_of(cell).value, Seconds(900));
  cell.kind = Cell::Kind::text;
  cell.text = "15";
  EXPECT_EQ(length_of(cell).value, Seconds(900));
  cell.text = "0:15";  // hours and minutes, or minutes and seconds?
  EXPECT_EQ(length_of(cell).heard, Heard::wrong);
  cell.text = "lâu";
  EXPECT_EQ(length_of(cell).heard, Heard::wrong);
}

struct HeadingCase {
  const char* text;
  const char* days;
  Session session;
};

TEST(Headings, AreDaysAndPartsOfTheDayAndNothingElse) {
  const HeadingCase cases[] = {
      {"BUỔI SÁNG", "", Session::morning},
      {"Buổi trưa:", "", Session::noon},
      {"II. BUỔI CHIỀU", "", Session::afternoon},
      {"2) Buổi tối", "", Session::evening},
      {"Sáng", "", Session::morning},
      {"* Chiều:", "", Session::afternoon},
      {"CHƯƠNG TRÌNH BUỔI SÁNG", "", Session::morning},
      {"Phát thanh buổi chiều", "", Session::afternoon},
      {"Thứ Hai – Sáng:", "T2", Session::morning},
      {"Thứ Hai, ngày 23/11/2026", "T2=23/11/2026", Session::none},
      {"LỊCH PHÁT THANH THỨ HAI", "T2", Session::none},
      {"I. Thứ Hai", "T2", Session::none},
      {"1. Thứ Ba (24/11)", "T3=24/11", Session::none},
      {"Buổi sáng, Thứ Tư", "T4", Session::morning},
      {"Sáng mãi niềm tin", "", Session::none},
      {"Chiều quê hương", "", Session::none},
      {"Thứ Hai đầu tuần chào cờ", "", Session::none},
      {"Bản tin xã", "", Session::none},
      {"", "", Session::none},
  };
  for (const auto& [text, days, session] : cases) {
    SCOPED_TRACE(text);
    const auto heading = heading_of(plain_text(text));
    EXPECT_EQ(shown(heading.days), days);
    EXPECT_EQ(heading.session, session);
  }
  EXPECT_EQ(heading_of(plain_text("THỨ TÁM")).heard, Heard::wrong);
}

TEST(Weeks, AreFoundInTitles) {
  const DayCase cases[] = {
      {"LỊCH PHÁT THANH TUẦN 48 (từ ngày 23/11 đến ngày 29/11/2026)", "23/11/2026 29/11/2026"},
      {"Từ ngày 23 đến ngày 29/11/2026", "23/11/2026 29/11/2026"},
      {"Tuần từ 23-29/11/2026", "23/11/2026 29/11/2026"},
      {"(28/12 - 03/01/2027)", "28/12/2026 3/1/2027"},
      {"23/11/2026 – 29/11/2026", "23/11/2026 29/11/2026"},
      {"từ 23/11 đến 29/11", "23/11 29/11"},
      {"Số 15/KH-UBND ngày 20/11/2026", ""},
      {"Tuần 48", ""},
  };
  for (const auto& [text, means] : cases) {
    SCOPED_TRACE(text);
    const auto week = week_in(plain_text(text));
    EXPECT_EQ(week ? shown({{{}, week->first}, {{}, week->second}}) : "", means);
  }
}

TEST(ContentWords, TakeOutWhatIsNotTheTitle) {
  const auto words = content_words("Bản tin xã (PL) (ưu tiên) (15 phút)");
  EXPECT_EQ(words.title, "Bản tin xã");
  EXPECT_TRUE(words.repeat);
  EXPECT_EQ(words.level, Level::priority);
  EXPECT_EQ(words.length, Seconds(900));
  EXPECT_EQ(content_words("Phát lại: Bản tin xã").title, "Bản tin xã");
  EXPECT_TRUE(content_words("Bản tin xã (phát lại)").repeat);
  EXPECT_EQ(content_words("Nghị quyết 57 (phần 2)").title, "Nghị quyết 57 (phần 2)");
  EXPECT_EQ(content_words("Họp (8h00)").title, "Họp (8h00)");
  EXPECT_EQ(content_words("Thông báo (2)").level, std::nullopt);
}

TEST(Columns, AreKnownByTheirHeaders) {
  const std::pair<const char*, Column> cases[] = {{"STT", Column::number},
                                                  {"Thứ, ngày", Column::day},
                                                  {"Ngày/tháng", Column::day},
                                                  {"GIỜ PHÁT", Column::start},
                                                  {"Thời gian", Column::start},
                                                  {"Giờ kết thúc", Column::end},
                                                  {"Thời lượng (phút)", Column::length},
                                                  {"Nội dung chương trình", Column::content},
                                                  {"Tên chương trình", Column::content},
                                                  {"Ghi chú", Column::note},
                                                  {"Mức độ", Column::level},
                                                  {"Khẩu hiệu", Column::slogans},
                                                  {"Lĩnh vực", Column::area},
                                                  {"Tệp âm thanh", Column::file},
                                                  {"Người đọc", Column::other},
                                                  {"Bản tin xã", Column::none},
                                                  {"5h00", Column::none}};
  for (const auto& [text, column] : cases) {
    EXPECT_EQ(column_named(plain_text(text)), column) << text;
  }
}

TEST(PlainText, IsOneForAllWaysOfWriting) {
  EXPECT_EQ(plain_text("Đài Tiếng nói Việt Nam"), "dai tieng noi viet nam");
  // NFD: the marks stand apart.
  EXPECT_EQ(plain_text("Thu\xCC\x9B\xCC\x81"), "thu");
  EXPECT_EQ(match_key("Bản tin_48.mp3"), "bantin48mp3");
  EXPECT_EQ(slug_of("Bản tin xã (PL)"), "ban-tin-xa-pl");
  EXPECT_EQ(slug_of("***"), "muc");
  EXPECT_EQ(trimmed(" \u00A0 Bản tin\u00A0\n"), "Bản tin");
  EXPECT_EQ(to_plain("ả5").from, (std::vector<std::size_t>{0, 3, 4}));
  EXPECT_EQ(plain_text("\xFF"
                       "a"),
            "?a");
}

}  // namespace
}  // namespace loa::schedules::intake
