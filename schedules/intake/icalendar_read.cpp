// A whole calendar: whose it is, when it holds, and what it has.
#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/icalendar.h"
#include "schedules/intake/icalendar_event.h"
#include "schedules/intake/icalendar_expand.h"
#include "schedules/intake/icalendar_span.h"
#include "schedules/intake/icalendar_week.h"
#include "schedules/notation.h"
#include "schedules/read.h"
#include "schedules/reader.h"

namespace loa::schedules::intake {
namespace {

using namespace icalendar;
using base::Severity;
using base::Text;
using date::days;
using date::local_days;
using std::chrono::floor;

class CalendarReader {
 public:
  CalendarReader(const CalendarText& text, const std::string& file, const CalendarWishes& wishes,
                 base::Problems& problems)
      : text_(text), file_(file), wishes_(wishes), problems_(problems), zones_(text.zones) {}

  std::optional<WeeklySchedule> read() {
    read_properties();
    for (const auto& component : text_.events) {
      if (auto event = read_event(component, zones_, file_, problems_)) take(std::move(*event));
    }
    if (events_.empty() && !base::has_errors(problems_)) {
      say(Severity::error, 0, "ics-empty",
          {"lịch không có sự kiện nào có giờ phát", "the calendar has no event with a time"});
    }
    if (base::has_errors(problems_)) return std::nullopt;
    zone_ = choose_zone();
    week_.zone = zone_->name();
    if (!choose_validity()) return std::nullopt;
    fill();
    check_bounds();
    if (base::has_errors(problems_)) return std::nullopt;
    return std::move(week_);
  }

 private:
  void read_properties() {
    std::string name;
    for (const auto& line : text_.properties) {
      const auto property = line.name();
      if (property == "X-WR-CALNAME") name = Values(line).text();
      if (property == "X-WR-TIMEZONE") named_zone_ = zones_.find(Values(line).text());
      if (property == "X-LOA-WEEK") read_own(line);
    }
    if (written_by_loa_) return;
    week_.title = name.empty() ? file_ : name;
    week_.id = slug_of(week_.title);
  }

  // The contents, slogans and validity that Loa wrote beside the events.
  void read_own(const Line& line) {
    const auto read = read_schedule(Values(line).text(), file_);
    if (!read.schedule) {
      return say(Severity::warning, line.number, "ics-own-part",
                 {"phần nội dung do Loa ghi (X-LOA-WEEK) bị sửa hỏng: bỏ qua, chỉ dùng các sự kiện",
                  "the contents that Loa wrote (X-LOA-WEEK) are damaged: left out, only the events "
                  "are used"});
    }
    week_ = *read.schedule;
    written_by_loa_ = true;
  }

  void take(Event event) {
    if (event.moved_from) moved_[event.uid].push_back(*event.moved_from);
    if (event.cancelled) return;
    const bool costly = event.by_month_or_year;
    if (costly && ++rules_by_month_or_year_ == kMostRulesByMonthOrYear + 1) {
      say(Severity::error, event.place.line, "ics-too-much",
          {fmt::format("có quá {} quy tắc lặp theo tháng hoặc năm", kMostRulesByMonthOrYear),
           fmt::format("more than {} rules repeat by the month or year", kMostRulesByMonthOrYear)});
    }
    events_.push_back(std::move(event));
  }

  const date::time_zone* choose_zone() const {
    if (written_by_loa_) return zone_named(week_.zone);
    if (named_zone_ != nullptr) return named_zone_;
    std::map<const date::time_zone*, int> used;
    for (const auto& event : events_) ++used[event.start.zone];
    used.erase(nullptr);
    used.erase(zone_named("Etc/UTC"));
    if (used.empty()) return zone_named(wishes_.zone);
    return std::ranges::max_element(used, {}, [](const auto& one) { return one.second; })->first;
  }

  // False after a problem.
  bool choose_validity() {
    if (wishes_.week_of) {
      week_.valid_from = *wishes_.week_of - (date::weekday(*wishes_.week_of) - date::Monday);
      week_.valid_to = week_.valid_from + days(6);
      return true;
    }
    if (written_by_loa_) return true;
    const auto span = span_of(events_, zone_);
    week_.valid_from = span.from;
    week_.valid_to = span.to;
    if (span.exhausted) too_many_times();
    if (span.endless != nullptr) tell_endless(*span.endless);
    if (span.to - span.from <= reader::kLongestValidity) return !span.exhausted;
    say(Severity::error, 0, "validity",
        {"lịch trải dài quá 10 năm; hãy chọn một tuần bằng --week-of",
         "the calendar spans more than 10 years; choose a week with --week-of"});
    return false;
  }

  void tell_endless(const Event& event) {
    const auto last = date_text(week_.valid_to);
    say(Severity::warning, event.place.line, "rule-without-end",
        {fmt::format("“{}” lặp không có ngày kết thúc; lịch lấy đến ngày {}", event.summary, last),
         fmt::format("\"{}\" repeats without an end; the schedule goes up to {}", event.summary,
                     last)});
  }

  void fill() {
    Expansion expansion(zone_, week_.valid_from, week_.valid_to);
    WeekBuilder builder(week_);
    static const std::vector<Moment> none;
    for (const auto& event : events_) {
      const auto moved = event.moved_from ? moved_.end() : moved_.find(event.uid);
      builder.add(event, expansion.starts(event, moved == moved_.end() ? none : moved->second));
    }
    if (expansion.exhausted()) too_many_times();
    builder.finish();
  }

  void too_many_times() {
    say(Severity::error, 0, "ics-too-much",
        {fmt::format("các sự kiện lặp quá {} lần", kMostEventTimes),
         fmt::format("the events happen more than {} times", kMostEventTimes)});
  }

  void check_bounds() {
    const bool dated = std::ranges::any_of(week_.exceptions, [](const DatedException& exception) {
      return exception.add.size() > reader::kMostDatedSlots;
    });
    if (!dated && week_.slots.size() <= reader::kMostSlots &&
        week_.exceptions.size() <= reader::kMostExceptions &&
        week_.programmes.size() <= reader::kMostProgrammes) {
      return;
    }
    say(Severity::error, 0, "ics-too-much",
        {fmt::format("quá nhiều cho một lịch tuần: {} khung giờ, {} ngày riêng, {} chương trình",
                     week_.slots.size(), week_.exceptions.size(), week_.programmes.size()),
         fmt::format("too much for a weekly schedule: {} slots, {} dated exceptions, {} programmes",
                     week_.slots.size(), week_.exceptions.size(), week_.programmes.size())});
  }

  void say(Severity severity, int line, const char* code, Text message) {
    problems_.push_back(
        {severity, code, {file_, line, line == 0 ? 0 : 1, {}}, "", std::move(message)});
  }

  const CalendarText& text_;
  const std::string& file_;
  const CalendarWishes& wishes_;
  base::Problems& problems_;
  Zones zones_;
  WeeklySchedule week_;
  bool written_by_loa_ = false;
  const date::time_zone* named_zone_ = nullptr;
  const date::time_zone* zone_ = nullptr;
  std::vector<Event> events_;
  std::map<std::string, std::vector<Moment>> moved_;  // by uid
  std::size_t rules_by_month_or_year_ = 0;
};

}  // namespace

ReadCalendar read_icalendar(std::string_view bytes, const std::string& file,
                            const CalendarWishes& wishes) {
  ReadCalendar result;
  const auto text = icalendar::read_lines(bytes, file, result.problems);
  if (base::has_errors(result.problems)) return result;
  result.schedule = CalendarReader(text, file, wishes, result.problems).read();
  std::ranges::stable_sort(result.problems, {},
                           [](const base::Problem& problem) { return problem.place.line; });
  return result;
}

}  // namespace loa::schedules::intake
