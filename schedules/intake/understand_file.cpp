// From a file's bytes to a week, whatever kind of file it is.
#include <algorithm>

#include "schedules/effective_day.h"
#include "schedules/intake/icalendar.h"
#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "schedules/read.h"

namespace loa::schedules::intake {
namespace {

Understood of_json(std::string_view bytes, const Context& context) {
  auto read = read_schedule(bytes, context.file);
  Understood result;
  result.schedule = std::move(read.schedule);
  result.problems = std::move(read.problems);
  if (!result.schedule) return result;
  const auto& week = *result.schedule;
  result.monday = week.valid_from;
  if (!context.policy) return result;
  auto broken = check(week, *context.policy, context.clusters, week.valid_from, week.valid_to);
  if (!broken.empty()) result.schedule = nullptr;
  result.problems.insert(result.problems.end(), broken.begin(), broken.end());
  return result;
}

Cell text_cell(std::string text, const base::Place& place) {
  Cell cell;
  cell.kind = Cell::Kind::text;
  cell.text = std::move(text);
  cell.place = place;
  return cell;
}

// One row for each slot of one date.
Row row_of(const WeeklySchedule& week, const Slot& slot, date::local_days day) {
  Row row;
  row.cells.push_back(text_cell(date_text(day), slot.place));
  row.cells.push_back(text_cell(time_of_day_text(slot.start), slot.place));
  auto length = text_cell(std::to_string(slot.length.count()) + " giây", slot.place);
  if (slot.length == Seconds(0)) length = {};
  row.cells.push_back(std::move(length));
  const auto* programme = week.programme(slot.programme);
  row.cells.push_back(text_cell(programme ? programme->title : slot.programme, slot.place));
  return row;
}

// The rows of the calendar's first week that is not over.
Tables rows_of(const WeeklySchedule& week, const Context& context) {
  auto day = context.week_of.value_or(std::max(week.valid_from, context.today));
  if (day > week.valid_to) day = week.valid_to;
  const auto weekday = static_cast<int>(date::weekday(day).c_encoding());
  const auto monday = day - date::days((weekday + 6) % 7);
  Table table;
  Row header;
  for (const auto* name : {"Ngày", "Giờ", "Thời lượng", "Nội dung"}) {
    header.cells.push_back(text_cell(name, {context.file}));
  }
  table.rows.push_back(std::move(header));
  const EffectiveDays days(week);
  std::vector<const Slot*> scratch;
  for (auto date = monday; date < monday + date::days(7); date += date::days(1)) {
    for (const auto* slot : days.slots_of(date, scratch)) {
      table.rows.push_back(row_of(week, *slot, date));
    }
  }
  Tables tables;
  tables.tables.push_back(std::move(table));
  return tables;
}

// A calendar that Loa wrote has everything; of another one the contents are still to be found.
Understood of_calendar(std::string_view bytes, const Context& context) {
  auto read = read_icalendar(bytes, context.file, {context.zone, context.week_of});
  Understood result;
  result.problems = read.problems;
  if (!read.schedule || base::has_errors(read.problems)) return result;
  const bool complete =
      std::ranges::none_of(read.schedule->programmes,
                           [](const Programme& one) { return one.items.empty(); }) &&
      std::ranges::none_of(read.schedule->slots,
                           [](const WeekdaySlot& one) { return one.slot.length == Seconds(0); });
  if (complete) {
    auto again = of_json(write_schedule(*read.schedule), context);
    again.problems.insert(again.problems.begin(), read.problems.begin(), read.problems.end());
    return again;
  }
  auto tables = rows_of(*read.schedule, context);
  tables.problems = std::move(read.problems);
  return understand(tables, context);
}

}  // namespace

Understood understand_file(std::string_view bytes, const Context& context) {
  Understood refused;
  switch (kind_of(bytes, context.file, refused.problems)) {
    case FileKind::xlsx:
      return understand(read_xlsx(bytes, context.file), context);
    case FileKind::docx:
      return understand(read_docx(bytes, context.file), context);
    case FileKind::delimited:
      return understand(read_delimited(bytes, context.file), context);
    case FileKind::lines:
      return understand(read_lines(bytes, context.file), context);
    case FileKind::icalendar:
      return of_calendar(bytes, context);
    case FileKind::json:
      return of_json(bytes, context);
    case FileKind::refused:
      return refused;
  }
  std::abort();
}

}  // namespace loa::schedules::intake
