// A row for each slot, with a header or without.
#include <algorithm>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/intake/habit_walker.h"

namespace loa::schedules::intake {

// What one row says.
struct Walker::ListRow {
  Draft draft;
  std::vector<DayWord> days;
  base::Place day_place;
  Said content;
  bool has_time = false;
  bool wrong = false;  // and reported
  const Cell* time_cell = nullptr;
  std::size_t time_column = 0;
};

namespace {

void put_together(Said& content, const Cell& cell) {
  if (content.text.empty()) {
    content = {cell.text, cell.place};
  } else if (match_key(content.text) != match_key(cell.text)) {
    content.text += ": " + cell.text;
  }
}

// "Thứ Hai" and "23/11/2026" in two cells are one day.
void merge_days(std::vector<DayWord>& days, const std::vector<DayWord>& more) {
  if (days.size() == 1 && more.size() == 1 && !days[0].date && more[0].date && !more[0].weekday) {
    days[0].date = more[0].date;
  } else if (days.size() == 1 && more.size() == 1 && !days[0].weekday && more[0].weekday) {
    days[0].weekday = more[0].weekday;
  } else if (days.empty()) {
    days = more;
  }
}

bool is_row_number(const Cell& cell) {
  Scanner s(cell.text);
  const bool number = s.number(4).has_value();
  s.skip(".");
  return number && s.at_end();
}

}  // namespace

void Walker::read_day(const Cell& cell, ListRow& found) {
  auto reading = days_of(cell);
  if (reading.heard == Heard::nothing) {
    const auto heading = heading_of(plain_text(cell.text));
    if (heading.heard == Heard::good) {
      reading.heard = Heard::good;
      reading.days = heading.days;
      if (heading.session != Session::none) found.draft.session = heading.session;
    }
  }
  if (reading.heard == Heard::good) {
    merge_days(found.days, reading.days);
    if (found.day_place.file.empty()) found.day_place = cell.place;
    return;
  }
  const base::Text unclear{
      "không đọc được ngày; viết như “Thứ Hai”, “T2” hoặc “23/11/2026”",
      "cannot read the day; write it as \"Thứ Hai\", \"T2\" or \"23/11/2026\""};
  problems_.push_back(
      bad_value("bad-day", cell.place, reading.heard == Heard::wrong ? reading.why : unclear));
  found.wrong = true;
}

void Walker::read_start(const Cell& cell, ListRow& found) {
  const auto plain = to_plain(cell.text);
  auto time = time_of(cell, true);
  if (time.heard == Heard::nothing) time = time_at(plain.text);
  if (time.heard == Heard::nothing) {
    const auto heading = heading_of(plain.text);
    if (heading.heard == Heard::good) {
      if (heading.session != Session::none) found.draft.session = heading.session;
      return merge_days(found.days, heading.days);
    }
  }
  if (time.heard != Heard::good) {
    const base::Text unclear{"không đọc được giờ; viết như 5h00 hoặc 05:00",
                             "cannot read the time; write it as 5h00 or 05:00"};
    problems_.push_back(
        bad_value("bad-time", cell.place, time.heard == Heard::wrong ? time.why : unclear));
    found.wrong = true;
    return;
  }
  found.has_time = true;
  found.draft.time = time;
  found.draft.time_place = cell.place;
  found.draft.end = time.end;
  found.draft.end_place = cell.place;
  // "5h00 Bản tin xã" in one cell.
  if (time.length == 0 || time.length >= plain.text.size()) return;
  Scanner rest(plain.text, time.length);
  rest.skip(":.-,;\n");
  const auto from = plain.from[rest.at()];
  if (from < cell.text.size()) {
    found.content = {cell.text.substr(from), place_within(cell.place, cell.text, from)};
  }
}

void Walker::read_end(const Cell& cell, ListRow& found) {
  const auto time = time_of(cell, true);
  if (time.heard != Heard::good) {
    const base::Text unclear{"không đọc được giờ kết thúc", "cannot read the end"};
    problems_.push_back(
        bad_value("bad-time", cell.place, time.heard == Heard::wrong ? time.why : unclear));
    found.wrong = true;
    return;
  }
  found.draft.end = time.start;
  found.draft.end_place = cell.place;
}

void Walker::read_column(Column column, const Cell& cell, ListRow& found) {
  const Said said{cell.text, cell.place};
  switch (column) {
    case Column::day:
      return read_day(cell, found);
    case Column::start:
      return read_start(cell, found);
    case Column::end:
      return read_end(cell, found);
    case Column::length: {
      const auto length = length_of(cell);
      if (length.heard == Heard::wrong) {
        problems_.push_back(bad_value("bad-length", cell.place, length.why));
        found.wrong = true;
      } else {
        found.draft.length = length.value;
        found.draft.length_place = cell.place;
      }
      return;
    }
    case Column::session:
      found.draft.session = heading_of(plain_text(cell.text)).session;
      return;
    case Column::content:
      return put_together(found.content, cell);
    case Column::file:
      found.draft.file = said;
      return;
    case Column::level:
      found.draft.level = said;
      return;
    case Column::slogans:
      found.draft.slogans = said;
      return;
    case Column::area:
      found.draft.area = said;
      return;
    case Column::start_rule:
      found.draft.start_rule = said;
      return;
    case Column::late_rule:
      found.draft.late_rule = said;
      return;
    case Column::over:
      found.draft.over = said;
      return;
    case Column::clusters:
      found.draft.clusters = said;
      return;
    case Column::note:
      found.draft.note = said;
      return;
    case Column::none:
    case Column::number:
    case Column::other:
      return;
  }
}

Walker::ListRow Walker::by_columns(const Row& row) {
  ListRow found;
  for (const auto& [column, cell] : distinct_cells(row)) {
    if (column >= layout_.columns.size()) continue;
    if (layout_.columns[column] == Column::start) {
      found.time_cell = cell;
      found.time_column = column;
    }
    read_column(layout_.columns[column], *cell, found);
  }
  return found;
}

void Walker::look_at(const Cell& cell, ListRow& found) {
  if (days_of(cell).heard != Heard::nothing) return read_day(cell, found);
  const bool text_before = !found.content.text.empty();
  const auto plain = plain_text(cell.text);
  if (!found.has_time && !text_before && time_of(cell, false).heard != Heard::nothing) {
    return read_start(cell, found);
  }
  if (found.has_time && !text_before && time_of(cell, false).heard == Heard::good) {
    return read_end(cell, found);
  }
  if (!found.has_time && !text_before && time_at(plain).heard != Heard::nothing) {
    return read_start(cell, found);
  }
  const auto heading = heading_of(plain);
  if (heading.heard == Heard::good && heading.days.empty() && !found.has_time) {
    found.draft.session = heading.session;
  } else if (!text_before) {
    found.content = {cell.text, cell.place};
  } else {
    found.draft.note = {cell.text, cell.place};
  }
}

Walker::ListRow Walker::by_looks(const Row& row) {
  ListRow found;
  const auto cells = distinct_cells(row);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& [column, cell] = cells[i];
    if (i == 0 && cells.size() > 1 && is_row_number(*cell)) continue;
    if (!found.has_time) {
      found.time_cell = cell;
      found.time_column = column;
    }
    look_at(*cell, found);
  }
  return found;
}

void Walker::set_days(ListRow& found) {
  if (!found.days.empty()) {
    const bool same = found.days == days_ && days_from_column_;
    days_ = found.days;
    day_place_ = found.day_place;
    days_from_column_ = true;
    if (!same) new_group();
    found.draft.days = days_;
    found.draft.day_place = found.day_place;
    return;
  }
  found.draft.days = days_;
  found.draft.day_place = day_place_;
  found.draft.day_carried = days_from_column_ && !days_.empty();
}

void Walker::use(ListRow found, const Row& row) {
  const bool merged_time = found.time_cell != nullptr && !drafts_.drafts.empty() &&
                           continues_above(row, above_, found.time_column) &&
                           drafts_.drafts.back().time_place == found.time_cell->place;
  set_days(found);
  if (found.wrong) return;
  if (merged_time && found.has_time) {
    auto& last = drafts_.drafts.back();
    if (!found.content.text.empty()) append_content(last, found.content);
    return;
  }
  if (found.has_time) return add_with(std::move(found.draft), found.content);
  if (found.content.text.empty()) return;
  Cell cell;
  cell.text = found.content.text;
  cell.place = found.content.place;
  stray(row, cell);
}

void Walker::list_row(const Row& row) {
  use(layout_.columns.empty() ? by_looks(row) : by_columns(row), row);
}

}  // namespace loa::schedules::intake
