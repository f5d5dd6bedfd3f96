// Dates that differ from the week.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "schedules/effective_day.h"
#include "schedules/holidays.h"
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

bool is_one_date(const DatedException& exception) {
  return exception.date != date::local_days{} && exception.days == 1;
}

// An added slot must not have the name of one that the date has from its weekday anyway. Where the
// weekday is not known beforehand, it must not have the name of any slot of the week.
void check_taken(base::Fields& fields, const Names& names, const DatedException& exception) {
  if (exception.replace) return;
  const auto& usual = is_one_date(exception)
                          ? names.slots_on[date::weekday(exception.date).c_encoding()]
                          : names.slots;
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
  if (!is_one_date(exception)) return;
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
  const auto named = read_named_days(fields);
  exception.date = named.date.value_or(date::local_days{});
  exception.holiday = named.holiday;
  exception.offset = named.offset;
  exception.days = named.days;
  exception.title = fields.text_or("title", "", 200);
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

namespace {

class ExceptionCheck {
 public:
  ExceptionCheck(const WeeklySchedule& schedule, base::Problems& problems)
      : schedule_(schedule), problems_(problems) {}

  void run() {
    for (std::size_t i = 0; i < schedule_.exceptions.size(); ++i) look_at(i);
  }

 private:
  void look_at(std::size_t index) {
    const auto& exception = schedule_.exceptions[index];
    const bool by_date = exception.holiday.empty();
    if (by_date && exception.date == date::local_days{}) return;  // it could not be read
    field_ = fmt::format("exceptions[{}].{}", index, by_date ? "date" : "holiday");
    const auto dates = dates_of(exception, schedule_);
    for (const auto day : dates) note(day, exception);
    if (dates.empty()) outside(exception);
    if (!by_date) unknown(exception);
  }

  // A date may differ from what a holiday says of it, but not from another date.
  void note(date::local_days day, const DatedException& exception) {
    auto& seen = exception.holiday.empty() ? dates_ : holidays_;
    const auto [first, is_new] = seen.emplace(day, exception.place);
    if (is_new) return;
    const auto text = date_text(day);
    const auto line = first->second.line;
    report(base::Severity::error, "date-twice", exception,
           {fmt::format("ngày {} đã có ở dòng {}; hãy gộp lại", text, line),
            fmt::format("{} is already there on line {}; put both together", text, line)});
  }

  void outside(const DatedException& exception) {
    const auto what = exception.holiday.empty() ? base::Text{date_text(exception.date), ""}
                                                : holiday_title(exception.holiday);
    const auto& en = what.en.empty() ? what.vi : what.en;
    report(base::Severity::warning, "exception-outside", exception,
           {fmt::format("ngày {} nằm ngoài thời hạn của lịch", what.vi),
            fmt::format("{} is outside the schedule's validity", en)});
  }

  void unknown(const DatedException& exception) {
    const NamedDays named{std::nullopt, exception.holiday, exception.offset, exception.days};
    const auto years = unknown_years(named, schedule_.valid_from, schedule_.valid_to);
    if (years.empty() || holiday_title(exception.holiday).vi == exception.holiday) return;
    const auto list = fmt::format("{}", fmt::join(years, ", "));
    const auto name = holiday_title(exception.holiday);
    report(
        base::Severity::warning, "holiday-unknown", exception,
        {fmt::format("bảng âm lịch không có {} của năm {}; hãy ghi ngày dương lịch", name.vi, list),
         fmt::format("the lunar table does not have {} in {}; give its date", name.en, list)});
  }

  void report(base::Severity severity, std::string code, const DatedException& exception,
              base::Text message) {
    problems_.push_back({severity, std::move(code), exception.place, field_, std::move(message)});
  }

  const WeeklySchedule& schedule_;
  base::Problems& problems_;
  std::map<date::local_days, base::Place> dates_;
  std::map<date::local_days, base::Place> holidays_;
  std::string field_;
};

}  // namespace

void check_exceptions(const WeeklySchedule& schedule, base::Problems& problems) {
  ExceptionCheck(schedule, problems).run();
}

}  // namespace loa::schedules::reader
