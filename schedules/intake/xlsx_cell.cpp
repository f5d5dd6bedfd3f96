#include "schedules/intake/xlsx_cell.h"

#include <date/date.h>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

#include "schedules/intake/refused.h"

namespace loa::schedules::intake {
namespace {

constexpr double kDaysFrom1899To1904 = 1462;

template <typename Number>
std::optional<Number> number_from(std::string_view text) {
  Number value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return {};
  return value;
}

void put_number(Cell& cell, double value, std::size_t style, const Workbook& workbook) {
  const auto& format = workbook.styles.format(style);
  cell.kind = format.kind();
  const bool has_day = cell.kind == Cell::Kind::date || cell.kind == Cell::Kind::date_time;
  if (has_day && workbook.from_1904) value += kDaysFrom1899To1904;
  if (cell.kind == Cell::Kind::time && !format.elapsed()) value -= std::floor(value);
  cell.value = value;
  cell.text = format.show(value);
}

// "2026-11-23T05:00:00" or a part of it (t="d", ISO 8601).
std::optional<double> days_from_iso(const std::string& text) {
  int year = 1899;
  unsigned month = 12;
  unsigned day = 30;
  int hour = 0;
  int minute = 0;
  double second = 0;
  const int all = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%lf", &year, &month, &day, &hour,
                              &minute, &second);
  if (all == 1 || all == 2) return {};
  if (all <= 0 && std::sscanf(text.c_str(), "%2d:%2d:%lf", &hour, &minute, &second) < 2) return {};
  const auto date = date::year(year) / static_cast<int>(month) / static_cast<int>(day);
  if (!date.ok() || hour > 24 || minute > 59 || !(second >= 0 && second < 61)) return {};
  const auto days = date::sys_days(date) - date::sys_days(date::year(1899) / 12 / 30);
  return days.count() + (hour * 3600 + minute * 60 + second) / 86400;
}

Refused missing_string(const std::string& cell) {
  return {"xml-damaged",
          {"ô này trỏ tới đoạn chữ không có trong tệp: hãy mở tệp bằng Excel rồi lưu lại",
           "this cell points to text that is not in the file: open it in Excel and save it again"},
          cell};
}

void warn_of_error(const Cell& cell, Bounds& bounds) {
  bounds.add(base::Severity::warning, "formula-error", cell.place,
             {fmt::format("công thức trong ô này cho kết quả lỗi {}", cell.text),
              fmt::format("the formula in this cell gives the error {}", cell.text)});
}

void warn_of_no_result(const Cell& cell, Bounds& bounds) {
  bounds.add(base::Severity::warning, "formula-without-result", cell.place,
             {"công thức trong ô này chưa có kết quả: hãy mở tệp bằng Excel rồi lưu lại",
              "the formula in this cell has no result yet: open the file in Excel and save it"});
}

void put_text(Cell& cell, std::string_view raw, Bounds& bounds) {
  cell.text = bounds.text(raw, cell.place);
  cell.kind = cell.text.empty() ? Cell::Kind::empty : Cell::Kind::text;
}

void put_value(Cell& cell, std::string_view type, const std::string& value, std::size_t style,
               const Workbook& workbook, Bounds& bounds) {
  if (type == "s") {
    const auto index = number_from<std::size_t>(value);
    if (!index || *index >= workbook.strings.size()) throw missing_string(cell.place.cell);
    put_text(cell, workbook.strings[*index], bounds);
  } else if (type == "b") {
    put_text(cell, value == "0" ? "FALSE" : "TRUE", bounds);
  } else if (type == "e") {
    put_text(cell, value, bounds);
    warn_of_error(cell, bounds);
  } else if (const auto days = type == "d" ? days_from_iso(value) : number_from<double>(value);
             days && type != "str") {
    put_number(cell, *days, style, workbook);
    cell.text = bounds.text(cell.text, cell.place);  // a format may hold any bytes
  } else {
    put_text(cell, without_escapes(value), bounds);
  }
}

}  // namespace

bool has_content(pugi::xml_node node) {
  for (const auto child : node.children()) {
    const auto name = local_name(child);
    if (name == "v" || name == "is" || name == "f") return true;
  }
  return false;
}

Cell xlsx_cell(pugi::xml_node node, const Workbook& workbook, base::Place place, Bounds& bounds) {
  Cell cell;
  cell.place = std::move(place);
  const auto type = attribute_of(node, "t");
  const auto style = number_from<std::size_t>(attribute_of(node, "s")).value_or(0);
  if (type == "inlineStr") {
    put_text(cell, rich_text_of(child_of(node, "is")), bounds);
    return cell;
  }
  const auto value = text_of(child_of(node, "v"));
  if (!value.empty()) {
    put_value(cell, type, value, style, workbook, bounds);
  } else if (child_of(node, "f") && type != "str") {
    warn_of_no_result(cell, bounds);
  }
  return cell;
}

}  // namespace loa::schedules::intake
