// Levels, what is said of a content in brackets, and the headers of columns.
#include <algorithm>
#include <array>

#include "schedules/intake/grammar.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"

namespace loa::schedules::intake {
namespace {

struct Header {
  const char* words;
  Column column;
};

// Compared with the whole header, without what stands in brackets.
constexpr std::array kHeaders{
    Header{"stt", Column::number},
    Header{"tt", Column::number},
    Header{"so tt", Column::number},
    Header{"so thu tu", Column::number},
    Header{"thu", Column::day},
    Header{"ngay", Column::day},
    Header{"thu ngay", Column::day},
    Header{"thu ngay thang", Column::day},
    Header{"ngay thang", Column::day},
    Header{"ngay thu", Column::day},
    Header{"ngay phat", Column::day},
    Header{"ngay phat song", Column::day},
    Header{"ngay trong tuan", Column::day},
    Header{"cac ngay", Column::day},
    Header{"day", Column::day},
    Header{"days", Column::day},
    Header{"date", Column::day},
    Header{"buoi", Column::session},
    Header{"phien", Column::session},
    Header{"phien phat", Column::session},
    Header{"gio", Column::start},
    Header{"gio phat", Column::start},
    Header{"gio phat song", Column::start},
    Header{"gio phat thanh", Column::start},
    Header{"gio bat dau", Column::start},
    Header{"bat dau", Column::start},
    Header{"tu gio", Column::start},
    Header{"tu", Column::start},
    Header{"thoi gian", Column::start},
    Header{"thoi gian phat", Column::start},
    Header{"thoi gian phat song", Column::start},
    Header{"thoi gian phat thanh", Column::start},
    Header{"thoi gian bat dau", Column::start},
    Header{"thoi diem", Column::start},
    Header{"thoi diem phat", Column::start},
    Header{"khung gio", Column::start},
    Header{"gio phut", Column::start},
    Header{"start", Column::start},
    Header{"time", Column::start},
    Header{"gio ket thuc", Column::end},
    Header{"ket thuc", Column::end},
    Header{"den gio", Column::end},
    Header{"den", Column::end},
    Header{"thoi gian ket thuc", Column::end},
    Header{"end", Column::end},
    Header{"thoi luong", Column::length},
    Header{"thoi luong phat", Column::length},
    Header{"do dai", Column::length},
    Header{"so phut", Column::length},
    Header{"phut", Column::length},
    Header{"tl", Column::length},
    Header{"duration", Column::length},
    Header{"length", Column::length},
    Header{"noi dung", Column::content},
    Header{"noi dung phat", Column::content},
    Header{"noi dung phat thanh", Column::content},
    Header{"noi dung phat song", Column::content},
    Header{"noi dung chuong trinh", Column::content},
    Header{"noi dung tuyen truyen", Column::content},
    Header{"chuong trinh", Column::content},
    Header{"chuong trinh phat thanh", Column::content},
    Header{"ten chuong trinh", Column::content},
    Header{"chuyen muc", Column::content},
    Header{"tieu de", Column::content},
    Header{"ten bai", Column::content},
    Header{"tin bai", Column::content},
    Header{"tiet muc", Column::content},
    Header{"title", Column::content},
    Header{"programme", Column::content},
    Header{"program", Column::content},
    Header{"content", Column::content},
    Header{"tep", Column::file},
    Header{"ten tep", Column::file},
    Header{"tep am thanh", Column::file},
    Header{"file", Column::file},
    Header{"ten file", Column::file},
    Header{"file am thanh", Column::file},
    Header{"tap tin", Column::file},
    Header{"nguon", Column::file},
    Header{"muc", Column::level},
    Header{"muc do", Column::level},
    Header{"muc uu tien", Column::level},
    Header{"muc do uu tien", Column::level},
    Header{"cap", Column::level},
    Header{"uu tien", Column::level},
    Header{"loai tin", Column::level},
    Header{"loai ban tin", Column::level},
    Header{"level", Column::level},
    Header{"khau hieu", Column::slogans},
    Header{"bang chu", Column::slogans},
    Header{"slogans", Column::slogans},
    Header{"linh vuc", Column::area},
    Header{"area", Column::area},
    Header{"cach bat dau", Column::start_rule},
    Header{"start rule", Column::start_rule},
    Header{"khi tre", Column::late_rule},
    Header{"cach xu ly khi tre", Column::late_rule},
    Header{"late rule", Column::late_rule},
    Header{"phat de", Column::over},
    Header{"over", Column::over},
    Header{"cum loa", Column::clusters},
    Header{"clusters", Column::clusters},
    Header{"ghi chu", Column::note},
    Header{"note", Column::note},
    Header{"luu y", Column::note},
    Header{"nguoi doc", Column::other},
    Header{"phat thanh vien", Column::other},
    Header{"bien tap", Column::other},
    Header{"nguoi thuc hien", Column::other},
    Header{"thuc hien", Column::other},
    Header{"phu trach", Column::other},
    Header{"nguoi phu trach", Column::other},
    Header{"don vi", Column::other},
};

// Letters and digits, single spaces between, nothing in brackets.
std::string header_key(std::string_view plain) {
  std::string key;
  int depth = 0;
  for (const char c : plain) {
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') depth = std::max(0, depth - 1);
    if (depth > 0) continue;
    if (Scanner::is_word(c)) {
      key += c;
    } else if (!key.empty() && key.back() != ' ') {
      key += ' ';
    }
  }
  while (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

bool is_whole(Scanner& s) {
  s.skip(".:");
  return s.at_end();
}

// What stands in one pair of brackets, if it is a word of ours. False if it belongs to the title.
bool take_words(std::string_view plain, ContentWords& words) {
  Scanner s(plain);
  if (s.word("pl") || s.word("p.l") || s.word("phat lai")) {
    if (!is_whole(s)) return false;
    return words.repeat = true;
  }
  if (const auto level = level_of(plain); level && !Scanner::is_digit(plain.front())) {
    words.level = level;
    return true;
  }
  s.back_to(0);
  if (s.word("phat de")) {
    if (!is_whole(s)) return false;
    return words.over = true;
  }
  if (s.word("thoi luong") || s.word("tl")) {
    s.skip(":");
  } else if (time_at(plain).heard != Heard::nothing) {
    return false;  // "(8h00)" says when, not how long
  }
  const auto length = length_at(plain.substr(s.at()));
  Scanner rest(plain, s.at() + length.length);
  if (length.heard != Heard::good || !is_whole(rest)) return false;
  words.length = length.value;
  return true;
}

// Takes the first bracket that says something out of `text`; false where there is none.
bool take_bracket(std::string& text, ContentWords& words) {
  const auto plain = to_plain(text);
  for (std::size_t open = 0; open < plain.text.size(); ++open) {
    if (plain.text[open] != '(' && plain.text[open] != '[') continue;
    const auto close = plain.text.find(plain.text[open] == '(' ? ')' : ']', open);
    if (close == std::string::npos) return false;
    const auto inner = std::string_view(plain.text).substr(open + 1, close - open - 1);
    const auto first = inner.find_first_not_of(' ');
    if (first == std::string_view::npos || !take_words(inner.substr(first), words)) continue;
    auto after = text.substr(plain.from[close] + 1);
    text = trimmed(text.substr(0, plain.from[open]));
    after = trimmed(after);
    if (!text.empty() && !after.empty()) text += ' ';
    text += after;
    return true;
  }
  return false;
}

// "Phát lại: Bản tin xã".
void take_prefix(std::string& text, ContentWords& words) {
  const auto plain = to_plain(text);
  Scanner s(plain.text);
  if (!s.word("phat lai") && !s.word("pl")) return;
  if (!s.mark(':') && !s.mark('-')) return;
  words.repeat = true;
  text = trimmed(std::string_view(text).substr(plain.from[s.at()]));
}

}  // namespace

std::optional<Level> level_of(std::string_view plain) {
  Scanner s(plain);
  if (s.word("muc") || s.word("cap")) s.mark(':');
  const auto whole = [&](auto... words) {
    const auto start = s.at();
    const bool found = (s.word(words) || ...) && is_whole(s);
    if (!found) s.back_to(start);
    return found;
  };
  if (whole("khan cap", "khan", "1", "emergency")) return Level::emergency;
  if (whole("uu tien", "2", "priority")) return Level::priority;
  if (whole("thong thuong", "thuong", "binh thuong", "3", "normal")) return Level::normal;
  return std::nullopt;
}

std::optional<bool> yes_or_no_of(std::string_view plain) {
  constexpr std::array kYes{"co", "x", "yes", "true", "1", "phat de", "de"};
  constexpr std::array kNo{"khong", "no", "false", "0", "-"};
  const auto is = [plain](std::string_view word) { return plain == word; };
  if (std::ranges::any_of(kYes, is)) return true;
  if (std::ranges::any_of(kNo, is)) return false;
  return std::nullopt;
}

ContentWords content_words(std::string_view text) {
  ContentWords words;
  words.title = trimmed(text);
  take_prefix(words.title, words);
  constexpr int most = 8;
  for (int i = 0; i < most && take_bracket(words.title, words); ++i) {
  }
  return words;
}

Column column_named(std::string_view plain) {
  if (plain.size() > 60) return Column::none;
  const auto key = header_key(plain);
  const auto found =
      std::ranges::find_if(kHeaders, [&](const Header& header) { return key == header.words; });
  return found == kHeaders.end() ? Column::none : found->column;
}

}  // namespace loa::schedules::intake
