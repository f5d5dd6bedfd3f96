#include "base/communes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/embedded.h"
#include "base/files.h"
#include "base/plain_text.h"
#include "base/problem.h"
#include "base/unicode.h"

namespace loa::embedded {
std::span<const base::EmbeddedFile> commune_list();
}

namespace loa::base {
namespace {

constexpr std::size_t kLargestList = 4UL * 1024 * 1024;

// "Phường Phù Vân" → "phuong phu van".
std::string folded(std::string_view text) {
  auto plain = plain_text(text);
  std::ranges::replace_if(
      plain, [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9'); }, ' ');
  return plain;
}

std::vector<std::string> words_in(std::string_view text) {
  const auto plain = folded(text);
  std::vector<std::string> words(1);
  for (const char c : plain) {
    if (c != ' ') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// One value off the line's front.
std::string taken_value(std::string_view& line) {
  std::string value;
  const bool quoted = line.starts_with('"');
  if (quoted) line.remove_prefix(1);
  for (bool open = quoted; !line.empty();) {
    const char c = line.front();
    if (!open && c == ',') break;
    line.remove_prefix(1);
    if (!open || c != '"') {
      value += c;
    } else if (line.starts_with('"')) {
      value += '"';
      line.remove_prefix(1);
    } else {
      open = false;
    }
  }
  if (line.starts_with(',')) line.remove_prefix(1);
  return value;
}

struct ReadList {
  std::vector<Commune> rows;
  base::Problems problems;
  std::string file;
  int line = 0;

  void error(const char* code, base::Text message) {
    problems.push_back({base::Severity::error, code, {file, line, 1}, "", std::move(message)});
  }

  void take_heading(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (const auto* wanted : {"code", "name", "province"}) {
      if (taken_value(text) == wanted) continue;
      return error("communes-heading", {"dòng đầu phải là: code,name,province",
                                        "the first line must be: code,name,province"});
    }
  }

  void take_row(std::string_view text) {
    Commune row;
    row.code = taken_value(text);
    row.name = base::to_nfc(taken_value(text));
    row.province = base::to_nfc(taken_value(text));
    if (!is_commune_code(row.code)) {
      return error("commune-code",
                   {fmt::format("mã xã phải gồm năm chữ số, không phải “{}”", row.code),
                    fmt::format("a commune's code has five digits, not \"{}\"", row.code)});
    }
    if (row.name.empty() || row.province.empty()) {
      return error("commune-name",
                   {"thiếu tên xã hoặc tên tỉnh", "the name or the province is missing"});
    }
    rows.push_back(std::move(row));
  }

  void take_line(std::string_view text) {
    ++line;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (base::first_invalid_utf8(text)) {
      return error("encoding", {"dòng này không phải UTF-8", "this line is not UTF-8"});
    }
    if (line == 1) return take_heading(text);
    if (!text.empty()) take_row(text);
  }
};

void need_each_once(ReadList& list) {
  std::ranges::stable_sort(list.rows, {}, &Commune::code);
  const auto twice = std::ranges::adjacent_find(list.rows, {}, &Commune::code);
  if (twice == list.rows.end()) return;
  list.line = 0;
  list.error("commune-twice",
             {"mã " + twice->code + " có hai lần", twice->code + " is there twice"});
}

// 0: the name ends so, since "Xã", "Phường", "Đặc khu" before it are seldom typed; 1: all words are
// there; 2: some are only beginnings; kRanks: it is another.
constexpr std::size_t kRanks = 3;

std::size_t rank_of(const std::vector<std::string>& wanted, const std::string& all,
                    const std::string& name) {
  std::string together;
  bool whole = true;
  for (const auto& word : wanted) {
    together += " " + word;
    if ((" " + all).find(" " + word) == std::string::npos) return kRanks;
    whole = whole && (" " + all + " ").find(" " + word + " ") != std::string::npos;
  }
  if ((" " + folded(name)).ends_with(together)) return 0;
  return whole ? 1 : 2;
}

}  // namespace

bool is_commune_code(std::string_view text) {
  return text.size() == 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Communes Communes::read(std::string_view csv, const std::string& file) {
  ReadList list;
  list.file = file;
  while (!csv.empty()) {
    const auto end = csv.find('\n');
    list.take_line(csv.substr(0, end));
    csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
    if (list.rows.size() <= kMost) continue;
    list.error("communes-many", {"danh mục quá dài", "the list is too long"});
    break;
  }
  if (list.line == 0) list.take_line("");
  need_each_once(list);
  if (base::has_errors(list.problems)) throw base::BadInput(std::move(list.problems));
  Communes communes;
  communes.all_ = std::move(list.rows);
  for (const auto& row : communes.all_) {
    communes.folded_.push_back(folded(row.name + " " + row.province));
  }
  return communes;
}

Communes Communes::beside(const std::filesystem::path& config) {
  const auto own = config.parent_path() / kFile;
  if (const auto text = base::read_file_if_exists(own, kLargestList)) {
    return read(*text, own.string());
  }
  return read(embedded::commune_list().front().bytes, kFile);
}

const Commune* Communes::find(std::string_view code) const {
  const auto found = std::ranges::lower_bound(all_, code, {}, &Commune::code);
  return found == all_.end() || found->code != code ? nullptr : &*found;
}

std::vector<Commune> Communes::like(std::string_view words, std::size_t most) const {
  const auto wanted = words_in(words);
  std::array<std::vector<Commune>, kRanks> found;
  for (std::size_t i = 0; !wanted.empty() && i < all_.size(); ++i) {
    const bool code = wanted.size() == 1 && all_[i].code.starts_with(wanted.front());
    const auto rank = code ? 0 : rank_of(wanted, folded_[i], all_[i].name);
    if (rank < kRanks) found.at(rank).push_back(all_[i]);
  }
  std::vector<Commune> first;
  for (const auto& rank : found) {
    const auto count = std::min(rank.size(), most - first.size());
    first.insert(first.end(), rank.begin(), rank.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return first;
}

}  // namespace loa::base
