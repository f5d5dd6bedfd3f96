// Dates: 15/7/2021, 15-7, 02/9, 8/2024, 15–17/7, 2021-07-15, and the fractions that look like them.
#include <algorithm>
#include <array>
#include <utility>

#include "audio/speech/numerals.h"
#include "audio/speech/reading.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

constexpr std::array<const char*, 3> kDayWords{"ngày", "mồng", "mùng"};
// After these, two numbers with a slash are a day and a month.
constexpr std::array<const char*, 24> kBeforeDay{
    "ngày", "mồng", "mùng", "sáng", "trưa", "chiều", "tối", "đêm", "hôm", "từ",  "đến", "trước",
    "sau",  "dịp",  "lễ",   "nhật", "hai",  "ba",    "tư",  "năm", "sáu", "bảy", "tới", "hạn"};
// After these, with a dash as well.
constexpr std::array<const char*, 9> kBeforeDashed{"ngày", "sáng", "trưa", "chiều", "tối",
                                                   "đêm",  "hôm",  "dịp",  "lễ"};
// After these, they are a number and a year.
constexpr std::array<const char*, 9> kBeforeNumber{"số",       "nghị định", "quyết định",
                                                   "thông tư", "luật",      "nghị quyết",
                                                   "chỉ thị",  "công văn",  "kế hoạch"};
constexpr std::array<const char*, 8> kBeforeHouse{"số",  "nhà",  "ngõ",  "ngách",
                                                  "hẻm", "kiệt", "thửa", "lô"};
// Days that everybody knows by their numbers.
constexpr std::pair<int, int> kFeasts[]{{3, 2},  {8, 3},   {26, 3},  {10, 3},  {30, 4}, {1, 5},
                                        {7, 5},  {19, 5},  {1, 6},   {27, 7},  {19, 8}, {2, 9},
                                        {1, 10}, {10, 10}, {20, 10}, {20, 11}, {22, 12}};

template <class Words>
bool said_one_of(const Reading& reading, const Words& words) {
  return std::ranges::any_of(words, [&](const char* word) { return reading.out.said(word); });
}

int number(const Reading& reading, std::size_t at) {
  return reading.is(at, Kind::digits) ? value_of(reading.text(at)).value_or(-1) : -1;
}
bool is_day(int value) { return value >= 1 && value <= 31; }
bool is_month(int value) { return value >= 1 && value <= 12; }
bool is_year(const Reading& reading, std::size_t at) {
  const int value = number(reading, at);
  return reading.text(at).size() == 4 && value >= 1000 && value <= 2999;
}
bool is_short(const Reading& reading, std::size_t at) {
  return reading.is(at, Kind::digits) && reading.text(at).size() <= 2;
}

std::string month_words(int month) {
  return "tháng " + (month == 4 ? std::string("tư") : cardinal(month));
}

// Whether "ngày" is said already; a date that ends a range gets its own.
struct Lead {
  bool day = false;
  bool first_days = false;  // mồng, mùng
};

Lead lead_of(const Reading& reading, bool second) {
  if (second) return {};
  return {said_one_of(reading, kDayWords), reading.out.said("mồng") || reading.out.said("mùng")};
}

std::string day_words(int day, Lead lead) {
  std::string words = lead.day ? "" : "ngày ";
  if (day <= 10 && !lead.first_days) words += "mồng ";
  return words + cardinal(day);
}

// Nothing may stick to it: 15/7/2021/QĐ is no date.
bool ends_at(const Reading& reading, std::size_t at) {
  return !reading.is(at, Kind::digits) && !reading.is(at, Kind::word) &&
         !(reading.is(at, "/") && reading.is(at + 1, Kind::digits));
}

std::optional<Said> full_date(const Reading& reading, std::size_t from, Lead lead) {
  const bool parts =
      reading.is(from + 1, "/") || reading.is_dash(from + 1) || reading.is(from + 1, ".");
  if (!parts || reading.text(from + 1) != reading.text(from + 3)) return std::nullopt;
  std::size_t day = from;
  std::size_t year = from + 4;
  if (is_year(reading, from) && reading.is(from + 1, "-")) std::swap(day, year);
  const int month = number(reading, from + 2);
  const bool dated = is_short(reading, day) && is_day(number(reading, day)) &&
                     is_short(reading, from + 2) && is_month(month) && is_year(reading, year);
  if (!dated || !ends_at(reading, from + 5)) return std::nullopt;
  return Said{day_words(number(reading, day), lead) + " " + month_words(month) + " năm " +
                  cardinal(reading.text(year)),
              from + 5, Said::Kind::day};
}

// 15–17/7 or 15-17/7/2021.
std::optional<Said> days_of_month(const Reading& reading, std::size_t from, Lead lead) {
  const std::size_t dash = reading.over_space(from + 1);
  const std::size_t second = reading.over_space(dash + 1);
  if (!reading.is_dash(dash) || !reading.is(second + 1, "/")) return std::nullopt;
  const int first_day = number(reading, from);
  const int last_day = number(reading, second);
  const int month = number(reading, second + 2);
  if (!is_day(first_day) || !is_day(last_day) || first_day >= last_day || !is_month(month) ||
      !is_short(reading, second + 2)) {
    return std::nullopt;
  }
  std::string words = day_words(first_day, lead) + " đến " + day_words(last_day, {true, false}) +
                      " " + month_words(month);
  std::size_t end = second + 3;
  if (reading.is(end, "/") && is_year(reading, end + 1)) {
    words += " năm " + cardinal(reading.text(end + 1));
    end += 2;
  }
  if (!ends_at(reading, end)) return std::nullopt;
  return Said{std::move(words), end, Said::Kind::day};
}

std::optional<Said> day_and_month(const Reading& reading, std::size_t from, Lead lead,
                                  bool expected) {
  const int day = number(reading, from);
  const int month = number(reading, from + 2);
  if (!is_short(reading, from) || !is_day(day) || !is_short(reading, from + 2) ||
      !is_month(month) || !ends_at(reading, from + 3)) {
    return std::nullopt;
  }
  const bool slash = reading.is(from + 1, "/");
  const bool dash = reading.is(from + 1, "-") && said_one_of(reading, kBeforeDashed) &&
                    !reading.out.said("các ngày");
  if (!slash && !dash) return std::nullopt;
  const bool feast = std::ranges::find(kFeasts, std::pair{day, month}) != std::end(kFeasts);
  const bool zeros = reading.text(from).starts_with('0') || reading.text(from + 2).starts_with('0');
  const bool fraction = day < month && month <= 10 && !zeros;
  const bool always = day == 24 && month == 7;  // around the clock
  if (!dash && !expected && ((fraction && !feast) || always)) return std::nullopt;
  return Said{day_words(day, lead) + " " + month_words(month), from + 3, Said::Kind::day};
}

std::optional<Said> month_and_year(const Reading& reading, std::size_t from) {
  if (!reading.is(from + 1, "/") || !is_year(reading, from + 2) || !ends_at(reading, from + 3)) {
    return std::nullopt;
  }
  const std::string year = " năm " + cardinal(reading.text(from + 2));
  if (said_one_of(reading, kBeforeNumber)) {
    return Said{numbered(reading.text(from)) + year, from + 3, Said::Kind::day};
  }
  const int month = number(reading, from);
  if (reading.out.said("quý")) return Said{cardinal(month) + year, from + 3, Said::Kind::day};
  if (!is_month(month) || !is_short(reading, from)) return std::nullopt;
  std::string words = month_words(month);
  if (reading.out.said("tháng")) words.erase(0, words.find(' ') + 1);
  return Said{words + year, from + 3, Said::Kind::day};
}

// 2/3 of something, 350/400, house 12/5.
std::optional<Said> fraction(const Reading& reading, std::size_t from) {
  if (!reading.is(from + 1, "/") || !reading.is(from + 2, Kind::digits)) return std::nullopt;
  const auto above = reading.text(from);
  const auto below = reading.text(from + 2);
  const int part = number(reading, from);
  const int whole = number(reading, from + 2);
  const bool simple = part > 0 && part < whole && whole <= 10 && !above.starts_with('0');
  const char* over = simple && !said_one_of(reading, kBeforeHouse) ? " phần " : " trên ";
  const bool quarters = std::string_view(over) == " phần " && whole == 4;
  return Said{cardinal(above) + over + (quarters ? "tư" : cardinal(below)), from + 3};
}

}  // namespace

std::optional<Said> date_at(const Reading& reading, std::size_t from, bool second_of_range) {
  const Lead lead = lead_of(reading, second_of_range);
  if (auto said = full_date(reading, from, lead)) return said;
  if (auto said = days_of_month(reading, from, lead)) return said;
  if (auto said = month_and_year(reading, from)) return said;
  const bool house = said_one_of(reading, kBeforeHouse);
  const bool expected = second_of_range || said_one_of(reading, kBeforeDay);
  if (!house) {
    if (auto said = day_and_month(reading, from, lead, expected)) return said;
  }
  return fraction(reading, from);
}

}  // namespace loa::audio::speech
