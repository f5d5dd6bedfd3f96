#include "schedules/intake/delimited.h"

#include <utility>

#include "schedules/intake/bounds.h"
#include "schedules/intake/refused.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {
namespace {

void complain_of_quote(const base::Place& place, Bounds& bounds) {
  bounds.add(
      base::Severity::error, "quote-open", place,
      {"dấu ngoặc kép mở ở đây mà không có dấu đóng", "the quote that opens here is never closed"});
}

Row row_of(const std::vector<Field>& record, Bounds& bounds) {
  Row row;
  for (const auto& field : record) {
    const base::Place place{bounds.file(), field.line, field.column};
    bounds.check_column(row.cells.size(), "");
    bounds.count_cells(1, "");
    if (field.quote_open) complain_of_quote(place, bounds);
    Cell& cell = row.cells.emplace_back();
    cell.text = bounds.text(field.text, place);
    cell.kind = cell.text.empty() ? Cell::Kind::empty : Cell::Kind::text;
    cell.place = place;
  }
  return row;
}

Table read_table(std::string_view text, Bounds& bounds) {
  Table table;
  RecordReader reader(text, guess_separator(text).value_or(','));
  if (text.starts_with("sep=")) reader.next();
  while (!reader.done()) {
    bounds.count_rows(1, "");
    table.rows.push_back(row_of(reader.next(), bounds));
  }
  trim(table);
  return table;
}

}  // namespace

Tables read_delimited(std::string_view bytes, const std::string& file) {
  Bounds bounds(file);
  try {
    if (bytes.size() > kMostFileBytes) throw too_large();
    std::vector<Table> tables;
    tables.push_back(read_table(decode_text(bytes), bounds));
    return bounds.finish(std::move(tables));
  } catch (const Refused& refused) {
    auto result = bounds.finish({});
    result.problems.push_back(refused.as_problem(file));
    return result;
  }
}

}  // namespace loa::schedules::intake
