// Days, times, dates and rules as text.
#include "schedules/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/duration.h"

namespace loa::schedules {
namespace {

// In date::weekday's own order, Sunday first.
constexpr std::array<std::string_view, 7> kVietnamese{"CN", "T2", "T3", "T4", "T5", "T6", "T7"};
constexpr std::array<std::string_view, 7> kEnglish{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

// Two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (at + 1 >= text.size() || !digit(at) || !digit(at + 1)) return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

// The length that follows a rule's word: "wait 2m".
std::optional<Seconds> length_after(std::string_view text, std::string_view word, Seconds most) {
  if (!text.starts_with(word) || text.size() <= word.size() || text[word.size()] != ' ') {
    return std::nullopt;
  }
  const auto length = base::duration_from(text.substr(word.size() + 1));
  if (!length || *length < Seconds(1) || *length > most) return std::nullopt;
  const auto whole = std::chrono::duration_cast<Seconds>(*length);
  return whole == *length ? std::optional(whole) : std::nullopt;
}

}  // namespace

std::optional<Seconds> time_of_day_from(std::string_view text) {
  if (text.size() != 5 && text.size() != 8) return std::nullopt;
  const int hours = two_digits(text, 0);
  const int minutes = two_digits(text, 3);
  const int seconds = text.size() == 8 ? two_digits(text, 6) : 0;
  const bool colons = text[2] == ':' && (text.size() == 5 || text[5] == ':');
  if (!colons || hours < 0 || minutes < 0 || seconds < 0) return std::nullopt;
  if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return Seconds(hours * 3600 + minutes * 60 + seconds);
}

std::string time_of_day_text(Seconds time) {
  const auto t = (time % kDay).count();
  auto text = fmt::format("{:02}:{:02}", t / 3600, t / 60 % 60);
  if (t % 60 != 0) text += fmt::format(":{:02}", t % 60);
  return text;
}

int year_of(date::local_days day) { return static_cast<int>(date::year_month_day(day).year()); }

date::local_days monday_of(date::local_days day) {
  return day - (date::weekday(day) - date::Monday);
}

std::optional<date::local_days> date_from(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int century = two_digits(text, 0);
  const int rest = two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  if (century < 0 || rest < 0 || month < 0 || day < 0) return std::nullopt;
  const date::year_month_day civil{date::year(century * 100 + rest),
                                   date::month(static_cast<unsigned>(month)),
                                   date::day(static_cast<unsigned>(day))};
  const bool in_range = civil.year() >= date::year(1971) && civil.year() < date::year(2200);
  if (!civil.ok() || !in_range) return std::nullopt;
  return date::local_days(civil);
}

std::string date_text(date::local_days day) {
  const date::year_month_day civil(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.year()),
                     static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
}

std::optional<date::weekday> weekday_from(std::string_view text) {
  for (const auto& names : {kVietnamese, kEnglish}) {
    const auto found = std::ranges::find(names, text);
    if (found != names.end()) return date::weekday(static_cast<unsigned>(found - names.begin()));
  }
  return std::nullopt;
}

std::string weekday_text(date::weekday day) { return std::string(kVietnamese[day.c_encoding()]); }

base::Text weekday_name(date::weekday day) {
  static const std::array<base::Text, 7> names{{{"Chủ nhật", "Sunday"},
                                                {"Thứ Hai", "Monday"},
                                                {"Thứ Ba", "Tuesday"},
                                                {"Thứ Tư", "Wednesday"},
                                                {"Thứ Năm", "Thursday"},
                                                {"Thứ Sáu", "Friday"},
                                                {"Thứ Bảy", "Saturday"}}};
  return names[day.c_encoding()];
}

std::optional<StartRule> start_rule_from(std::string_view text) {
  if (text == "hard") return StartRule{StartRule::Kind::hard, Seconds(0)};
  if (text == "next") return StartRule{StartRule::Kind::next, Seconds(0)};
  const auto wait = length_after(text, "wait", std::chrono::hours(1));
  if (!wait) return std::nullopt;
  return StartRule{StartRule::Kind::wait, *wait};
}

std::string to_text(const StartRule& rule) {
  switch (rule.kind) {
    case StartRule::Kind::hard:
      return "hard";
    case StartRule::Kind::next:
      return "next";
    case StartRule::Kind::wait:
      return "wait " + base::to_text(rule.wait);
  }
  std::abort();
}

std::optional<LateRule> late_rule_from(std::string_view text) {
  if (text == "exact") return LateRule{LateRule::Kind::exact, Seconds(0)};
  if (text == "join") return LateRule{LateRule::Kind::join, Seconds(0)};
  const auto grace = length_after(text, "play", kDay);
  if (!grace) return std::nullopt;
  return LateRule{LateRule::Kind::play, *grace};
}

std::string to_text(const LateRule& rule) {
  switch (rule.kind) {
    case LateRule::Kind::exact:
      return "exact";
    case LateRule::Kind::join:
      return "join";
    case LateRule::Kind::play:
      return "play " + base::to_text(rule.grace);
  }
  std::abort();
}

bool is_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= 64 && text[0] != '-' && std::ranges::all_of(text, allowed);
}

}  // namespace loa::schedules
