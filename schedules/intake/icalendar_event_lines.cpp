// What each property of an event says.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "schedules/intake/icalendar_event_reader.h"
#include "schedules/notation.h"

namespace loa::schedules::intake::icalendar {
namespace {

using base::Severity;

bool is_costly(const icalrecurrencetype& rule) {
  const auto given = [](const short* by) { return by[0] != ICAL_RECURRENCE_ARRAY_MAX; };
  return rule.freq == ICAL_MONTHLY_RECURRENCE || rule.freq == ICAL_YEARLY_RECURRENCE ||
         given(rule.by_month) || given(rule.by_month_day) || given(rule.by_year_day) ||
         given(rule.by_week_no) || given(rule.by_set_pos);
}

}  // namespace

void EventReader::take(const Line& line) {
  using Handler = void (EventReader::*)(const Line&, Values&);
  static const std::map<std::string, Handler> handlers{
      {"UID", &EventReader::take_text},
      {"SUMMARY", &EventReader::take_text},
      {"STATUS", &EventReader::take_text},
      {"X-LOA-SLOT", &EventReader::take_text},
      {"X-LOA-PROGRAMME", &EventReader::take_text},
      {"X-LOA-AREA", &EventReader::take_text},
      {"X-LOA-OVER", &EventReader::take_text},
      {"X-LOA-CLUSTER", &EventReader::take_text},
      {"X-LOA-SLOGANS", &EventReader::take_text},
      {"X-LOA-LEVEL", &EventReader::take_level},
      {"X-LOA-START-RULE", &EventReader::take_rule_of_slot},
      {"X-LOA-LATE-RULE", &EventReader::take_rule_of_slot},
      {"PRIORITY", &EventReader::take_level},
      {"DTSTART", &EventReader::take_times},
      {"DTEND", &EventReader::take_times},
      {"RDATE", &EventReader::take_times},
      {"EXDATE", &EventReader::take_times},
      {"RECURRENCE-ID", &EventReader::take_times},
      {"DURATION", &EventReader::take_duration},
      {"RRULE", &EventReader::take_rule},
      {"EXRULE", &EventReader::refuse_exrule}};
  const auto handler = handlers.find(line.name());
  if (handler == handlers.end()) return;
  Values values(line);
  if (!values.good()) return cannot_read(line);
  (this->*handler->second)(line, values);
}

void EventReader::take_text(const Line& line, Values& values) {
  const auto name = line.name();
  const auto text = values.text();
  if (name == "UID") event_.uid = text;
  if (name == "SUMMARY") {
    event_.summary = text;
    event_.place.line = line.number;
  }
  if (name == "STATUS") event_.cancelled = text == "CANCELLED";
  if (name == "X-LOA-SLOT" && is_id(text)) event_.slot = text;
  if (name == "X-LOA-PROGRAMME") event_.programme = text;
  if (name == "X-LOA-AREA" && is_id(text)) event_.like.area = text;
  if (name == "X-LOA-OVER") event_.like.over = text == "yes";
  if (name == "X-LOA-CLUSTER" && !text.empty()) event_.like.clusters.push_back(text);
  if (name == "X-LOA-SLOGANS") take_slogans(text);
}

void EventReader::take_slogans(std::string_view text) {
  while (!text.empty()) {
    const auto id = text.substr(0, text.find(','));
    if (is_id(id)) event_.like.slogans.emplace_back(id);
    text.remove_prefix(std::min(id.size() + 1, text.size()));
  }
}

// A calendar's "high" is priority at most: an emergency is not made in a calendar program.
void EventReader::take_level(const Line& line, Values& values) {
  const auto text = values.text();
  if (line.name() == "X-LOA-LEVEL") {
    if (text == "1" || text == "2" || text == "3") {
      event_.like.level = static_cast<Level>(text[0] - '0');
      level_given_ = true;
    }
  } else if (!level_given_ && text.size() == 1 && text[0] >= '1' && text[0] <= '4') {
    event_.like.level = Level::priority;
  }
}

void EventReader::take_rule_of_slot(const Line& line, Values& values) {
  const bool start = line.name() == "X-LOA-START-RULE";
  const auto start_rule = start ? start_rule_from(values.text()) : std::nullopt;
  const auto late_rule = start ? std::nullopt : late_rule_from(values.text());
  if (!start_rule && !late_rule) return cannot_read(line);
  if (start_rule) event_.like.start_rule = *start_rule;
  if (late_rule) event_.like.late_rule = *late_rule;
}

void EventReader::take_times(const Line& line, Values& values) {
  const auto name = line.name();
  const auto times = values.times();
  const bool one = name == "DTSTART" || name == "DTEND" || name == "RECURRENCE-ID";
  if (!values.good() || times.empty() || (one && times.size() > 1)) return cannot_read(line);
  for (const auto& time : times) {
    const auto moment = moment_of(time, line);
    if (name == "DTSTART") {
      start_ = moment;
      whole_days_ = time.whole_day;
    }
    if (name == "DTEND") end_ = moment;
    if (name == "RECURRENCE-ID") event_.moved_from = moment;
    if (name == "RDATE") event_.added.push_back(moment);
    if (name == "EXDATE") event_.left_out.push_back(moment);
  }
}

Moment EventReader::moment_of(const CivilTime& time, const Line& line) {
  Moment moment{time.civil, nullptr, time.whole_day};
  if (time.whole_day) return moment;
  if (time.utc) moment.zone = zone_named("Etc/UTC");
  if (time.utc || time.zone_id.empty()) return moment;
  moment.zone = zones_.find(time.zone_id);
  if (moment.zone == nullptr) {
    say(Severity::error, "unknown-zone", line.number, line.name(),
        {fmt::format("không rõ múi giờ “{}”; ở Việt Nam là Asia/Ho_Chi_Minh", time.zone_id),
         fmt::format("the time zone \"{}\" is unknown; Viet Nam's is Asia/Ho_Chi_Minh",
                     time.zone_id)});
  }
  return moment;
}

void EventReader::take_duration(const Line& line, Values& values) {
  duration_ = values.duration();
  if (!duration_) cannot_read(line);
}

void EventReader::take_rule(const Line& line, Values& values) {
  const auto rule = values.rule();
  if (!rule) return cannot_read(line);
  const bool often = rule->freq == ICAL_SECONDLY_RECURRENCE ||
                     rule->freq == ICAL_MINUTELY_RECURRENCE ||
                     rule->freq == ICAL_HOURLY_RECURRENCE || rule->freq == ICAL_NO_RECURRENCE;
  if (often) {
    return say(Severity::error, "rule-too-often", line.number, "RRULE",
               {"chỉ nhận sự kiện lặp theo ngày, tuần, tháng hoặc năm",
                "only events that repeat by the day, week, month or year are taken"});
  }
  event_.rules.push_back(*rule);
  event_.by_month_or_year = event_.by_month_or_year || is_costly(*rule);
}

void EventReader::refuse_exrule(const Line& line, Values&) {
  say(Severity::error, "rule-unknown", line.number, "EXRULE",
      {"không nhận EXRULE (đã bị bỏ từ năm 2009); hãy dùng EXDATE",
       "EXRULE is not taken (withdrawn in 2009); use EXDATE"});
}

}  // namespace loa::schedules::intake::icalendar
