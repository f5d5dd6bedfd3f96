// A schedule is read whole, or everything that is wrong with it is told at once, each with its
// place.
#include "schedules/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

// "code field" of each problem; warnings with a '~' in front.
std::vector<std::string> findings(const std::string& json) {
  std::vector<std::string> lines;
  const auto result = read_schedule(json, "week.json");
  for (const auto& problem : result.problems) {
    const bool warning = problem.severity == base::Severity::warning;
    lines.push_back((warning ? "~" : "") + problem.code + " " + problem.field);
    EXPECT_EQ(problem.place.file, "week.json");
    EXPECT_GT(problem.place.line, 0);
  }
  EXPECT_EQ(result.schedule == nullptr, base::has_errors(result.problems));
  return lines;
}

std::vector<std::string> slot_findings(const std::string& slot) {
  return findings(Week{.slots = slot}.json());
}

std::string with_programme(const std::string& items) {
  return R"({"id": "t", "version": 1, "title": "T", "zone": "UTC", "valid": {"from": "2026-01-01",
"to": "2026-01-31"}, "slots": [], "programmes": [{"id": "p", "title": "P", "items": [)" +
         items + "]}]}";
}

TEST(ReadSchedule, ReadsEveryKey) {
  const auto schedule = schedule_of(R"({"$schema": "weekly-schedule.schema.json",
"id": "xa-phu-van", "version": 3, "title": "Tuần 48", "zone": "Asia/Ho_Chi_Minh",
"valid": {"from": "2026-11-23", "to": "2026-12-31"},
"slots": [{"id": "sang", "days": ["T2", "CN", "wed"], "start": "05:00", "end": "05:30",
           "programme": "tthc", "level": 2, "startRule": "wait 2m", "lateRule": "play 5m",
           "slogans": ["kh1"], "area": "tthc"}],
"exceptions": [{"date": "2026-12-02", "skip": ["sang"], "add": [
                  {"id": "le", "start": "23:30", "end": "00:15", "programme": "tthc"}]},
               {"date": "2026-12-25", "replace": []}],
"slogans": [{"id": "kh1", "text": "Dân là gốc", "colour": "yellow", "effect": "hold", "speed": 9}],
"defaultSlogans": ["kh1"],
"programmes": [{"id": "tthc", "title": "Thủ tục", "repeat": 2, "gap": "10s", "items": [
   {"chime": "nhac-hieu"}, {"speech": "Kính thưa", "voice": "vi-vn-x-south"},
   {"audio": "a/tthc.wav", "title": "Bài", "repeat": 3, "gap": "5s"},
   {"relay": "http://host/vov1", "duration": "15m"}]}]})");
  EXPECT_EQ(schedule->id, "xa-phu-van");
  EXPECT_EQ(schedule->version, 3);
  EXPECT_EQ(schedule->valid_to, day(2026, 12, 31));
  EXPECT_THAT(schedule->default_slogans, ElementsAre("kh1"));
  EXPECT_EQ(schedule->slogan("kh1")->effect, "hold");
  const auto& [days, slot] = schedule->slots.at(0);
  EXPECT_THAT(days, ElementsAre(date::Monday, date::Sunday, date::Wednesday));
  EXPECT_EQ(slot.start, 5h);
  EXPECT_EQ(slot.length, 30min);
  EXPECT_EQ(slot.level, Level::priority);
  EXPECT_EQ(slot.start_rule, (StartRule{StartRule::Kind::wait, 120s}));
  EXPECT_EQ(slot.late_rule, (LateRule{LateRule::Kind::play, 300s}));
  EXPECT_EQ(slot.area, "tthc");
  EXPECT_EQ(slot.place.line, 4);
  EXPECT_EQ(schedule->exceptions.at(0).add.at(0).length, 45min);
  EXPECT_TRUE(schedule->exceptions.at(1).replace);
  const auto* programme = schedule->programme("tthc");
  EXPECT_EQ(programme->gap, 10s);
  EXPECT_EQ(std::get<Speech>(programme->items.at(1).source).voice, "vi-vn-x-south");
  EXPECT_EQ(std::get<AudioFile>(programme->items.at(2).source).path, "a/tthc.wav");
  EXPECT_EQ(std::get<Relay>(programme->items.at(3).source).duration, 15min);
}

TEST(ReadSchedule, DefaultsAreNormalLevelHardStartAndJoin) {
  const auto schedule = schedule_of(Week{.slots = slot("s", "05:00", "10m")}.json());
  const auto& one = schedule->slots.at(0).slot;
  EXPECT_EQ(one.level, Level::normal);
  EXPECT_EQ(one.start_rule.kind, StartRule::Kind::hard);
  EXPECT_EQ(one.late_rule.kind, LateRule::Kind::join);
}

TEST(ReadSchedule, EverythingWrongIsFoundInOnePassInTheOrderOfTheFile) {
  const auto result = read_schedule(
      "{\"id\": \"Xã\",\n\"version\": 0,\n\"zone\": \"Asia/Hanoi\",\n"
      "\"valid\": {\"from\": \"2026-02-30\", \"to\": \"2026-03-01\"},\n"
      "\"programmes\": [], \"slotz\": [],\n"
      "\"slots\": [{\"id\": \"a\", \"days\": [\"T8\"],\n"
      "  \"start\": \"24:00\", \"end\": \"5:00\",\n"
      "  \"programme\": \"none\", \"level\": 4}]}",
      "week.json");
  std::vector<std::string> lines;
  for (const auto& problem : result.problems) {
    lines.push_back(fmt::format("{}:{} {}", problem.place.line, problem.code, problem.field));
  }
  EXPECT_THAT(
      lines,
      ElementsAre("1:missing-key title", "1:bad-id id", "2:out-of-range version",
                  "3:unknown-zone zone", "4:bad-date valid.from", "5:list-size programmes",
                  "5:unknown-key slotz", "6:bad-day slots[0].days[0]", "7:bad-time slots[0].start",
                  "7:bad-time slots[0].end", "8:undefined-programme slots[0].programme",
                  "8:out-of-range slots[0].level"));
}

TEST(ReadSchedule, ASlotHasExactlyOneOfEndAndLength) {
  const std::string head = R"({"id": "s", "days": ["T2"], "programme": "p", "start": "05:00")";
  EXPECT_THAT(slot_findings(head + "}"), ElementsAre("slot-end slots[0]"));
  EXPECT_THAT(slot_findings(head + R"(, "end": "06:00", "length": "1h"})"),
              ElementsAre("slot-end slots[0].length"));
  EXPECT_THAT(slot_findings(head + R"(, "length": "0s"})"),
              ElementsAre("out-of-range slots[0].length"));
  EXPECT_THAT(slot_findings(head + R"(, "length": "25h"})"),
              ElementsAre("out-of-range slots[0].length"));
  EXPECT_THAT(slot_findings(head + R"(, "length": "24h"})"), IsEmpty());
  EXPECT_THAT(slot_findings(head + R"(, "length": "1500ms"})"),
              ElementsAre("bad-duration slots[0].length"));
}

TEST(ReadSchedule, AnEndAtOrBeforeTheStartIsOnTheNextDay) {
  const auto length = [](const std::string& start, const std::string& end) {
    const auto json = Week{.slots = fmt::format(R"({{"id": "s", "days": ["T2"], "programme": "p",
            "start": "{}", "end": "{}"}})",
                                                start, end)}
                          .json();
    return schedule_of(json)->slots.at(0).slot.length;
  };
  EXPECT_EQ(length("05:00", "05:00:01"), 1s);
  EXPECT_EQ(length("23:30", "00:00"), 30min);
  EXPECT_EQ(length("23:30", "00:15"), 45min);
  EXPECT_EQ(length("05:00", "05:00"), 24h);
}

TEST(ReadSchedule, RulesAreWordsWithALength) {
  const auto with = [](const std::string& key, const std::string& value) {
    return slot_findings(
        slot("s", "05:00", "1h", "\"T2\"", ", \"" + key + "\": \"" + value + "\""));
  };
  for (const auto* good : {"hard", "next", "wait 1s", "wait 1h", "wait 1m30s"}) {
    EXPECT_THAT(with("startRule", good), IsEmpty()) << good;
  }
  for (const auto* bad : {"Hard", "wait", "wait ", "wait 0s", "wait 61m", "next 2m", "wait  2m"}) {
    EXPECT_THAT(with("startRule", bad), ElementsAre("bad-rule slots[0].startRule")) << bad;
  }
  for (const auto* good : {"exact", "join", "play 24h"}) {
    EXPECT_THAT(with("lateRule", good), IsEmpty()) << good;
  }
  for (const auto* bad : {"play", "play 25h", "hard", "join 5m"}) {
    EXPECT_THAT(with("lateRule", bad), ElementsAre("bad-rule slots[0].lateRule")) << bad;
  }
  EXPECT_THAT(with("area", "thc"), ElementsAre("unknown-value slots[0].area"));
}

TEST(ReadSchedule, AnItemIsExactlyOneKindOfSound) {
  EXPECT_THAT(findings(with_programme(R"({"title": "x"})")),
              ElementsAre("item-kind programmes[0].items[0]"));
  EXPECT_THAT(findings(with_programme(R"({"chime": "ba-tieng", "speech": "x"})")),
              ElementsAre("item-kind programmes[0].items[0].speech"));
  EXPECT_THAT(findings(with_programme(R"({"chime": "ba-tieng", "voice": "vi", "duration": "1m"})")),
              ElementsAre("key-misplaced programmes[0].items[0].voice",
                          "key-misplaced programmes[0].items[0].duration"));
  EXPECT_THAT(findings(with_programme(R"({"relay": "http://h/s"})")),
              ElementsAre("missing-key programmes[0].items[0].duration"));
  EXPECT_THAT(findings(with_programme(R"({"chime": "reng-reng"}, 7)")),
              ElementsAre("unknown-value programmes[0].items[0].chime",
                          "wrong-type programmes[0].items[1]"));
  EXPECT_THAT(findings(with_programme(R"({"chime": "ba-tieng", "repeat": 101, "gap": "61m"})")),
              ElementsAre("out-of-range programmes[0].items[0].repeat",
                          "out-of-range programmes[0].items[0].gap"));
}

TEST(ReadSchedule, MediaStayInTheMediaFolder) {
  const auto audio = [](const std::string& path) {
    return findings(with_programme("{\"audio\": \"" + path + "\"}"));
  };
  for (const auto* good : {"a.mp3", "tuần 48/tthc.wav", "a/b/c.ogg", "..a/b..", ".hidden"}) {
    EXPECT_THAT(audio(good), IsEmpty()) << good;
  }
  for (const auto* bad : {"/etc/passwd", "../a.mp3", "a/../../b", "a/..", "./a", "a//b", "a/",
                          "a\\\\b", "C:\\\\a.mp3", "http://h/a.mp3"}) {
    EXPECT_THAT(audio(bad), ElementsAre("media-path programmes[0].items[0].audio")) << bad;
  }
  for (const auto* bad : {"a\\u0000.mp3", "a\\nb", "a\\u007fb"}) {
    EXPECT_THAT(audio(bad), ElementsAre("control-character programmes[0].items[0].audio")) << bad;
  }
  EXPECT_THAT(audio(""), ElementsAre("text-length programmes[0].items[0].audio"));
  EXPECT_THAT(audio(std::string(1025, 'a')),
              ElementsAre("media-path programmes[0].items[0].audio"));
}

TEST(ReadSchedule, RelaysAreStreamsOfKnownKinds) {
  const auto relay = [](const std::string& url) {
    return findings(with_programme("{\"relay\": \"" + url + "\", \"duration\": \"1m\"}"));
  };
  for (const auto* good : {"http://a.b/c", "https://a:8000/x?y", "rtp://239.1.1.1:5004",
                           "rtsp://h/s", "udp://[ff02::1]:9000"}) {
    EXPECT_THAT(relay(good), IsEmpty()) << good;
  }
  for (const auto* bad : {"file:///etc/passwd", "ftp://h/a", "concat:a|b", "http://", "http:///a",
                          "http://a b/", "HTTP", "http://:80/"}) {
    EXPECT_THAT(relay(bad), ElementsAre("relay-address programmes[0].items[0].relay")) << bad;
  }
}

TEST(ReadSchedule, ARelayMayHaveOtherAddressesAndAStandIn) {
  const auto week = with_programme(
      R"({"relay": "http://a.b/c", "duration": "1m", "otherRelays": ["udp://h:1", "http://d/e"],
          "standIn": "du-phong/ban-tin.mp3"})");
  const auto read = read_schedule(week, "w");
  ASSERT_TRUE(read.schedule);
  const auto& relay = std::get<Relay>(read.schedule->programmes.at(0).items.at(0).source);
  EXPECT_THAT(relay.others, ElementsAre("udp://h:1", "http://d/e"));
  ASSERT_TRUE(relay.stand_in);
  EXPECT_EQ(relay.stand_in->path, "du-phong/ban-tin.mp3");
  EXPECT_EQ(audio_file_of(read.schedule->programmes[0].items[0])->path, relay.stand_in->path);
  EXPECT_EQ(write_schedule(*read_schedule(write_schedule(*read.schedule), "w").schedule),
            write_schedule(*read.schedule));
}

TEST(ReadSchedule, ALineInputIsARelayOfTheStationsOwn) {
  const auto week = with_programme(
      R"({"lineIn": "alsa:Tuner_2.a-b", "duration": "30m", "standIn": "du-phong/ban-tin.mp3"})");
  const auto read = read_schedule(week, "w");
  ASSERT_TRUE(read.schedule);
  const auto& relay = std::get<Relay>(read.schedule->programmes.at(0).items.at(0).source);
  EXPECT_TRUE(is_line_in(relay));
  EXPECT_EQ(relay.url, "alsa:Tuner_2.a-b");
  EXPECT_EQ(relay.duration, std::chrono::minutes(30));
  EXPECT_EQ(relay.stand_in->path, "du-phong/ban-tin.mp3");
  const auto written = write_schedule(*read.schedule);
  EXPECT_NE(written.find(R"("lineIn": "alsa:Tuner_2.a-b")"), std::string::npos);
  EXPECT_EQ(write_schedule(*read_schedule(written, "w").schedule), written);
}

TEST(ReadSchedule, ALineInputIsNamedWithoutArguments) {
  const auto line = [](const std::string& input) {
    return findings(with_programme("{\"lineIn\": \"" + input + "\", \"duration\": \"1m\"}"));
  };
  for (const auto* bad :
       {"Tuner", "alsa:", "alsa:file:'|reboot',raw", "alsa:hw:0", "alsa:a b", "alsa:đầu-thu"}) {
    EXPECT_THAT(line(bad), ElementsAre("line-in programmes[0].items[0].lineIn")) << bad;
  }
  EXPECT_THAT(line("alsa:" + std::string(65, 'a')),
              ElementsAre("line-in programmes[0].items[0].lineIn"));
  EXPECT_THAT(findings(with_programme(R"({"lineIn": "alsa:a"})")),
              ElementsAre("missing-key programmes[0].items[0].duration"));
  EXPECT_THAT(findings(with_programme(
                  R"({"lineIn": "alsa:a", "duration": "1m", "otherRelays": ["http://a.b/c"]})")),
              ElementsAre("key-misplaced programmes[0].items[0].otherRelays"));
}

TEST(ReadSchedule, WhatIsWrongBesideARelayIsSaid) {
  const auto relay = [](const std::string& more) {
    return findings(
        with_programme("{\"relay\": \"http://a.b/c\", \"duration\": \"1m\", " + more + "}"));
  };
  EXPECT_THAT(relay(R"("otherRelays": ["ftp://h/a"])"),
              ElementsAre("relay-address programmes[0].items[0].otherRelays"));
  EXPECT_THAT(relay(R"("standIn": "../a.mp3")"),
              ElementsAre("media-path programmes[0].items[0].standIn"));
  EXPECT_THAT(findings(with_programme(R"({"audio": "a.mp3", "standIn": "b.mp3"})")),
              ElementsAre("key-misplaced programmes[0].items[0].standIn"));
}

TEST(ReadSchedule, NamesMustBeDefinedAndAreSuggested) {
  const auto json = Week{.slots = R"({"id": "s", "days": ["T2"], "start": "05:00", "length": "1h",
        "programme": "P1", "slogans": ["kh1", "kh2"]})",
                         .exceptions = R"({"date": "2026-12-02", "skip": ["sang"]})"}
                        .json();
  EXPECT_THAT(findings(json), ElementsAre("undefined-programme slots[0].programme",
                                          "undefined-slogan slots[0].slogans[1]",
                                          "undefined-slot exceptions[0].skip[0]"));
  const auto problems = read_schedule(json, "w").problems;
  EXPECT_EQ(problems.at(1).message.en, "there is no slogan named \"kh2\"; did you mean \"kh1\"?");
}

TEST(ReadSchedule, ASlotsNameMayComeBackOnOtherDaysButNotOnTheSame) {
  const auto monday = slot("sang", "05:00", "10m", "\"T2\"");
  EXPECT_THAT(slot_findings(monday + "," + slot("sang", "06:00", "10m", "\"T3\"")), IsEmpty());
  EXPECT_THAT(slot_findings(monday + "," + slot("sang", "06:00", "10m", "\"T3\",\"mon\"")),
              ElementsAre("id-twice slots[1].id"));
  EXPECT_THAT(slot_findings(slot("a", "05:00", "10m", R"("T2","mon")")),
              ElementsAre("day-twice slots[0].days[1]"));
}

TEST(ReadSchedule, ExceptionsAreForOneDateAndOnePurpose) {
  const auto exception = [](const std::string& text) {
    return findings(
        Week{.slots = slot("sang", "05:00", "10m", "\"T4\""), .exceptions = text}.json());
  };
  // 2026-12-02 is a Wednesday (T4).
  EXPECT_THAT(exception(R"({"date": "2026-12-02", "skip": ["sang"]})"), IsEmpty());
  EXPECT_THAT(exception(R"({"date": "2026-12-02"})"), ElementsAre("exception-empty exceptions[0]"));
  EXPECT_THAT(exception(R"({"date": "2026-12-02", "replace": [], "skip": ["sang"]})"),
              ElementsAre("key-misplaced exceptions[0].replace"));
  EXPECT_THAT(exception(R"({"date": "2026-12-03", "skip": ["sang"]})"),
              ElementsAre("~skip-idle exceptions[0].skip"));
  EXPECT_THAT(exception(R"({"date": "2028-12-06", "skip": ["sang"]})"),
              ElementsAre("~exception-outside exceptions[0].date"));
  EXPECT_THAT(
      exception(
          R"({"date": "2026-12-02", "skip": ["sang"]}, {"date": "2026-12-02", "replace": []})"),
      ElementsAre("date-twice exceptions[1].date"));
  EXPECT_THAT(
      exception("{\"date\": \"2026-12-02\", \"add\": [" + dated("sang", "08:00", "1m") + "]}"),
      ElementsAre("id-twice exceptions[0].add[0]"));
  EXPECT_THAT(exception("{\"date\": \"2026-12-02\", \"skip\": [\"sang\"], \"add\": [" +
                        dated("sang", "08:00", "1m") + "]}"),
              IsEmpty());
  EXPECT_THAT(exception("{\"date\": \"2026-12-02\", \"replace\": [" + dated("sang", "08:00", "1m") +
                        "," + dated("sang", "09:00", "1m") + "]}"),
              ElementsAre("id-twice exceptions[0].replace[1].id"));
}

TEST(ReadSchedule, ValidityRunsForwardForAtMostTenYears) {
  const auto valid = [](const std::string& from, const std::string& to) {
    return findings(Week{.from = from, .to = to}.json());
  };
  EXPECT_THAT(valid("2026-11-23", "2026-11-23"), IsEmpty());
  EXPECT_THAT(valid("2026-11-23", "2026-11-22"), ElementsAre("validity valid.to"));
  EXPECT_THAT(valid("2026-11-23", "2046-11-23"), ElementsAre("validity valid.to"));
  EXPECT_THAT(valid("2027-02-29", "2028-02-29"), ElementsAre("bad-date valid.from"));
}

TEST(ReadSchedule, AFileThatIsNoScheduleIsRefused) {
  EXPECT_THAT(findings("[]"), ElementsAre("wrong-type "));
  EXPECT_THAT(findings("{\"id\": "), ElementsAre("document-truncated id"));
  EXPECT_THAT(findings(""), ElementsAre("document-empty "));
  EXPECT_THAT(findings(std::string(1000, '[')),
              ElementsAre(::testing::StartsWith("document-depth")));
}

TEST(ReadSchedule, MoreSlotsThanTheLimitAreRefusedBeforeTheyAreRead) {
  std::string slots = "0";
  for (int i = 0; i < 20'000; ++i) slots += ",0";
  EXPECT_THAT(findings(Week{.slots = slots}.json()), ElementsAre("list-size slots"));
}

// The slogan with `more` keys.
ReadSchedule with_slogan(const std::string& more) {
  auto json = Week{}.json();
  const std::string words = "\"Vì nhân dân phục vụ\"";
  json.insert(json.find(words) + words.size(), more);
  return read_schedule(json, "w");
}

TEST(ReadSchedule, ReadsWhatASloganSays) {
  const auto result = with_slogan(R"(, "colour": "#0a0B0c", "effect": "wipe", "dwell": "1m",
      "repeat": 3, "qr": "HTTPS://XA.VN", "zone": "gio", "level": 2,
      "validFrom": "2026-12-01", "validTo": "2026-12-02")");
  ASSERT_TRUE(result.schedule);
  const auto& slogan = *result.schedule->slogan("kh1");
  EXPECT_EQ(slogan.colour, "#0a0B0c");
  EXPECT_EQ(slogan.effect, "wipe");
  EXPECT_EQ(slogan.dwell, Seconds(60));
  EXPECT_EQ(slogan.repeat, 3);
  EXPECT_EQ(slogan.qr, "HTTPS://XA.VN");
  EXPECT_EQ(slogan.zone, "gio");
  EXPECT_EQ(slogan.level, Level::priority);
  EXPECT_EQ(slogan.from, date::local_seconds(day(2026, 12, 1)));
  EXPECT_EQ(slogan.until, date::local_seconds(day(2026, 12, 3))) << "the last day is whole";
}

TEST(ReadSchedule, KnowsWhatASloganMayNotSay) {
  for (const char* more :
       {R"(, "colour": "#000000")", R"(, "colour": "hồng")", R"(, "effect": "spin")",
        R"(, "dwell": "0s")", R"(, "dwell": "2h")", R"(, "repeat": 0)", R"(, "repeat": 101)",
        R"(, "qr": "")", R"(, "level": 0)", R"(, "validFrom": "2026-02-30")",
        R"(, "validFrom": "2026-12-01 08:00")", R"(, "validTo": "2026-12-01T24:00")",
        R"(, "validFrom": "2026-12-02", "validTo": "2026-12-01")",
        R"(, "validFrom": "2026-12-02T08:00", "validTo": "2026-12-02T08:00")"}) {
    const auto result = with_slogan(more);
    ASSERT_EQ(result.problems.size(), 1U) << more;
    EXPECT_EQ(result.schedule, nullptr) << more;
  }
}

TEST(ReadSchedule, ASlotMayGoOverWhatPlaysUnlessItIsAnEmergency) {
  const auto over = [](const char* level) {
    return Week{.slots = slot("s", "05:00", "10m", "\"T2\"",
                              std::string(", \"over\": true, \"level\": ") + level)}
        .json();
  };
  EXPECT_TRUE(schedule_of(over("2"))->slots.at(0).slot.over);
  const auto refused = read_schedule(over("1"), "w.json");
  EXPECT_FALSE(refused.schedule);
  ASSERT_EQ(refused.problems.size(), 1U);
  EXPECT_EQ(refused.problems[0].code, "over-emergency");
}

TEST(ReadSchedule, WhatOpensAndClosesAProgrammeStandsAroundTheRest) {
  const auto problems = [](const char* items) {
    const auto read = read_schedule(R"({"id": "x", "version": 1, "title": "X",
      "zone": "Asia/Ho_Chi_Minh", "valid": {"from": "2026-11-23", "to": "2026-12-31"}, "slots": [],
      "programmes": [{"id": "p", "title": "P", "items": [)" +
                                        std::string(items) + "]}]}",
                                    "w.json");
    std::vector<std::string> codes;
    for (const auto& problem : read.problems) {
      if (problem.severity == base::Severity::error) {
        codes.push_back(problem.code + " " + problem.field);
      }
    }
    return codes;
  };
  EXPECT_THAT(problems(R"({"chime": "nhac-hieu", "part": "opening"}, {"speech": "Kính thưa"},
                          {"audio": "ket.mp3", "part": "closing"})"),
              IsEmpty());
  EXPECT_THAT(problems(R"({"speech": "Kính thưa"}, {"chime": "nhac-hieu", "part": "opening"})"),
              ElementsAre("item-part programmes[0].items"));
  EXPECT_THAT(problems(R"({"chime": "nhac-hieu", "part": "opening"})"),
              ElementsAre("item-part programmes[0].items"));
  EXPECT_THAT(problems(R"({"speech": "Kính thưa"}, {"chime": "nhac-ket", "part": "closing",
                          "repeat": 2})"),
              ElementsAre("item-part programmes[0].items[1].repeat"));
}

}  // namespace
}  // namespace loa::schedules::testing
