// Which separator a text uses.
#include <array>
#include <map>

#include "schedules/intake/delimited.h"

namespace loa::schedules::intake {
namespace {

constexpr std::array<char, 4> kSeparators = {'\t', ';', '|', ','};
constexpr std::size_t kLookedAt = 1U << 16;
constexpr double kMostOfThem = 0.7;

struct Fit {
  std::size_t columns = 0;  // that most records have
  double share = 0;         // of the records that have them
};

// Punctuation is not a separator: a space comes after it.
std::size_t columns_of(const std::vector<Field>& record, char separator) {
  std::size_t columns = 1;
  for (std::size_t i = 1; i < record.size(); ++i) {
    const bool punctuation =
        (separator == ',' || separator == ';') && record[i].text.starts_with(' ');
    if (!punctuation) ++columns;
  }
  return columns;
}

Fit fit_of(std::string_view text, char separator) {
  std::map<std::size_t, std::size_t> records_with;
  std::size_t records = 0;
  for (RecordReader reader(text, separator); !reader.done();) {
    const auto record = reader.next();
    if (record.size() == 1 && record[0].text.empty()) continue;
    ++records_with[columns_of(record, separator)];
    ++records;
  }
  Fit fit;
  std::size_t most = 0;
  for (const auto& [columns, count] : records_with) {
    if (columns < 2 || count < most) continue;
    most = count;
    fit.columns = columns;
  }
  fit.share = records == 0 ? 0 : static_cast<double>(most) / static_cast<double>(records);
  return fit;
}

}  // namespace

std::optional<char> guess_separator(std::string_view text) {
  if (text.starts_with("sep=") && text.size() > 5 && text[5] == '\n') return text[4];
  if (text.size() > kLookedAt) {
    const auto line_end = text.rfind('\n', kLookedAt);
    text = text.substr(0, line_end == text.npos ? kLookedAt : line_end);
  }
  std::optional<char> best;
  double best_score = 0;
  for (const char separator : kSeparators) {
    const auto fit = fit_of(text, separator);
    const double score = fit.share * static_cast<double>(fit.columns);
    if (fit.share < kMostOfThem || score <= best_score) continue;
    best = separator;
    best_score = score;
  }
  return best;
}

}  // namespace loa::schedules::intake
