// Which of a file's tables are read.
#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/export_xlsx.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/understand_plan.h"

namespace loa::schedules::intake {
namespace {

bool holds_slots(const Table& table) {
  base::Problems ignored;
  Asking nobody({}, ignored);
  return !read_habits({&table}, nobody, ignored).drafts.empty();
}

// The tables of a document, and the text between them, are read together; the sheets of a workbook
// are alternatives.
bool is_document(const std::vector<Table>& tables) {
  int number = 0;
  for (const auto& table : tables) {
    const bool text = table.name.empty() || table.name == "văn bản";
    if (!text && table.name != fmt::format("bảng {}", ++number)) return false;
  }
  return true;
}

std::vector<const Table*> visible(const std::vector<Table>& tables) {
  std::vector<const Table*> all;
  for (const auto& table : tables) {
    if (!table.hidden) all.push_back(&table);
  }
  return all;
}

bool is_day_sheet(const Table* table) {
  return heading_of(plain_text(table->name)).days.size() == 1;
}

std::string names_of(const std::vector<Table>& tables) {
  std::string names;
  for (const auto& table : tables) {
    if (!names.empty()) names += ", ";
    names += "“" + table.name + "”";
  }
  return names;
}

}  // namespace

std::vector<const Table*> Understanding::tables_with_slots() {
  std::vector<const Table*> found;
  for (const auto& table : tables_.tables) {
    if (!holds_slots(table)) continue;
    if (!table.hidden) {
      found.push_back(&table);
      continue;
    }
    warning(
        "sheet-hidden", {context_.file, 0, 0, table.name},
        {"trang tính ẩn: để ngoài, không lên lịch", "a hidden sheet: left out of the schedule"});
  }
  return found;
}

const Table* Understanding::asked_sheet(const std::vector<const Table*>& candidates) {
  Question question{"sheet",
                    {context_.file},
                    {"tệp có nhiều trang tính có lịch; lấy trang nào?",
                     "several sheets hold a schedule; which one is it?"},
                    {}};
  for (const auto* table : candidates) {
    question.choices.push_back({table->name, {table->name, table->name}});
  }
  const auto name = asking_.ask_choice(std::move(question));
  if (!name) return nullptr;
  const auto found =
      std::ranges::find_if(candidates, [&](const Table* table) { return table->name == *name; });
  return found == candidates.end() ? nullptr : *found;
}

std::vector<const Table*> Understanding::chosen_tables() {
  if (!context_.sheet.empty()) {
    const auto wanted = plain_text(context_.sheet);
    for (const auto& table : tables_.tables) {
      if (plain_text(table.name) == wanted) return {&table};
    }
    error(
        "sheet-missing", {context_.file},
        {fmt::format("không có trang tính “{}”; có: {}", context_.sheet, names_of(tables_.tables)),
         fmt::format("there is no sheet \"{}\"; there are: {}", context_.sheet,
                     names_of(tables_.tables))});
    return {};
  }
  if (is_document(tables_.tables)) return visible(tables_.tables);
  auto candidates = tables_with_slots();
  // What is wrong in the only tables there are is worth telling.
  if (candidates.empty()) return visible(tables_.tables);
  // In a workbook that Loa wrote the other sheet only shows what stands in this one.
  const auto own = std::ranges::find_if(
      candidates, [](const Table* table) { return table->name == kSlotSheet; });
  if (own != candidates.end()) return {*own};
  if (candidates.size() == 1 || std::ranges::all_of(candidates, is_day_sheet)) return candidates;
  const auto* sheet = asked_sheet(candidates);
  if (sheet == nullptr) return {};
  return {sheet};
}

}  // namespace loa::schedules::intake
