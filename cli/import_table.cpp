// The table and the questions of an import.
#include "cli/import_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/language.h"
#include "base/unicode.h"
#include "schedules/notation.h"

namespace loa::cli {
namespace {

using base::Text;
using schedules::intake::EndFrom;
using schedules::intake::place_key;
using schedules::intake::UnderstoodSlot;

using Line = std::vector<std::string>;

// "T2-T6", "T2, T4".
std::string days_text(const std::vector<date::weekday>& days) {
  if (days.empty()) return "?";
  const auto place = [](date::weekday day) { return (day.c_encoding() + 6) % 7; };
  const bool row = days.size() > 2 && place(days.back()) - place(days.front()) + 1 == days.size();
  if (row) {
    return schedules::weekday_text(days.front()) + "-" + schedules::weekday_text(days.back());
  }
  std::string text;
  for (const auto day : days) text += (text.empty() ? "" : ", ") + schedules::weekday_text(day);
  return text;
}

std::string marked(std::string text, bool inferred) { return inferred ? "~" + text : text; }

std::string end_text(const UnderstoodSlot& slot) {
  if (!slot.length) return "?";
  const bool said = slot.end_from == EndFrom::said || slot.end_from == EndFrom::said_length;
  return marked(schedules::time_of_day_text(slot.start + *slot.length), !said);
}

// Of the four values in the order of the table: "Tuần 48!B3, A5, –, B5". The sheet is named once.
std::string places_text(const UnderstoodSlot& slot) {
  std::string text;
  std::string sheet;
  for (const auto* place :
       {&slot.day_place, &slot.start_place, &slot.end_place, &slot.title_place}) {
    auto key = place_key(*place);
    const auto mark = key.rfind('!');
    const auto its_sheet = mark == std::string::npos ? std::string() : key.substr(0, mark + 1);
    if (!its_sheet.empty() && its_sheet == sheet) key.erase(0, sheet.size());
    if (!its_sheet.empty()) sheet = its_sheet;
    text += (text.empty() ? "" : ", ") + (key.empty() ? std::string("–") : key);
  }
  return text;
}

Line line_of(const UnderstoodSlot& slot) {
  const Text unknown{"?", "?"};
  const auto& content = slot.programme.empty() ? unknown : slot.content;
  return {marked(days_text(slot.days), slot.day_inferred),
          marked(schedules::time_of_day_text(slot.start), slot.start_inferred),
          end_text(slot),
          slot.title + (slot.repeat ? " (PL)" : ""),
          content.shown(),
          places_text(slot)};
}

Line header() {
  Line line;
  for (const auto& name :
       {Text{"NGÀY", "DAYS"}, Text{"TỪ", "START"}, Text{"ĐẾN", "END"}, Text{"TIÊU ĐỀ", "TITLE"},
        Text{"PHÁT", "CONTENT"}, Text{"CHỖ TRONG TỆP", "WHERE IN THE FILE"}}) {
    line.push_back(name.shown());
  }
  return line;
}

}  // namespace

void print_slots(std::FILE* out, const schedules::intake::Understood& understood) {
  std::vector<Line> lines{header()};
  for (const auto& slot : understood.slots) lines.push_back(line_of(slot));
  constexpr std::size_t widest = 48;
  std::vector<std::size_t> widths(lines.front().size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(widest, base::count_characters(line[i])));
    }
  }
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      const auto used = base::count_characters(line[i]);
      if (i + 1 < line.size()) text.append(widths[i] > used ? widths[i] - used + 2 : 2, ' ');
    }
    fmt::print(out, "{}\n", text);
  }
  const Text legend{"~ là suy ra, ? là còn phải hỏi", "~ is inferred, ? is still to be asked"};
  fmt::print(out, "{}\n", legend.shown());
}

void print_questions(std::FILE* out, const schedules::intake::Understood& understood) {
  for (const auto& question : understood.questions) {
    const auto key = place_key(question.place);
    const auto name = key.empty() ? question.code : question.code + "@" + key;
    fmt::print(out, "{}: {}{}\n", Text{"câu hỏi", "question"}.shown(), question.text.shown(),
               question.places > 1
                   ? " (" + std::to_string(question.places) + Text{" chỗ)", " places)"}.shown()
                   : "");
    for (const auto& choice : question.choices) {
      fmt::print(out, "    --answer '{}={}'  {}\n", name, choice.value, choice.text.shown());
    }
    if (!question.form.vi.empty()) {
      fmt::print(out, "    --answer '{}=…'  {}\n", name, question.form.shown());
    }
  }
}

}  // namespace loa::cli
