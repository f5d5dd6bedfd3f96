// Days as columns and times as rows, and the other way round.
#include <algorithm>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/intake/habit_walker.h"

namespace loa::schedules::intake {

// What the cells beside the days say.
struct Walker::GridRow {
  TimeReading time;
  base::Place time_place;
  const Cell* first_text = nullptr;  // neither time nor part of the day
};

Walker::GridRow Walker::row_head(const Row& row) {
  GridRow head;
  for (const auto& [column, cell] : distinct_cells(row)) {
    const auto at = column;
    const bool is_day =
        std::ranges::any_of(layout_.days, [&](const DayColumn& day) { return day.column == at; });
    if (is_day) continue;
    const auto time = time_of(*cell, true);
    if (time.heard != Heard::nothing && head.time.heard == Heard::nothing) {
      head.time = time;
      head.time_place = cell->place;
    } else if (time.heard == Heard::good && head.time.heard == Heard::good && !head.time.end) {
      head.time.end = time.start;
    } else if (const auto part = heading_of(plain_text(cell->text));
               part.heard == Heard::good && part.session != Session::none) {
      if (session_place_ != cell->place) new_group();
      session_ = part.session;
      session_place_ = cell->place;
    } else if (head.first_text == nullptr) {
      head.first_text = cell;
    }
  }
  return head;
}

// The start of this row is the end of what stands above it, unless that goes on.
void Walker::close_above(const Row& row, const GridRow& head) {
  for (auto entry = open_.begin(); entry != open_.end();) {
    const auto& [column, index] = *entry;
    auto& draft = drafts_.drafts[index];
    if (continues_above(row, above_, column) || row_time_place_ == head.time_place) {
      ++entry;
      continue;
    }
    if (draft.group == group_ && head.time.start > draft.time.start) {
      draft.row_below = head.time.start;
    }
    entry = open_.erase(entry);
  }
}

bool Walker::timed_lines(const Cell& cell, const Draft& pattern) {
  const auto first_drafts = drafts_.drafts.size();
  std::size_t at = 0;
  while (at <= cell.text.size()) {
    const auto end = std::min(cell.text.find('\n', at), cell.text.size());
    auto line = trimmed(std::string_view(cell.text).substr(at, end - at));
    at = end + 1;
    const auto plain = to_plain(line);
    Scanner bullets(plain.text);
    bullets.skip("-*+•");
    const auto time = time_at(std::string_view(plain.text).substr(bullets.at()));
    const bool any = drafts_.drafts.size() > first_drafts;
    if (time.heard == Heard::nothing && !any) return false;
    if (time.heard == Heard::nothing) {
      if (!line.empty()) append_content(drafts_.drafts.back(), {line, cell.place});
      continue;
    }
    if (time.heard == Heard::wrong) {
      problems_.push_back(bad_value("bad-time", cell.place, time.why));
      return true;
    }
    auto draft = pattern;
    draft.time = time;
    draft.time_place = cell.place;
    draft.end = time.end;
    draft.end_place = cell.place;
    Scanner rest(plain.text, bullets.at() + time.length);
    rest.skip(":.-,;");
    add_with(std::move(draft), {line.substr(plain.from[rest.at()]), cell.place});
  }
  return true;
}

void Walker::grid_cell(const Row& row, const DayColumn& day, const GridRow& head) {
  if (day.column >= row.cells.size() || day.days.empty()) return;
  const auto& cell = row.cells[day.column];
  if (cell.kind == Cell::Kind::empty || cell.text.empty()) return;
  if (continues_above(row, above_, day.column)) return;  // it goes on
  const bool merged_day =
      day.column > 0 && cell.continued && row.cells[day.column - 1].place == cell.place;
  if (merged_day) {
    for (auto i = first_of_row_; i < drafts_.drafts.size(); ++i) {
      auto& draft = drafts_.drafts[i];
      const bool same = !draft.content.empty() && draft.content.front().place == cell.place;
      if (same) draft.days.insert(draft.days.end(), day.days.begin(), day.days.end());
    }
    return;
  }
  Draft draft;
  draft.days = day.days;
  draft.day_place = day.place;
  if (timed_lines(cell, draft)) return;
  const auto open = open_.find(day.column);
  if (open != open_.end() && row_time_place_ == head.time_place) {
    return append_content(drafts_.drafts[open->second], {cell.text, cell.place});
  }
  if (head.time.heard != Heard::good) {
    if (head.time.heard == Heard::nothing && session_ != Session::none &&
        head.first_text == nullptr) {
      problems_.push_back(bad_value("time-missing", cell.place,
                                    {"nội dung này không có giờ phát", "this has no time"}));
    }
    return;
  }
  draft.time = head.time;
  draft.time_place = head.time_place;
  draft.end = head.time.end;
  draft.end_place = head.time_place;
  add_with(std::move(draft), {cell.text, cell.place});
  open_[day.column] = drafts_.drafts.size() - 1;
}

void Walker::grid_row(const Row& row) {
  const auto head = row_head(row);
  if (head.time.heard == Heard::wrong) {
    problems_.push_back(bad_value("bad-time", head.time_place, head.time.why));
  }
  if (head.time.heard == Heard::good) close_above(row, head);
  const auto before = drafts_.drafts.size();
  first_of_row_ = before;
  const auto problems = problems_.size();
  if (!ended_) {
    for (const auto& day : layout_.days) grid_cell(row, day, head);
  }
  const bool nothing = drafts_.drafts.size() == before && problems_.size() == problems;
  const auto cells = distinct_cells(row);
  if (nothing && head.time.heard == Heard::nothing && !cells.empty() && !blank(row)) {
    stray(row, *cells.front().cell);
  }
  row_time_place_ = head.time_place;
}

void Walker::turned_row(const Row& row) {
  const auto cells = distinct_cells(row);
  const auto days = days_of(*cells.front().cell);
  if (days.heard == Heard::wrong) {
    problems_.push_back(bad_value("bad-day", cells.front().cell->place, days.why));
    return;
  }
  if (days.heard == Heard::nothing) return stray(row, *cells.front().cell);
  days_ = days.days;
  day_place_ = cells.front().cell->place;
  new_group();
  for (const auto& time : layout_.times) {
    if (time.column >= row.cells.size() || row.cells[time.column].text.empty()) continue;
    const auto& cell = row.cells[time.column];
    const bool goes_on =
        time.column > 0 && cell.continued && row.cells[time.column - 1].place == cell.place;
    if (goes_on) continue;
    Draft draft;
    draft.days = days_;
    draft.day_place = day_place_;
    draft.time = time.time;
    draft.time_place = time.place;
    draft.end = time.time.end;
    draft.end_place = time.place;
    add_with(std::move(draft), {cell.text, cell.place});
  }
}

}  // namespace loa::schedules::intake
