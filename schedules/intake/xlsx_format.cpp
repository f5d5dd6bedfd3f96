#include "schedules/intake/xlsx_format.h"

#include <algorithm>
#include <cmath>

#include "schedules/intake/xlsx_show.h"

namespace loa::schedules::intake {
namespace {

using Kind = FormatToken::Kind;
using Tokens = std::vector<FormatToken>;

constexpr double kAfterTheLastDay = 2958466;  // 9999-12-31 is the last that Excel shows
constexpr std::size_t kLongestCode = 255;     // Excel's own limit

bool has(const Tokens& tokens, std::initializer_list<Kind> kinds) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const FormatToken& token) {
    return std::find(kinds.begin(), kinds.end(), token.kind) != kinds.end();
  });
}

}  // namespace

NumberFormat::NumberFormat(std::string_view code)
    : sections_(format_tokens(code.size() > kLongestCode ? "General" : code, english_)) {
  const auto& first = sections_.front();
  elapsed_ = has(first, {Kind::elapsed_hour, Kind::elapsed_minute, Kind::elapsed_second});
  const bool time = elapsed_ || has(first, {Kind::hour, Kind::minute, Kind::second});
  const bool date = has(first, {Kind::year, Kind::month, Kind::day});
  if (time && date) kind_ = Cell::Kind::date_time;
  if (time && !date) kind_ = Cell::Kind::time;
  if (date && !time) kind_ = Cell::Kind::date;
}

std::string NumberFormat::show(double value) const {
  if (kind_ != Cell::Kind::number) {
    if (!(value >= 0 && value < kAfterTheLastDay)) return "#####";
    return show_date(sections_.front(), value, english_);
  }
  if (!std::isfinite(value)) return "#####";
  if (sections_.size() >= 3 && value == 0) return show_number(sections_[2], 0);
  if (sections_.size() >= 2 && value < 0) return show_number(sections_[1], -value);
  const auto shown = show_number(sections_.front(), std::abs(value));
  return value < 0 ? "-" + shown : shown;
}

std::string_view built_in_format(unsigned id) {
  switch (id) {
    case 1:
      return "0";
    case 2:
      return "0.00";
    case 3:
    case 37:
    case 38:
      return "#,##0";
    case 4:
    case 39:
    case 40:
      return "#,##0.00";
    case 9:
      return "0%";
    case 10:
      return "0.00%";
    case 14:
      return "dd/mm/yyyy";
    case 15:
      return "d-mmm-yy";
    case 16:
      return "d-mmm";
    case 17:
      return "mmm-yy";
    case 18:
      return "h:mm AM/PM";
    case 19:
      return "h:mm:ss AM/PM";
    case 20:
      return "h:mm";
    case 21:
    case 47:
      return "h:mm:ss";
    case 22:
      return "dd/mm/yyyy h:mm";
    case 45:
      return "mm:ss";
    case 46:
      return "[h]:mm:ss";
    default:
      break;
  }
  // East Asian formats: 32 to 35 and 55, 56 are times in Chinese and Japanese Excel, the rest
  // dates.
  if (id >= 32 && id <= 35) return "h:mm";
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return "dd/mm/yyyy";
  return "General";
}

}  // namespace loa::schedules::intake
