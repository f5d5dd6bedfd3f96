#include "audio/speech/abbreviations.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "audio/speech/letters.h"
#include "base/crypto.h"
#include "base/embedded.h"
#include "base/unicode.h"

namespace loa::embedded {
std::span<const base::EmbeddedFile> speech_words();
}

namespace loa::audio::speech {
namespace {

using base::Text;

constexpr std::size_t kLongestWritten = 40;  // bytes
constexpr std::size_t kLongestSpoken = 200;

constexpr std::array<std::string_view, kUses> kUseNames{
    "", "trước tên", "trước số", "đơn vị", "văn bản", "cơ quan", "địa chỉ"};

struct Line {
  std::string written;
  std::string spoken;
  Use use = Use::anywhere;
};

class LineReader {
 public:
  LineReader(const std::string& file, base::Problems& problems)
      : file_(file), problems_(problems) {}

  // Nothing for an empty line, a comment, or one that has been reported.
  std::optional<Line> read(std::string_view text, int number) {
    number_ = number;
    starts_.assign(1, 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || text.starts_with('#')) return std::nullopt;
    if (base::first_invalid_utf8(text)) {
      return report(0, "", "not-utf8", {"dòng này không phải chữ UTF-8", "this line is not UTF-8"});
    }
    return read_columns(columns_of(base::to_nfc(text)));
  }

 private:
  std::vector<std::string> columns_of(const std::string& text) {
    std::vector<std::string> columns;
    starts_.clear();
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('\t', begin), text.size());
      auto column = text.substr(begin, end - begin);
      const auto before = std::string_view(text).substr(0, begin);
      starts_.push_back(static_cast<int>(base::count_characters(before)) + 1);
      column.erase(0, std::min(column.find_first_not_of(' '), column.size()));
      column.erase(column.find_last_not_of(' ') + 1);
      columns.push_back(std::move(column));
      begin = end + 1;
    }
    return columns;
  }

  std::optional<Line> read_columns(const std::vector<std::string>& columns) {
    if (columns.size() < 2 || columns.size() > 3) {
      return report(0, "", "columns",
                    {"mỗi dòng gồm: chữ viết tắt, phím Tab, cách đọc (và nếu cần: Tab, nơi dùng)",
                     "a line is: what is written, a tab, how it is said (and a tab and its use)"});
    }
    Line line{columns[0], columns[1], Use::anywhere};
    if (!is_writable(line.written) || !is_sayable(line.spoken)) return std::nullopt;
    const auto use = std::ranges::find(kUseNames, columns.size() == 3 ? columns[2] : "");
    if (use == kUseNames.end()) return unknown_use(columns[2]);
    line.use = static_cast<Use>(use - kUseNames.begin());
    return line;
  }

  bool is_writable(const std::string& written) {
    if (!written.empty() && written.size() <= kLongestWritten) return true;
    report(0, "chữ viết", "written",
           {fmt::format("chữ viết tắt phải có, và không dài quá {} byte", kLongestWritten),
            fmt::format("what is written must be there, in {} bytes at most", kLongestWritten)});
    return false;
  }

  // Words only: what is said is not read again for numbers and signs.
  bool is_sayable(const std::string& spoken) {
    if (!spoken.empty() && spoken.size() <= kLongestSpoken && is_words(spoken)) return true;
    report(
        1, "cách đọc", "spoken",
        {fmt::format("“{}”: cách đọc chỉ gồm chữ thường hoặc chữ hoa đầu từ, cách nhau bằng dấu "
                     "cách; số và chữ viết tắt phải viết thành lời",
                     spoken),
         fmt::format("“{}”: how it is said is words and spaces only, in small letters but for the "
                     "first; numbers and short forms are to be written out",
                     spoken)});
    return false;
  }

  static bool is_words(std::string_view spoken) {
    bool begins = true;
    for (std::size_t i = 0; i < spoken.size();) {
      const auto point = point_at(spoken, i);
      const bool letter = is_letter(point.value);
      if (!letter && (point.value != U' ' || begins)) return false;
      if (letter && !begins && is_upper(point.value)) return false;
      begins = !letter;
      i += point.bytes;
    }
    return true;
  }

  std::optional<Line> unknown_use(const std::string& use) {
    std::vector<std::string_view> known(kUseNames.begin() + 1, kUseNames.end());
    const auto list = fmt::format("“{}”", fmt::join(known, "”, “"));
    return report(2, "nơi dùng", "use",
                  {fmt::format("không có nơi dùng “{}”; có: {}", use, list),
                   fmt::format("there is no use “{}”; there are: {}", use, list)});
  }

  std::optional<Line> report(std::size_t column, const char* field, const char* code,
                             Text message) {
    problems_.push_back({base::Severity::error, std::string("speech-") + code,
                         base::Place{file_, number_, starts_[column]}, field, std::move(message)});
    return std::nullopt;
  }

  const std::string& file_;
  base::Problems& problems_;
  int number_ = 0;
  std::vector<int> starts_;  // where each column begins, in characters from 1
};

}  // namespace

const Abbreviations& Abbreviations::built_in() {
  static const Abbreviations all = [] {
    Abbreviations made;
    for (const auto& file : embedded::speech_words()) {
      const auto problems = made.add(file.bytes, std::string(file.path));
      if (!problems.empty()) throw std::logic_error(base::to_string(problems.front()));
    }
    return made;
  }();
  return all;
}

base::Problems Abbreviations::add(std::string_view tsv, const std::string& file) {
  base::Problems problems;
  LineReader reader(file, problems);
  std::vector<Line> lines;
  if (tsv.starts_with("\xEF\xBB\xBF")) tsv.remove_prefix(3);
  int number = 0;
  for (std::size_t begin = 0; begin < tsv.size();) {
    const auto end = std::min(tsv.find('\n', begin), tsv.size());
    if (auto line = reader.read(tsv.substr(begin, end - begin), ++number)) {
      lines.push_back(std::move(*line));
    }
    begin = end + 1;
  }
  if (!problems.empty()) return problems;
  for (auto& line : lines) {
    longest_ = std::max(longest_, line.written.size());
    words_[static_cast<std::size_t>(line.use)].insert_or_assign(std::move(line.written),
                                                                std::move(line.spoken));
  }
  return problems;
}

const std::string* Abbreviations::find(Use use, std::string_view written) const {
  if (written.size() > longest_) return nullptr;
  const auto& words = words_[static_cast<std::size_t>(use)];
  const auto found = words.find(written);
  return found == words.end() ? nullptr : &found->second;
}

std::string Abbreviations::fingerprint() const {
  base::Sha256Stream hash;
  for (const auto& words : words_) {
    for (const auto& [written, spoken] : words) hash.add(fmt::format("{}\t{}\n", written, spoken));
    hash.add("\n");
  }
  return base::to_hex(hash.finish());
}

}  // namespace loa::audio::speech
