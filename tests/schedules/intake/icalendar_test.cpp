// Calendars out and in: what calendar programs write is understood with its place, and what Loa
// writes means the same to libical and to Loa again.
#include "schedules/intake/icalendar.h"

#include <date/tz.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libical/ical.h>

#include <set>

#include "../random_week.h"
#include "base/files.h"
#include "schedules/intake/rows.h"
#include "schedules/notation.h"

namespace loa::schedules::intake::testing {
namespace {

using namespace schedules::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string calendar(const std::string& inside) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//X//EN\r\n" + inside + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines, const std::string& summary = "Bản tin xã") {
  return calendar("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:" + summary + "\r\n" + lines +
                  "END:VEVENT\r\n");
}

std::string all_problems(const ReadCalendar& read) {
  std::string all;
  for (const auto& one : read.problems) {
    all += base::to_string(one, base::Language::english) + "\n";
  }
  return all;
}

// The slots of the week: "T2 T3 05:00 30m ban-tin".
std::vector<std::string> weekly(const ReadCalendar& read) {
  std::vector<std::string> lines;
  if (!read.schedule) return {all_problems(read)};
  for (const auto& [days, slot] : read.schedule->slots) {
    std::string line;
    for (const auto d : days) line += weekday_text(d) + " ";
    lines.push_back(fmt::format("{}{} {}s {}", line, time_of_day_text(slot.start),
                                slot.length.count(), slot.programme));
  }
  return lines;
}

// "2026-11-24 -a +b 05:00".
std::vector<std::string> dated_lines(const ReadCalendar& read) {
  std::vector<std::string> lines;
  if (!read.schedule) return {all_problems(read)};
  for (const auto& one : read.schedule->exceptions) {
    std::string line = date_text(one.date);
    for (const auto& id : one.skip) line += " -" + id;
    for (const auto& slot : one.add) line += " +" + slot.id + " " + time_of_day_text(slot.start);
    lines.push_back(line);
  }
  return lines;
}

std::string validity(const ReadCalendar& read) {
  if (!read.schedule) return all_problems(read);
  return date_text(read.schedule->valid_from) + " " + date_text(read.schedule->valid_to);
}

TEST(ReadICalendar, AWeeklyEventIsASlotOfTheWeek) {
  const auto read =
      read_icalendar(event("DTSTART;TZID=Asia/Ho_Chi_Minh:20261123T050000\r\n"
                           "DTEND;TZID=Asia/Ho_Chi_Minh:20261123T053000\r\n"
                           "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261206T165959Z\r\n"),
                     "a.ics");
  EXPECT_THAT(weekly(read), ElementsAre("T2 T4 05:00 1800s ban-tin-xa"));
  EXPECT_THAT(dated_lines(read), IsEmpty());
  EXPECT_EQ(validity(read), "2026-11-23 2026-12-02");
  EXPECT_EQ(read.schedule->zone, "Asia/Ho_Chi_Minh");
  const auto& programme = read.schedule->programmes.at(0);
  EXPECT_EQ(programme.title, "Bản tin xã");
  EXPECT_THAT(programme.items, IsEmpty());
  EXPECT_EQ(read.schedule->slots[0].slot.place, (base::Place{"a.ics", 6, 1, {}}));
}

TEST(ReadICalendar, DaysLeftOutAddedAndMovedAreExceptions) {
  const auto read = read_icalendar(
      calendar("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\nDTSTART;TZID=Asia/Ho_Chi_Minh:20261123T050000"
               "\r\nDURATION:PT30M\r\nRRULE:FREQ=DAILY;COUNT=14\r\n"
               "EXDATE;TZID=Asia/Ho_Chi_Minh:20261125T050000\r\nEXDATE;VALUE=DATE:20261126\r\n"
               "RDATE:20261127T100000Z\r\nEND:VEVENT\r\n"
               "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\n"
               "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261128T050000\r\n"
               "DTSTART;TZID=Asia/Ho_Chi_Minh:20261128T060000\r\nDURATION:PT30M\r\nEND:VEVENT\r\n"
               "BEGIN:VEVENT\r\nUID:1\r\nSTATUS:CANCELLED\r\n"
               "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261129T050000\r\nEND:VEVENT\r\n"),
      "a.ics");
  EXPECT_THAT(weekly(read), ElementsAre("T2 T3 T4 T5 T6 T7 CN 05:00 1800s a"));
  EXPECT_THAT(dated_lines(read),
              ElementsAre("2026-11-25 -a", "2026-11-26 -a", "2026-11-27 +a-2 17:00",
                          "2026-11-28 -a +a 06:00", "2026-11-29 -a"));
}

TEST(ReadICalendar, TimesInUtcAndOtherZonesAreBroughtToTheStationsOwn) {
  const auto utc = read_icalendar(event("DTSTART:20261122T220000Z\r\nDURATION:PT10M\r\n"
                                        "RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=3\r\n"),
                                  "a.ics");
  EXPECT_THAT(weekly(utc), ElementsAre("T2 05:00 600s ban-tin-xa"));
  const auto tokyo =
      read_icalendar(calendar("X-WR-TIMEZONE:Asia/Ho_Chi_Minh\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\n"
                              "DTSTART;TZID=Asia/Tokyo:20261124T010000\r\nDURATION:PT1H\r\n"
                              "RRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\n"),
                     "a.ics");
  EXPECT_THAT(weekly(tokyo), ElementsAre("T2 23:00 3600s a"));
}

TEST(ReadICalendar, AZoneIsKnownByTheNamesThatProgramsGiveIt) {
  const std::pair<const char*, const char*> table[] = {
      {"Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh"},
      {"SE Asia Standard Time", "Asia/Ho_Chi_Minh"},  // Outlook
      {"/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"},
      {"/mozilla.org/20070129_1/Asia/Tokyo", "Asia/Tokyo"},
      {"Gio Ha Noi", "Etc/GMT-7"},        // described by the calendar
      {"Gio Viet", "Asia/Ho_Chi_Minh"}};  // described with its place
  const std::string described =
      "BEGIN:VTIMEZONE\r\nTZID:Gio Ha Noi\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
      "TZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
      "BEGIN:VTIMEZONE\r\nTZID:Gio Viet\r\nX-LIC-LOCATION:Asia/Saigon\r\nEND:VTIMEZONE\r\n";
  for (const auto& [written, zone] : table) {
    const auto read =
        read_icalendar(calendar(described + "BEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART;TZID=\"" +
                                written + "\":20261123T050000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"),
                       "a.ics");
    ASSERT_TRUE(read.schedule) << written << all_problems(read);
    EXPECT_EQ(read.schedule->zone, zone) << written;
  }
}

TEST(ReadICalendar, WhatAWeekCannotSayBecomesDates) {
  const auto fortnight = read_icalendar(event("DTSTART:20261123T050000\r\nDURATION:PT30M\r\n"
                                              "RRULE:FREQ=WEEKLY;INTERVAL=3;COUNT=3\r\n"),
                                        "a.ics");
  EXPECT_THAT(weekly(fortnight), IsEmpty());
  EXPECT_THAT(dated_lines(fortnight),
              ElementsAre("2026-11-23 +ban-tin-xa 05:00", "2026-12-14 +ban-tin-xa 05:00",
                          "2027-01-04 +ban-tin-xa 05:00"));
  const auto monthly = read_icalendar(event("DTSTART:20261101T050000\r\nDURATION:PT30M\r\n"
                                            "RRULE:FREQ=MONTHLY;BYDAY=1SU;COUNT=2\r\n"),
                                      "a.ics");
  EXPECT_THAT(dated_lines(monthly),
              ElementsAre("2026-11-01 +ban-tin-xa 05:00", "2026-12-06 +ban-tin-xa 05:00"));
}

TEST(ReadICalendar, ARuleWithoutAnEndIsFollowedForAYearAndSaysSo) {
  const auto read = read_icalendar(
      event("DTSTART:20261123T050000\r\nDURATION:PT30M\r\nRRULE:FREQ=DAILY\r\n"), "a.ics");
  EXPECT_EQ(validity(read), "2026-11-23 2027-11-22");
  EXPECT_EQ(all_problems(read),
            "a.ics:6:1: warning: \"Bản tin xã\" repeats without an end; the schedule goes up to "
            "2027-11-22\n");
}

TEST(ReadICalendar, OneWeekCanBeTakenOutOfALongCalendar) {
  const auto read = read_icalendar(
      event(
          "DTSTART:20101122T050000\r\nDURATION:PT30M\r\nRRULE:FREQ=WEEKLY;BYDAY=TU;INTERVAL=2\r\n"),
      "a.ics", {.week_of = day(2026, 12, 3)});
  EXPECT_EQ(validity(read), "2026-11-30 2026-12-06");
  EXPECT_THAT(weekly(read), ElementsAre("T3 05:00 1800s ban-tin-xa"));
  EXPECT_THAT(read.problems, IsEmpty());
}

TEST(ReadICalendar, LinesAreUnfoldedEvenInTheMiddleOfALetter) {
  std::string text = event("DTSTART:20261123T050000\r\nDURATION:PT30M\r\n", "Bản tin");
  const auto a = text.find("ả") + 1;  // between its bytes
  text.insert(a, "\r\n ");
  const auto read = read_icalendar("\xef\xbb\xbf" + text, "a.ics");
  ASSERT_TRUE(read.schedule) << all_problems(read);
  EXPECT_EQ(read.schedule->programmes.at(0).title, "Bản tin");
}

TEST(ReadICalendar, AnAlarmInsideAnEventIsNotTheEvent) {
  const auto read = read_icalendar(
      event("DTSTART:20261123T050000\r\nDURATION:PT30M\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\n"
            "DURATION:PT5M\r\nSUMMARY:Nhắc\r\nEND:VALARM\r\n"),
      "a.ics");
  EXPECT_THAT(weekly(read), ElementsAre("T2 05:00 1800s ban-tin-xa"));
}

TEST(ReadICalendar, ACalendarsHighestPriorityIsNoEmergency) {
  const std::pair<const char*, Level> table[] = {
      {"1", Level::priority}, {"4", Level::priority}, {"5", Level::normal}, {"0", Level::normal}};
  for (const auto& [priority, level] : table) {
    const auto read = read_icalendar(
        event("DTSTART:20261123T050000\r\nDURATION:PT30M\r\nPRIORITY:" + std::string(priority) +
              "\r\n"),
        "a.ics");
    ASSERT_TRUE(read.schedule) << all_problems(read);
    EXPECT_EQ(read.schedule->slots.at(0).slot.level, level) << priority;
  }
}

TEST(ReadICalendar, ASlotWithoutAnEndIsLeftForTheLibraryToSay) {
  const auto read = read_icalendar(event("DTSTART:20261123T050000\r\n"), "a.ics");
  EXPECT_THAT(weekly(read), ElementsAre("T2 05:00 0s ban-tin-xa"));
}

TEST(ReadICalendar, BadInputIsNamedWithItsLine) {
  const std::string good = "DTSTART:20261123T050000\r\nDURATION:PT30M\r\n";
  const std::tuple<std::string, const char*, int> table[] = {
      {"", "not-icalendar", 0},
      {"hello", "not-icalendar", 0},
      {"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics-empty", 0},
      {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\n", "ics-cut-off", 2},
      {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "ics-nesting", 3},
      {event("DURATION:PT30M\r\n"), "event-no-start", 4},
      {event("DTSTART:20261123T050000\r\nDTEND:20261123T040000\r\n"), "event-length", 4},
      {event("DTSTART:20261123T050000\r\nDURATION:P2D\r\n"), "event-length", 4},
      {event("DTSTART:20260229T050000\r\n"), "ics-value", 7},
      {event("DTSTART:20261123T257000\r\n"), "ics-value", 7},
      {event("DTSTART:19000101T050000\r\n"), "ics-value", 7},
      {event("DTSTART:hôm nay\r\n"), "ics-value", 7},
      {event("DTSTART;TZID=Nowhere:20261123T050000\r\n"), "unknown-zone", 7},
      {event(good + "RRULE:FREQ=WEEKLY;BYDAY=XX\r\n"), "ics-value", 9},
      {event(good + "RRULE:FREQ=HOURLY\r\n"), "rule-too-often", 9},
      {event(good + "RRULE:FREQ=SECONDLY;COUNT=3\r\n"), "rule-too-often", 9},
      {event(good + "EXRULE:FREQ=WEEKLY\r\n"), "rule-unknown", 9},
      {event(good, ""), "event-no-title", 4},
      {event("DTSTART;VALUE=DATE:20261123\r\n"), "event-whole-day", 4},
      {event("DTSTART:20100101T050000\r\nDURATION:PT1H\r\nRDATE:20261123T050000\r\n"), "validity",
       0}};
  for (const auto& [text, code, line] : table) {
    const auto read = read_icalendar(text, "a.ics");
    EXPECT_FALSE(read.schedule) << text;
    ASSERT_FALSE(read.problems.empty()) << text;
    EXPECT_EQ(std::ranges::count(read.problems, code, &base::Problem::code), 1)
        << text << all_problems(read);
    const auto found = std::ranges::find(read.problems, code, &base::Problem::code);
    if (found == read.problems.end()) continue;
    EXPECT_EQ(found->place.line, line) << text << code;
  }
}

TEST(ReadICalendar, BombsAreRefusedWithTheirBound) {
  std::string many;
  for (std::size_t i = 0; i <= kMostEvents; ++i) many += "BEGIN:VEVENT\r\nEND:VEVENT\r\n";
  std::string impossible;
  for (std::size_t i = 0; i <= kMostRulesByMonthOrYear; ++i) {
    impossible +=
        "BEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART:20261123T050000\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n";
  }
  std::string list = "RRULE:FREQ=DAILY;UNTIL=20351231;BYSECOND=0";
  for (int i = 1; i < 60; ++i) list += "," + std::to_string(i);
  list += ";BYMINUTE=0,1,2,3,4,5,6,7,8,9\r\n";
  std::string lines;
  for (std::size_t i = 0; i <= kMostEventLines; ++i) lines += "X-A:1\r\n";
  const std::pair<std::string, const char*> table[] = {
      {std::string(kMostFileBytes + 1, 'x'), "file-too-big"},
      {calendar(many), "ics-too-much"},
      {calendar(impossible), "ics-too-much"},
      {event("DTSTART:20261123T050000\r\n" + list), "ics-too-much"},
      {event(lines), "ics-too-much"}};
  for (const auto& [text, code] : table) {
    const auto read = read_icalendar(text, "a.ics");
    EXPECT_FALSE(read.schedule);
    EXPECT_THAT(all_problems(read), ::testing::Not(IsEmpty()));
    EXPECT_EQ(read.problems.at(0).code, code) << all_problems(read);
  }
}

template <class Use>
void each_property(icalcomponent* event, icalproperty_kind kind, Use use) {
  for (auto* one = icalcomponent_get_first_property(event, kind); one != nullptr;
       one = icalcomponent_get_next_property(event, kind)) {
    use(one);
  }
}

icaltimetype without_zone(icaltimetype time) {
  time.zone = nullptr;
  return time;
}

// The starts of one event in its own zone: its rule, less EXDATE, and RDATE. The rule is followed
// as civil time: given a zone, libical 3.0 goes through UTC and doubles a start after a skipped
// day.
std::vector<icaltimetype> starts_by_libical(icalcomponent* event, icalcomponent* calendar) {
  std::set<std::string> left_out;
  each_property(event, ICAL_EXDATE_PROPERTY, [&](icalproperty* one) {
    left_out.insert(icaltime_as_ical_string(icalproperty_get_exdate(one)));
  });
  std::vector<icaltimetype> starts;
  const auto first = icalcomponent_get_dtstart(event);
  auto* rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
  if (rule == nullptr) starts.push_back(first);
  each_property(event, ICAL_RRULE_PROPERTY, [&](icalproperty* one) {
    auto rule = icalproperty_get_rrule(one);
    rule.until =
        without_zone(icaltime_convert_to_zone(rule.until, const_cast<icaltimezone*>(first.zone)));
    auto* iterator = icalrecur_iterator_new(rule, without_zone(first));
    for (auto at = icalrecur_iterator_next(iterator); !icaltime_is_null_time(at);
         at = icalrecur_iterator_next(iterator)) {
      if (left_out.contains(icaltime_as_ical_string(at))) continue;
      at.zone = first.zone;
      starts.push_back(at);
    }
    icalrecur_iterator_free(iterator);
  });
  each_property(event, ICAL_RDATE_PROPERTY, [&](icalproperty* one) {
    starts.push_back(icalproperty_get_datetime_with_component(one, calendar));
  });
  return starts;
}

// What libical makes of a calendar: "<start, seconds since 1970> <length> <X-LOA-SLOT>" for each.
std::vector<std::string> seen_by_libical(const std::string& ics) {
  icalcomponent* calendar = icalparser_parse_string(ics.c_str());
  std::vector<std::string> seen;
  for (auto* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
       event != nullptr;
       event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    std::string slot;
    each_property(event, ICAL_X_PROPERTY, [&](icalproperty* own) {
      const std::string name = icalproperty_get_x_name(own);
      if (name == "X-LOA-SLOT") slot = icalproperty_get_x(own);
    });
    const auto length = icaldurationtype_as_int(icalcomponent_get_duration(event));
    for (const auto& at : starts_by_libical(event, calendar)) {
      seen.push_back(
          fmt::format("{} {} {}", icaltime_as_timet_with_zone(at, at.zone), length, slot));
    }
  }
  icalcomponent_free(calendar);
  std::ranges::sort(seen);
  return seen;
}

std::vector<std::string> due(const Timetable& timetable) {
  std::vector<std::string> all;
  for (const auto& one : timetable.starting_in(base::Wall::min(), base::Wall::max())) {
    const auto start = std::chrono::floor<Seconds>(one.start).time_since_epoch().count();
    all.push_back(fmt::format("{} {} {}", start, one.slot->length.count(), one.slot->id));
  }
  std::ranges::sort(all);
  return all;
}

std::string told(const Timetable& timetable) {
  std::string all;
  for (const auto& one : timetable.starting_in(base::Wall::min(), base::Wall::max())) {
    all +=
        fmt::format("{} {} {} {} {} {} {} {} {} {}\n", one.id(), one.slot->length.count(),
                    one.slot->programme, static_cast<int>(one.slot->level),
                    to_text(one.slot->start_rule), to_text(one.slot->late_rule), one.slot->over,
                    one.slot->slogans.size(), one.slot->area, fmt::join(one.slot->clusters, ";"));
  }
  return all;
}

TEST(ExportIcs, GoesOutAndComesBackWithTheSameOccurrences) {
  for_seeds([](Generator&, const Timetable& timetable) {
    const auto ics = export_ics(timetable.schedule());
    const auto read = read_icalendar(ics, "w.ics");
    if (timetable.schedule().slots.empty() && timetable.schedule().exceptions.empty()) return;
    if (due(timetable).empty()) return;
    ASSERT_TRUE(read.schedule) << all_problems(read) << ics;
    EXPECT_EQ(told(Timetable(std::make_shared<const WeeklySchedule>(*read.schedule))),
              told(timetable));
    EXPECT_EQ(export_ics(timetable.schedule()), ics);
  });
}

// Without what falls into an hour that comes twice: there libical takes the second time, against
// RFC 5545 (3.3.5).
std::vector<std::string> clear_ones(std::vector<std::string> all, const std::string& zone_name) {
  const auto* zone = date::locate_zone(zone_name);
  std::erase_if(all, [&](const std::string& one) {
    const auto civil = zone->to_local(date::sys_seconds(Seconds(std::stoll(one))));
    return zone->get_info(civil).result == date::local_info::ambiguous;
  });
  return all;
}

TEST(ExportIcs, MeansTheSameTimesToLibical) {
  for_seeds([](Generator&, const Timetable& timetable) {
    const auto& zone = timetable.schedule().zone;
    const auto ics = export_ics(timetable.schedule());
    const auto theirs = clear_ones(seen_by_libical(ics), zone);
    const auto ours = clear_ones(due(timetable), zone);
    const auto [a, b] = std::ranges::mismatch(theirs, ours);
    EXPECT_EQ(theirs.size(), ours.size()) << zone;
    EXPECT_TRUE(a == theirs.end())
        << zone << ": libical " << *a << ", Loa " << (b == ours.end() ? "" : *b);
  });
}

TEST(ExportIcs, TheExampleWeeksComeBackWithTheirContents) {
  for (const char* name : {"commune-week", "ward-week", "demo-week", "office-gate-week"}) {
    SCOPED_TRACE(name);
    const std::string path = std::string(LOA_SOURCE_DIR "/schedules/examples/") + name + ".json";
    const auto schedule = read_schedule(base::read_file(path, 4U << 20), path).schedule;
    ASSERT_TRUE(schedule);
    const auto read = read_icalendar(export_ics(*schedule), "w.ics");
    ASSERT_TRUE(read.schedule) << all_problems(read);
    EXPECT_EQ(told(Timetable(std::make_shared<const WeeklySchedule>(*read.schedule))),
              told(Timetable(schedule)));
    auto empty = [](WeeklySchedule week) {
      week.slots.clear();
      week.exceptions.clear();
      return write_schedule(week);
    };
    EXPECT_EQ(empty(*read.schedule), empty(*schedule));
  }
}

TEST(ExportIcs, IsThisToTheByte) {
  const auto schedule =
      schedule_of(Week{.from = "2026-11-23",
                       .to = "2026-12-06",
                       .slots = slot("sang", "05:00", "30m", "\"T2\",\"T4\"",
                                     R"(, "level": 2, "area": "tthc", "slogans": ["kh1"])"),
                       .exceptions = R"({"date": "2026-11-25", "skip": ["sang"], "add": [)" +
                                     dated("them", "17:30", "5m") + "]}"}
                      .json());
  auto ics = export_ics(*schedule);
  const auto own = ics.find("X-LOA-WEEK:");
  const auto zone = ics.find("BEGIN:VTIMEZONE");
  ASSERT_TRUE(own < zone && zone != std::string::npos) << ics;
  ics.erase(own, zone - own);
  EXPECT_EQ(ics, base::read_file(LOA_SOURCE_DIR "/tests/schedules/intake/week.ics", 1U << 20));
}

}  // namespace
}  // namespace loa::schedules::intake::testing
