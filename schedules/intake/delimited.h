// Text whose columns are told apart by a separator: CSV, TSV and the like (RFC 4180, with any
// separator).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa::schedules::intake {

struct Field {
  std::string text;  // without its quotes
  int line = 1;      // where it begins; both from 1, columns in characters
  int column = 1;
  bool quote_open = false;  // its closing quote is missing
};

// Takes one record after the other from a text that decode_text() gave. A quote counts only at the
// beginning of a field; in a quoted field "" is a quote, and line breaks are text.
class RecordReader {
 public:
  RecordReader(std::string_view text, char separator) : rest_(text), separator_(separator) {}
  bool done() const { return rest_.empty(); }
  std::vector<Field> next();

 private:
  Field next_field();
  void take_quoted(Field& field);
  char take();

  std::string_view rest_;
  char separator_;
  int line_ = 1;
  int column_ = 1;
};

// The separator by which most records fall into equally many columns, two at least: tab, ';', '|'
// or ','. Nothing where none does so, as in lines of prose. A comma or semicolon before a space is
// punctuation. "sep=;" in the first line decides (Excel writes it).
std::optional<char> guess_separator(std::string_view text);

}  // namespace loa::schedules::intake
