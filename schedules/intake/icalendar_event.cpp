// An event: what its lines say together.
#include "schedules/intake/icalendar_event.h"

#include <fmt/format.h>

#include "schedules/intake/icalendar_event_reader.h"
#include "schedules/notation.h"
#include "schedules/zone_days.h"

namespace loa::schedules::intake::icalendar {
namespace {

using base::Severity;
using base::Text;

date::sys_seconds absolute(const Moment& moment) {
  if (moment.zone == nullptr) return date::sys_seconds(moment.civil.time_since_epoch());
  return ZoneDays(moment.zone).absolute(moment.civil);
}

}  // namespace

EventReader::EventReader(int number, Zones& zones, const std::string& file,
                         base::Problems& problems)
    : number_(number), zones_(zones), file_(file), problems_(problems) {
  event_.place = {file, number, 1, {}};
}

std::optional<Event> EventReader::finish() {
  if (whole_days_ && good_) {
    say(Severity::warning, "event-whole-day", number_, "DTSTART",
        {fmt::format("“{}” là sự kiện cả ngày, không có giờ phát: bỏ qua", event_.summary),
         fmt::format("\"{}\" is for whole days and has no time: left out", event_.summary)});
    return std::nullopt;
  }
  if (!event_.cancelled) check();
  if (!good_) return std::nullopt;
  return std::move(event_);
}

void EventReader::check() {
  if (!start_) {
    if (!good_) return;
    return say(Severity::error, "event-no-start", number_, "DTSTART",
               {"sự kiện không có giờ bắt đầu", "the event has no start"});
  }
  event_.start = *start_;
  if (event_.summary.empty()) {
    say(Severity::error, "event-no-title", number_, "SUMMARY",
        {"sự kiện không có tên", "the event has no title"});
  }
  check_length();
}

void EventReader::check_length() {
  if (duration_) event_.length = *duration_;
  if (end_ && !end_->whole_day) {
    event_.length = end_->zone == start_->zone ? end_->civil - start_->civil
                                               : absolute(*end_) - absolute(*start_);
  }
  if (event_.length >= Seconds(0) && event_.length <= kDay) return;
  say(Severity::error, "event-length", number_, end_ ? "DTEND" : "DURATION",
      {fmt::format("“{}” phải kết thúc sau khi bắt đầu và dài nhất là 24 giờ", event_.summary),
       fmt::format("\"{}\" must end after its start and last at most 24 hours", event_.summary)});
}

void EventReader::cannot_read(const Line& line) {
  constexpr std::size_t shown = 60;
  const auto text = line.text.size() > shown ? line.name() : line.text;
  say(Severity::error, "ics-value", line.number, line.name(),
      {fmt::format("không hiểu dòng này: {}", text),
       fmt::format("this line cannot be understood: {}", text)});
}

void EventReader::say(Severity severity, const char* code, int line, std::string property,
                      Text message) {
  if (severity == Severity::error) good_ = false;
  problems_.push_back(
      {severity, code, {file_, line, 1, {}}, std::move(property), std::move(message)});
}

std::optional<Event> read_event(const Component& component, Zones& zones, const std::string& file,
                                base::Problems& problems) {
  EventReader reader(component.number, zones, file, problems);
  for (const auto& line : component.lines) reader.take(line);
  return reader.finish();
}

}  // namespace loa::schedules::intake::icalendar
