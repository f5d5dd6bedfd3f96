// What the fields of a text say.
#include "signs/field_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/lunar.h"

namespace loa::signs {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr std::string_view kWeekdays[] = {"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư",
                                          "Thứ năm",  "Thứ sáu", "Thứ bảy"};

constexpr std::string_view kMonths[] = {"Giêng", "Hai", "Ba",   "Tư",   "Năm",      "Sáu",
                                        "Bảy",   "Tám", "Chín", "Mười", "Mười một", "Chạp"};
// Of the years that end in 0 to 9, and of those that leave 0 to 11 over when divided by 12.
constexpr std::string_view kStems[] = {"Canh", "Tân",  "Nhâm", "Quý", "Giáp",
                                       "Ất",   "Bính", "Đinh", "Mậu", "Kỷ"};
constexpr std::string_view kBranches[] = {"Thân", "Dậu", "Tuất", "Hợi", "Tý",  "Sửu",
                                          "Dần",  "Mão", "Thìn", "Tỵ",  "Ngọ", "Mùi"};

// "12" at `at`; -1 if there are no two digits.
int two_digits(std::string_view text, std::size_t at) {
  int value = 0;
  const auto part = text.substr(std::min(at, text.size()), 2);
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  return error == std::errc{} && end == part.data() + 2 && value >= 0 ? value : -1;
}

}  // namespace

std::optional<local_days> date_in(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int century = two_digits(text, 0);
  const int year = two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  if (century < 0 || year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day civil{std::chrono::year{century * 100 + year},
                                          std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
  if (!civil.ok()) return std::nullopt;
  return local_days{civil};
}

// "2026-12-31" or "2026-12-31T23:59".
std::optional<LocalTime> time_in(std::string_view text) {
  const auto date = date_in(text);
  if (!date) return std::nullopt;
  if (text.size() == 10) return LocalTime{*date};
  const int hour = two_digits(text, 11);
  const int minute = two_digits(text, 14);
  const bool fits = text.size() == 16 && text[10] == 'T' && text[13] == ':';
  if (!fits || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return LocalTime{*date} + std::chrono::hours{hour} + minutes{minute};
}

std::string clock_text(const Moment& moment, bool with_seconds) {
  if (!moment.civil) return with_seconds ? "--:--:--" : "--:--";
  const std::chrono::hh_mm_ss time{floor<seconds>(*moment.civil - floor<days>(*moment.civil))};
  const auto text = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
  return with_seconds ? text + fmt::format(":{:02}", time.seconds().count()) : text;
}

std::string date_text(const Moment& moment) {
  if (!moment.civil) return "--/--/----";
  const std::chrono::year_month_day date{floor<days>(*moment.civil)};
  return fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

std::string weekday_text(const Moment& moment) {
  if (!moment.civil) return "--";
  return std::string(kWeekdays[std::chrono::weekday{floor<days>(*moment.civil)}.c_encoding()]);
}

std::string lunar_text(const Moment& moment) {
  if (!moment.civil) return "--";
  const auto date = base::lunar_date(floor<days>(*moment.civil));
  // The days of the waxing moon's first third have a word before them; the full moon has its own.
  const auto day = date.day == 15 ? std::string("rằm")
                                  : fmt::format("{}{}", date.day <= 10 ? "mồng " : "", date.day);
  return fmt::format("{} tháng {}{}", day, kMonths[date.month - 1], date.leap ? " nhuận" : "");
}

std::string lunar_year_text(const Moment& moment) {
  if (!moment.civil) return "--";
  const int year = base::lunar_date(floor<days>(*moment.civil)).year;
  return fmt::format("{} {}", kStems[year % 10], kBranches[year % 12]);
}

std::string temperature_text(const Moment& moment) {
  if (!moment.celsius || !std::isfinite(*moment.celsius)) return "--°C";
  return fmt::format("{}°C", std::lround(std::clamp(*moment.celsius, -99.0, 999.0)));
}

std::string days_text(const Moment& moment, local_days target) {
  if (!moment.civil) return "--";
  return fmt::format("{}",
                     std::max<std::int64_t>((target - floor<days>(*moment.civil)).count(), 0));
}

std::string time_text(const Moment& moment, LocalTime target) {
  if (!moment.civil) return "--:--:--";
  // Rounded up: it shows zero when the time has come, and not a second before.
  const auto left = std::max(std::chrono::ceil<seconds>(target - *moment.civil), seconds{0});
  const auto whole = floor<days>(left);
  const std::chrono::hh_mm_ss time{left - whole};
  const auto text = fmt::format("{:02}:{:02}:{:02}", time.hours().count(), time.minutes().count(),
                                time.seconds().count());
  return whole.count() > 0 ? fmt::format("{} ngày {}", whole.count(), text) : text;
}

}  // namespace loa::signs
