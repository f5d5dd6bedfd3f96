// Telephone numbers and hotlines, digit by digit in groups: 1900 1096, 0912.345.678, 113.
#include <algorithm>
#include <array>
#include <vector>

#include "audio/speech/numerals.h"
#include "audio/speech/reading.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

constexpr std::size_t kMostGroups = 6;

// Behind these, three to five digits are a number to call.
constexpr std::array<const char*, 19> kBeforeShort{
    "gọi",      "gọi số",     "gọi ngay",      "gọi tới", "gọi đến",
    "gọi điện", "tổng đài",   "tổng đài số",   "nóng",    "đường dây nóng số",
    "nóng số",  "điện thoại", "điện thoại số", "số máy",  "máy số",
    "nhánh",    "cảnh sát",   "cứu hỏa",       "cấp cứu"};

struct Groups {
  std::vector<std::string_view> list;
  std::vector<std::size_t> ends;  // the token behind each
};

bool parts_groups(const Reading& reading, std::size_t at) {
  return reading.is(at, ".") || reading.is_dash(at) ||
         (reading.is(at, Kind::space) && reading.text(at).size() == 1);
}

Groups groups_at(const Reading& reading, std::size_t from) {
  Groups groups;
  for (std::size_t at = from; groups.list.size() < kMostGroups; at += 2) {
    if (!reading.is(at, Kind::digits)) break;
    groups.list.push_back(reading.text(at));
    groups.ends.push_back(at + 1);
    if (!parts_groups(reading, at + 1)) break;
  }
  return groups;
}

bool is_number_of(std::string_view first, std::size_t digits, std::size_t groups) {
  if (first.starts_with("1800") || first.starts_with("1900")) {
    return (digits == 8 || digits == 10) && (groups > 1 ? first.size() == 4 : true);
  }
  const bool area = groups == 1 || (first.size() >= 2 && first.size() <= 5);
  return first.starts_with('0') && !first.starts_with("00") && area &&
         (digits == 10 || digits == 11);
}

// How many groups are one telephone number; 0 where they are none. A range of years and the like
// has no groups of three digits or more that begin with 0, 1800 or 1900.
std::size_t groups_of_number(const Groups& groups) {
  std::size_t digits = 0;
  std::size_t found = 0;
  for (std::size_t i = 0; i < groups.list.size(); ++i) {
    if (i > 0 && (groups.list[i].size() < 2 || groups.list[i].size() > 6)) break;
    digits += groups.list[i].size();
    if (is_number_of(groups.list.front(), digits, i + 1)) found = i + 1;
  }
  return found;
}

void add_group(std::string& words, std::string_view digits) {
  if (!words.empty()) words += ", ";
  words += one_by_one(digits);
}

// Groups as people say a number that is written in one: 0912 345 678, 1900 1096.
std::string in_groups(std::string_view digits) {
  std::string words;
  for (std::size_t at = 0; at < digits.size();) {
    const std::size_t left = digits.size() - at;
    const std::size_t count =
        at == 0 || left == 4 || left == 2 ? std::min<std::size_t>(left, 4) : 3;
    add_group(words, digits.substr(at, count));
    at += count;
  }
  return words;
}

std::string words_of(const Groups& groups, std::size_t count) {
  if (count == 1) return in_groups(groups.list.front());
  std::string words;
  for (std::size_t i = 0; i < count; ++i) add_group(words, groups.list[i]);
  return words;
}

void finish(Reading& reading, const std::string& words, std::size_t end) {
  reading.out.say(words);
  reading.at = reading.phone_end = reading.number_end = end;
}

// 113, 1022: only where a call is spoken of, or behind such a number ("113, 114 hoặc 115").
bool read_short(Reading& reading) {
  const auto digits = reading.text(reading.at);
  if (digits.size() < 3 || digits.size() > 5) return false;
  const std::size_t next = reading.at + 1;
  const bool whole =
      !reading.is(next, Kind::word) && !reading.is(next, "/") && !reading.is(next, "%") &&
      !((reading.is(next, ".") || reading.is(next, ",")) && reading.is(next + 1, Kind::digits));
  const bool called =
      std::ranges::any_of(kBeforeShort, [&](const char* word) { return reading.out.said(word); });
  const bool another = reading.phone_end > 0 && reading.at - reading.phone_end <= 3 &&
                       digits.size() == 3 && digits.starts_with("11");
  if (!whole || (!called && !another)) return false;
  finish(reading, one_by_one(digits), next);
  return true;
}

// (024) 3825 1234 and +84 912 345 678
bool read_with_sign(Reading& reading) {
  const std::size_t at = reading.at;
  const auto first = reading.text(at + 1);
  const bool area = reading.is(at, "(") && reading.is(at + 1, Kind::digits) &&
                    first.starts_with('0') && reading.is(at + 2, ")");
  const bool abroad = reading.is(at, "+") && first == "84" && parts_groups(reading, at + 2);
  if (!area && !abroad) return false;
  const std::size_t rest = area ? reading.over_space(at + 3) : at + 3;
  const Groups groups = groups_at(reading, rest);
  std::size_t digits = area ? first.size() : 1;
  std::string words = (abroad ? "cộng " : "") + one_by_one(first);
  for (std::size_t i = 0; i < groups.list.size(); ++i) {
    digits += groups.list[i].size();
    add_group(words, groups.list[i]);
    if (digits < 10) continue;
    if (digits > 11) return false;
    finish(reading, words, groups.ends[i]);
    return true;
  }
  return false;
}

}  // namespace

bool read_phone(Reading& reading) {
  if (reading.is(reading.at, Kind::mark)) return read_with_sign(reading);
  if (!reading.is(reading.at, Kind::digits)) return false;
  const Groups groups = groups_at(reading, reading.at);
  const std::size_t count = groups_of_number(groups);
  if (count == 0) return read_short(reading);
  finish(reading, words_of(groups, count), groups.ends[count - 1]);
  return true;
}

}  // namespace loa::audio::speech
