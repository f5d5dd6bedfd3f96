// Dates that differ from the week.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "schedules/notation.h"
#include "schedules/reader.h"

namespace loa::schedules::reader {
namespace {

std::vector<Slot> read_dated_slots(base::Fields& fields, std::string_view key, const Names& names) {
  std::vector<Slot> slots;
  Defined own;
  const auto& items = fields.list_or_empty(key, kMostDatedSlots);
  for (std::size_t i = 0; i < items.size(); ++i) {
    slots.push_back(read_dated_slot(
        {items[i], fields.path(key, i), fields.file(), fields.problems()}, names, own));
  }
  return slots;
}

// An added slot must not have the name of one that the date has from its weekday anyway.
void check_taken(base::Fields& fields, const Names& names, const DatedException& exception) {
  if (exception.replace || exception.date == date::local_days{}) return;
  const auto& usual = names.slots_on[date::weekday(exception.date).c_encoding()];
  const std::set<std::string_view> skipped(exception.skip.begin(), exception.skip.end());
  for (std::size_t i = 0; i < exception.add.size(); ++i) {
    const auto& id = exception.add[i].id;
    const auto found = usual.find(id);
    if (found == usual.end() || skipped.contains(id)) continue;
    fields.error(
        "add", i, "id-twice",
        {fmt::format("ngày này đã có khung “{}” của tuần (dòng {}); hãy đặt tên khác, hoặc bỏ "
                     "khung kia bằng skip",
                     id, found->second.line),
         fmt::format("this date has the week's slot \"{}\" (line {}) already; use another "
                     "name, or skip that one",
                     id, found->second.line)});
  }
}

void check_keys(base::Fields& fields, bool skip, bool add, bool replace) {
  if (!skip && !add && !replace && fields.is_object()) {
    fields.error("", "exception-empty",
                 {"ngày này phải có skip (bỏ), add (thêm) hoặc replace (thay)",
                  "an exception needs skip, add or replace"});
  }
  if (replace && (skip || add)) {
    fields.error("replace", "key-misplaced",
                 {"replace thay cả ngày nên không đi cùng skip hay add",
                  "replace stands for the whole day and does not go with skip or add"});
  }
}

// A skip of a slot that the date's weekday does not have anyway: a slip, but harmless.
void check_skips(base::Fields& fields, const Names& names, const DatedException& exception) {
  if (exception.date == date::local_days{}) return;
  const date::weekday day(exception.date);
  for (const auto& id : exception.skip) {
    if (names.slots_on[day.c_encoding()].contains(id)) continue;
    const auto name = weekday_name(day);
    const auto date = date_text(exception.date);
    fields.warning("skip", "skip-idle",
                   {fmt::format("“{}” vốn không phát vào {} ({})", id, name.vi, date),
                    fmt::format("\"{}\" does not run on a {} anyway ({})", id, name.en, date)});
  }
}

}  // namespace

DatedException read_exception(base::Fields fields, const Names& names) {
  DatedException exception;
  exception.place = fields.place();
  exception.date = read_date(fields, "date").value_or(date::local_days{});
  exception.replace = fields.has("replace");
  check_keys(fields, fields.has("skip"), fields.has("add"), exception.replace);
  exception.skip =
      read_references(fields, "skip", kMostSlots, names.slots, {"khung giờ tuần", "slot"});
  exception.add = read_dated_slots(fields, exception.replace ? "replace" : "add", names);
  check_taken(fields, names, exception);
  check_skips(fields, names, exception);
  fields.finish();
  return exception;
}

void check_exceptions(const WeeklySchedule& schedule, base::Problems& problems) {
  std::map<date::local_days, base::Place> seen;
  for (std::size_t i = 0; i < schedule.exceptions.size(); ++i) {
    const auto& exception = schedule.exceptions[i];
    const auto field = fmt::format("exceptions[{}]", i);
    if (exception.date == date::local_days{}) continue;  // it could not be read
    const auto date = date_text(exception.date);
    const auto [first, is_new] = seen.emplace(exception.date, exception.place);
    if (!is_new) {
      problems.push_back(
          {base::Severity::error,
           "date-twice",
           exception.place,
           field + ".date",
           {fmt::format("ngày {} đã có ở dòng {}; hãy gộp lại", date, first->second.line),
            fmt::format("{} is already there on line {}; put both together", date,
                        first->second.line)}});
    }
    if (exception.date >= schedule.valid_from && exception.date <= schedule.valid_to) continue;
    problems.push_back({base::Severity::warning,
                        "exception-outside",
                        exception.place,
                        field + ".date",
                        {fmt::format("ngày {} nằm ngoài thời hạn của lịch", date),
                         fmt::format("{} is outside the schedule's validity", date)}});
  }
}

}  // namespace loa::schedules::reader
