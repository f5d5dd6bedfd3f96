// Text as it is copied from Word or a chat: one row a line.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "schedules/intake/grammar.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {
namespace {

Cell text_cell(std::string_view line, const base::Place& place, std::size_t from, std::size_t to) {
  Cell cell;
  cell.text = trimmed(line.substr(from, to - from));
  cell.kind = cell.text.empty() ? Cell::Kind::empty : Cell::Kind::text;
  const auto lead = line.substr(from, to - from).find(cell.text);
  cell.place = place_within(place, line, from + (lead == std::string_view::npos ? 0 : lead));
  return cell;
}

// Where the line begins to say something: after spaces and bullets (- – — • * + ▪ o).
std::size_t after_bullets(const std::string& plain) {
  static constexpr std::array<std::string_view, 8> kBullets{"-", "*", "+", "•", "·", "▪", "●", "◦"};
  std::size_t at = 0;
  for (bool moved = true; moved;) {
    moved = false;
    while (at < plain.size() && plain[at] == ' ') ++at;
    for (const auto bullet : kBullets) {
      if (!std::string_view(plain).substr(at).starts_with(bullet)) continue;
      at += bullet.size();
      moved = true;
    }
  }
  return at;
}

// The next place where a second slot of the same line begins: after ';' or '|' (or a tab) a time.
std::size_t next_slot(const std::string& plain, std::string_view line, const Plain& map,
                      std::size_t from) {
  for (std::size_t at = from; at < plain.size(); ++at) {
    const bool tab = line[map.from[at]] == '\t';
    if (plain[at] != ';' && plain[at] != '|' && !tab) continue;
    const auto begin = at + 1 + after_bullets(plain.substr(at + 1));
    if (begin < plain.size() &&
        time_at(std::string_view(plain).substr(begin)).heard != Heard::nothing) {
      return at;
    }
  }
  return plain.size();
}

// One slot's cells: the time and the rest.
Row slot_row(std::string_view line, const base::Place& place, const Plain& map, std::size_t from,
             std::size_t to, std::size_t length) {
  Row row;
  row.cells.push_back(text_cell(line, place, map.from[from], map.from[from + length]));
  Scanner rest(map.text, from + length);
  rest.skip(":.-,>");
  const auto begin = std::min(rest.at(), to);
  row.cells.push_back(text_cell(line, place, map.from[begin], map.from[to]));
  return row;
}

void append_rows(std::vector<Row>& rows, std::string_view line, const base::Place& place) {
  const auto map = to_plain(line);
  std::size_t from = after_bullets(map.text);
  if (from >= map.text.size()) return;
  const auto time = time_at(std::string_view(map.text).substr(from));
  if (time.heard == Heard::nothing) {
    Row row;
    row.cells.push_back(text_cell(line, place, map.from[from], line.size()));
    rows.push_back(std::move(row));
    return;
  }
  while (from < map.text.size()) {
    const auto here = time_at(std::string_view(map.text).substr(from));
    const auto to = next_slot(map.text, line, map, from + here.length);
    rows.push_back(slot_row(line, place, map, from, to, here.length));
    from = to >= map.text.size() ? to : to + 1 + after_bullets(map.text.substr(to + 1));
  }
}

base::Problem too_much(const base::Place& place, std::string code, std::string vi, std::string en) {
  return {base::Severity::error, std::move(code), place, "", {std::move(vi), std::move(en)}};
}

}  // namespace

Tables read_lines(std::string_view bytes, const std::string& file) {
  Tables tables;
  if (bytes.size() > kMostFileBytes) {
    tables.problems.push_back(
        too_much({file}, "file-too-large", fmt::format("tệp lớn hơn {} MB", kMostFileBytes >> 20),
                 fmt::format("the file is larger than {} MB", kMostFileBytes >> 20)));
    return tables;
  }
  const auto text = decode_text(bytes);
  Table table;
  int number = 0;
  for (std::size_t at = 0; at <= text.size() && tables.problems.empty();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const base::Place place{file, ++number, 1};
    const auto line = std::string_view(text).substr(at, end - at);
    if (line.size() > kMostCellBytes) {
      tables.problems.push_back(
          too_much(place, "cell-too-long", fmt::format("dòng dài hơn {} byte", kMostCellBytes),
                   fmt::format("the line is longer than {} bytes", kMostCellBytes)));
    } else {
      append_rows(table.rows, line, place);
    }
    if (table.rows.size() > kMostRows) {
      tables.problems.push_back(too_much(place, "too-many-rows",
                                         fmt::format("nhiều hơn {} dòng", kMostRows),
                                         fmt::format("more than {} rows", kMostRows)));
    }
    at = end + 1;
  }
  if (tables.problems.empty()) tables.tables.push_back(std::move(table));
  return tables;
}

}  // namespace loa::schedules::intake
