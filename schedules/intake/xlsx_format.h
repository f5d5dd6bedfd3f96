// Excel's number formats: what kind of value a cell holds, and how it is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schedules/intake/rows.h"

namespace loa::schedules::intake {

// One piece of a format code.
struct FormatToken {
  enum class Kind {
    literal,
    year,
    month,
    day,
    hour,
    minute,
    second,
    elapsed_hour,  // [h]: may be more than 24
    elapsed_minute,
    elapsed_second,
    half_day,  // AM/PM
    digit,     // 0, # or ?: `text` is which
    point,
    comma,
    percent,
    exponent,
    general,
  };
  Kind kind = Kind::literal;
  std::string text;  // of a literal
  int count = 1;     // how often the letter stands: yyyy is 4
};

class NumberFormat {
 public:
  NumberFormat() : NumberFormat("General") {}
  // `code` as it stands in the file: dd/mm/yyyy, [h]:mm, h"h"mm, #,##0.0;[Red]-0, [$-42A]dddd...
  // What it cannot say is shown as General. Never fails.
  explicit NumberFormat(std::string_view code);

  Cell::Kind kind() const { return kind_; }  // number, date, time or date_time
  // A time that is counted ([h]:mm), not one of the day.
  bool elapsed() const { return elapsed_; }

  // `value` in days since 1899-12-30. Days and months have Vietnamese names unless the format asks
  // for English; decimals have a point. "#####" for a date that Excel cannot show.
  std::string show(double value) const;

 private:
  bool english_ = false;
  std::vector<std::vector<FormatToken>> sections_;
  Cell::Kind kind_ = Cell::Kind::number;
  bool elapsed_ = false;
};

// The code of a format that a file names by number only; "General" for unknown ones. The local ones
// (14, 22) are as Windows shows them in Vietnam.
std::string_view built_in_format(unsigned id);

// The sections of a code, cut into tokens. `english`: it asks for English names ([$-409]).
std::vector<std::vector<FormatToken>> format_tokens(std::string_view code, bool& english);

}  // namespace loa::schedules::intake
