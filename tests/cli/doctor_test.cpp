// What loa doctor makes of what it finds: a table for each rule.
#include "cli/doctor/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <set>

namespace loa::doctor {
namespace {

using std::chrono::hours;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const base::Wall kNow = *base::from_rfc3339("2026-11-23T22:00:00Z");

// A station about which there is nothing to say.
Facts healthy() {
  Facts facts;
  facts.config_file = "station.json";
  facts.configured = true;
  facts.station.running = true;
  facts.station.software = "0.1";
  facts.station.sound_state = "running";
  facts.sound.outputs.push_back({"alsa:Device"});
  facts.sound.cards = {{0, "Headphones", "bcm2835"}, {1, "Device", "USB Audio"}};
  facts.sound.remembered = {{"Headphones", 0}, {"Device", 1}};
  facts.limits = {true, false, 20, true, true};
  facts.clock = {base::ClockTrust::ntp, true, 2000, 1, kNow, kNow - hours{24}};
  facts.zone = {"Asia/Ho_Chi_Minh", true, hours{7}, "Asia/Saigon", hours{7}};
  facts.state.folder = "/var/lib/loa";
  facts.state.there = facts.state.writable = true;
  facts.state.free = std::uint64_t{8} << 30U;
  facts.state.inodes = 200'000;
  facts.state.inodes_free = 100'000;
  facts.state.journal.there = true;
  facts.trust.has_week = true;
  facts.board.kind = "simulated";
  facts.media.looked = true;
  facts.media.starts = 14;
  facts.media.files = 3;
  return facts;
}

// "code:grade" of all that is not well.
std::vector<std::string> troubles(const Facts& facts) {
  std::vector<std::string> found;
  for (const auto& finding : judge(facts)) {
    if (finding.grade == Grade::ok) continue;
    found.push_back(finding.code + ":" + std::string(name_of(finding.grade)));
  }
  return found;
}

TEST(Doctor, HasNothingToSayOfAHealthyStation) {
  EXPECT_THAT(troubles(healthy()), IsEmpty());
  EXPECT_EQ(worst(judge(healthy())), Grade::ok);
}

struct Case {
  const char* name;
  std::function<void(Facts&)> change;
  std::vector<std::string> expected;
};

class DoctorRules : public ::testing::TestWithParam<Case> {};

TEST_P(DoctorRules, SayWhatIsWrongAndNothingElse) {
  auto facts = healthy();
  GetParam().change(facts);
  EXPECT_EQ(troubles(facts), GetParam().expected);
}

std::string name_of_case(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

audio::PcmProbe refusing(std::errc why) {
  audio::PcmProbe probe;
  probe.error = std::make_error_code(why);
  return probe;
}

// The station stands still, so doctor has opened the device itself.
void opened(Facts& facts, const audio::PcmProbe& probe) {
  facts.station.running = false;
  facts.sound.outputs[0].probe = probe;
}

const std::vector<Case> kSound{
    {"lost", [](Facts& f) { f.station.sound_state = "lost"; }, {"sound-lost:fail"}},
    {"one_of_two_lost",
     [](Facts& f) {
       f.sound.outputs.push_back({"alsa:Second"});
       f.station.sound_state = "lost";
       f.station.devices = {{"alsa:Device", {"running", ""}}, {"alsa:Second", {"lost", "gone"}}};
     },
     {"sound-lost:fail"}},
    {"the_second_busy",
     [](Facts& f) {
       opened(f, {{}, true, true, {"S16_LE"}, 8000, 192000});
       f.sound.outputs.push_back({"alsa:Second", refusing(std::errc::device_or_resource_busy)});
     },
     {"station-stopped:warn", "sound-busy:fail"}},
    {"busy",
     [](Facts& f) { opened(f, refusing(std::errc::device_or_resource_busy)); },
     {"station-stopped:warn", "sound-busy:fail"}},
    {"forbidden",
     [](Facts& f) { opened(f, refusing(std::errc::permission_denied)); },
     {"station-stopped:warn", "sound-forbidden:fail"}},
    {"missing",
     [](Facts& f) { opened(f, refusing(std::errc::no_such_file_or_directory)); },
     {"station-stopped:warn", "sound-missing:fail"}},
    {"missing_by_id",
     [](Facts& f) {
       f.station.running = false;
       f.sound.outputs[0].output = "alsa:plughw:CARD=Gone,DEV=0";
       f.sound.outputs[0].probe = refusing(std::errc::no_such_device);
     },
     {"station-stopped:warn", "sound-missing:fail"}},
    {"another_error",
     [](Facts& f) { opened(f, refusing(std::errc::io_error)); },
     {"station-stopped:warn", "sound-error:fail"}},
    {"unsuited",
     [](Facts& f) {
       opened(f, {{}, false, true, {}, 8000, 16000});
     },
     {"station-stopped:warn", "sound-unsuited:fail"}},
    {"resampled",
     [](Facts& f) {
       opened(f, {{}, true, false, {"S16_LE"}, 44100, 44100});
     },
     {"station-stopped:warn", "sound-resampled:warn"}},
    {"fits",
     [](Facts& f) {
       opened(f, {{}, true, true, {"S16_LE"}, 8000, 192000});
     },
     {"station-stopped:warn"}},
    {"a_file", [](Facts& f) { f.sound.outputs[0].output = "wav:a.wav"; }, {"sound-virtual:warn"}},
    {"by_number",
     [](Facts& f) { f.sound.outputs[0].output = "alsa:plughw:1,0"; },
     {"sound-by-number:warn"}},
    {"by_number_at_length",
     [](Facts& f) {
       f.sound.outputs[0].output = "alsa:plughw:CARD=1,DEV=0";
       opened(f, {{}, true, true, {"S16_LE"}, 8000, 192000});
     },
     {"station-stopped:warn", "sound-by-number:warn"}},
    {"alsas_choice_of_two",
     [](Facts& f) { f.sound.outputs[0].output = "alsa:default"; },
     {"sound-by-number:warn"}},
    {"alsas_choice_of_one",
     [](Facts& f) {
       f.sound.outputs[0].output = "alsa:default";
       f.sound.cards.resize(1);
     },
     {}},
    {"alsas_choice_after_a_swap",
     [](Facts& f) {
       f.sound.outputs[0].output = "alsa:default";
       std::swap(f.sound.cards[0].number, f.sound.cards[1].number);
     },
     {"cards-swapped:fail", "sound-by-number:warn"}},
    // Addressed by its id a card may have whatever number it likes.
    {"renumbered", [](Facts& f) { f.sound.cards[1].number = 2; }, {}},
    {"renumbered_and_by_number",
     [](Facts& f) {
       f.sound.outputs[0].output = "alsa:hw:1";
       f.sound.cards[1].number = 2;
     },
     {"card-renumbered:fail", "sound-by-number:warn"}},
    {"swapped_and_by_number",
     [](Facts& f) {
       f.sound.outputs[0].output = "alsa:hw:1,0";
       std::swap(f.sound.cards[0].number, f.sound.cards[1].number);
     },
     {"cards-swapped:fail", "sound-by-number:warn"}},
    {"one_of_two_alike",
     [](Facts& f) {
       f.sound.cards.push_back({2, "Device_1", "USB Audio"});
     },
     {"cards-alike:warn"}},
    {"one_of_two_alike_whose_ids_were_cut",
     [](Facts& f) {
       f.sound.cards = {{0, "VeryLongCardNam", "USB"}, {1, "VeryLongCardN_1", "USB"}};
       f.sound.outputs[0].output = "alsa:plughw:CARD=VeryLongCardN_1,DEV=0";
     },
     {"cards-alike:warn"}},
    {"two_alike_beside_the_one_that_is_used",
     [](Facts& f) {
       f.sound.cards.push_back({2, "Device_1", "USB Audio"});
       f.sound.outputs[0].output = "alsa:Headphones";
     },
     {}},
    {"two_alike_whose_ids_were_fixed",
     [](Facts& f) {
       f.sound.cards = {{0, "LoaSan", "USB Audio"}, {1, "LoaHoiTruong", "USB Audio"}};
       f.sound.outputs[0].output = "alsa:LoaSan";
     },
     {}},
    {"two_that_only_sound_alike",
     [](Facts& f) {
       f.sound.cards.push_back({2, "Device_1", "another"});
     },
     {}},
};
INSTANTIATE_TEST_SUITE_P(Sound, DoctorRules, ::testing::ValuesIn(kSound), name_of_case);

TEST(Doctor, TellsASwapOnceAndWithoutAlarmWhereTheIdIsUsed) {
  auto facts = healthy();
  std::swap(facts.sound.cards[0].number, facts.sound.cards[1].number);
  int told = 0;
  for (const auto& finding : judge(facts)) told += finding.code == "cards-swapped" ? 1 : 0;
  EXPECT_EQ(told, 1);
  EXPECT_THAT(troubles(facts), IsEmpty());
}

const std::vector<Case> kMachine{
    {"no_realtime", [](Facts& f) { f.limits.priority = 0; }, {"realtime-limit:warn"}},
    {"root_needs_no_limit",
     [](Facts& f) {
       f.limits = {false, true, 0, true, false};
     },
     {}},
    {"not_in_group", [](Facts& f) { f.limits.in_group = false; }, {"audio-group:warn"}},
    {"watchdog_off", [](Facts& f) { f.limits.watchdog_fed = false; }, {"watchdog-off:warn"}},
    {"watchdog_fed", [](Facts& f) { f.limits.watchdog_fed = true; }, {}},
    {"unsynchronised",
     [](Facts& f) { f.clock.synchronised = false; },
     {"clock-unsynchronised:fail"}},
    {"trusted_as_it_is",
     [](Facts& f) {
       f.clock.trust = base::ClockTrust::system;
       f.clock.synchronised = false;
     },
     {}},
    {"loose", [](Facts& f) { f.clock.error_us = 900'000; }, {"clock-loose:warn"}},
    {"long_gone", [](Facts& f) { f.clock.now = f.clock.built - hours{1}; }, {"clock-wrong:fail"}},
    {"no_battery", [](Facts& f) { f.clock.batteries = 0; }, {"clock-no-battery:warn"}},
    {"no_battery_but_trusted",
     [](Facts& f) {
       f.clock.batteries = 0;
       f.clock.trust = base::ClockTrust::system;
     },
     {"clock-no-battery:fail"}},
    {"no_zone_data",
     [](Facts& f) {
       f.zone = {"Asia/Ho_Chi_Minh", false, {}, "UTC", {}};
     },
     {"zone-missing:fail"}},
    {"unknown_zone", [](Facts& f) { f.zone.offset = {}; }, {"zone-missing:fail"}},
    {"machine_elsewhere",
     [](Facts& f) {
       f.zone.machine = "UTC";
       f.zone.machine_offset = hours{0};
     },
     {"zone-differs:warn"}},
    {"machine_that_does_not_tell",
     [](Facts& f) {
       f.zone.machine.clear();
       f.zone.machine_offset = {};
     },
     {}},
};
INSTANTIATE_TEST_SUITE_P(Machine, DoctorRules, ::testing::ValuesIn(kMachine), name_of_case);

const std::vector<Case> kState{
    {"no_folder", [](Facts& f) { f.state.there = false; }, {"state-missing:warn"}},
    {"read_only",
     [](Facts& f) {
       f.state.read_only = true;
       f.state.writable = false;
     },
     {"state-read-only:fail"}},
    {"forbidden", [](Facts& f) { f.state.writable = false; }, {"state-forbidden:warn"}},
    {"tight", [](Facts& f) { f.state.free = 400UL << 20; }, {"disk-tight:warn"}},
    {"full", [](Facts& f) { f.state.free = 40UL << 20; }, {"disk-full:fail"}},
    {"few_inodes", [](Facts& f) { f.state.inodes_free = 10; }, {"disk-inodes:warn"}},
    {"no_inodes_counted", [](Facts& f) { f.state.inodes = f.state.inodes_free = 0; }, {}},
    {"young_memory", [](Facts& f) { f.state.life_used = 2; }, {}},
    {"worn_memory", [](Facts& f) { f.state.life_used = 9; }, {"memory-worn:warn"}},
    {"dead_memory", [](Facts& f) { f.state.life_used = 11; }, {"memory-worn:fail"}},
    {"memory_near_its_end",
     [](Facts& f) {
       f.state.life_used = 1;
       f.state.end_of_life = 3;
     },
     {"memory-worn:fail"}},
    {"file_system_with_errors", [](Facts& f) { f.state.errors = 3; }, {"disk-errors:fail"}},
    {"damaged_journal", [](Facts& f) { f.state.journal.ok = false; }, {"journal-damaged:fail"}},
    {"unread_journal",
     [](Facts& f) { f.state.journal.error = "refused"; },
     {"journal-unread:warn"}},
    {"put_aside",
     [](Facts& f) { f.state.damaged = {"trust.json.damaged-1"}; },
     {"files-put-aside:warn"}},
};
INSTANTIATE_TEST_SUITE_P(State, DoctorRules, ::testing::ValuesIn(kState), name_of_case);

void with_centre(Facts& facts) {
  facts.centre = {"http://centre", true, "", base::Duration{0}, true, true};
  facts.centre.certificate_from = kNow - hours{24 * 30};
  facts.centre.certificate_until = kNow + hours{24 * 60};
  facts.centre.server_until = kNow + hours{24 * 400};
  facts.station.centre_connected = true;
}

const std::vector<Case> kCentre{
    {"well", [](Facts& f) { with_centre(f); }, {}},
    {"unreachable",
     [](Facts& f) {
       with_centre(f);
       f.centre.answers = false;
       f.station.centre_connected = false;
     },
     {"centre-unreachable:warn", "centre-upload-waits:warn"}},
    {"media_coming",
     [](Facts& f) {
       with_centre(f);
       f.station.media_files = 2;
     },
     {}},
    {"media_the_centre_lacks",
     [](Facts& f) {
       with_centre(f);
       f.station.media_files = 2;
       f.station.media_problem = "absent";
     },
     {"centre-media-waits:warn"}},
    {"media_cut_off",
     [](Facts& f) {
       with_centre(f);
       f.station.media_files = 1;
       f.station.media_problem = "unreachable";
     },
     {"centre-media-waits:warn"}},
    {"not_enrolled",
     [](Facts& f) {
       with_centre(f);
       f.centre.enrolled = false;
     },
     {"centre-not-enrolled:warn"}},
    {"certificate_over",
     [](Facts& f) {
       with_centre(f);
       f.centre.certificate_until = kNow - hours{1};
     },
     {"centre-certificate-over:warn"}},
    {"certificate_that_is_due",
     [](Facts& f) {
       with_centre(f);
       f.centre.certificate_until = kNow + hours{24 * 10};  // after three quarters of its life
     },
     {}},
    {"certificate_that_was_not_renewed",
     [](Facts& f) {
       with_centre(f);
       f.centre.certificate_until = kNow + hours{24 * 5};
     },
     {"centre-certificate-expires:warn"}},
    {"centres_own_certificate_over",
     [](Facts& f) {
       with_centre(f);
       f.centre.server_until = kNow;
     },
     {"centre-server-over:warn"}},
    {"centres_own_certificate_near_its_end",
     [](Facts& f) {
       with_centre(f);
       f.centre.server_until = kNow + hours{24 * 29};
     },
     {"centre-server-expires:warn"}},
    {"page_certificate",
     [](Facts& f) {
       f.page = {true, "ab", kNow + hours{24 * 31}};
     },
     {}},
    {"page_certificate_over",
     [](Facts& f) {
       f.page = {true, "ab", kNow};
     },
     {"page-certificate-over:warn"}},
    {"page_certificate_near_its_end",
     [](Facts& f) {
       f.page = {true, "ab", kNow + hours{24 * 29}};
     },
     {"page-certificate-expires:warn"}},
    {"in_the_open",
     [](Facts& f) {
       with_centre(f);
       f.centre.in_the_open = true;
     },
     {"centre-plain-http:fail"}},
    {"a_little_apart",
     [](Facts& f) {
       with_centre(f);
       f.centre.ahead = std::chrono::seconds{-20};
     },
     {"centre-clock:warn"}},
    {"far_apart",
     [](Facts& f) {
       with_centre(f);
       f.centre.ahead = hours{7};
     },
     {"centre-clock:fail"}},
};
INSTANTIATE_TEST_SUITE_P(Centre, DoctorRules, ::testing::ValuesIn(kCentre), name_of_case);

void with_office(Facts& facts) {
  facts.trust.has_office = true;
  facts.trust.root_expires = kNow + hours{24 * 365};
  facts.trust.week_expires = kNow + hours{24 * 30};
  facts.trust.fresh_until = kNow + hours{24 * 7};
}

const std::vector<Case> kContent{
    {"signed", [](Facts& f) { with_office(f); }, {}},
    {"root_soon",
     [](Facts& f) {
       with_office(f);
       f.trust.root_expires = kNow + hours{24 * 30};
     },
     {"root-expires:warn"}},
    {"root_over",
     [](Facts& f) {
       with_office(f);
       f.trust.root_expires = kNow;
     },
     {"root-expired:warn"}},
    {"refused_root",
     [](Facts& f) {
       with_office(f);
       f.trust.problems = {{base::Severity::error, "unsigned", {}, "", {"a", "b"}}};
     },
     {"root-refused:fail"}},
    {"week_soon",
     [](Facts& f) {
       with_office(f);
       f.trust.week_expires = kNow + hours{24 * 13};
     },
     {"week-expires:warn"}},
    {"soon_stale",
     [](Facts& f) {
       with_office(f);
       f.trust.fresh_until = kNow + hours{23};
     },
     {"fresh-expires:warn"}},
    {"week_over",
     [](Facts& f) {
       with_office(f);
       f.trust.week_expires = kNow;
     },
     {"week-expired:fail"}},
    {"stale",
     [](Facts& f) {
       with_office(f);
       f.trust.fresh_until = kNow - hours{1};
     },
     {"fresh-expired:warn"}},
    {"no_week",
     [](Facts& f) {
       f.trust.has_week = false;
       f.media = {};
     },
     {"week-none:warn"}},
    {"refused_week",
     [](Facts& f) {
       f.trust.week_problems = {{base::Severity::error, "unsigned", {}, "", {"a", "b"}}};
       f.media = {};
     },
     {"week-refused:fail"}},
    {"not_readable",
     [](Facts& f) { f.trust.unreadable = "identity.json"; },
     {"trust-forbidden:warn"}},
    {"amplifier_lines_in_order",
     [](Facts& f) {
       f.amplifier = {{"nguồn", "gpiochip0:17", std::nullopt}};
     },
     {}},
    {"amplifier_line_lost",
     [](Facts& f) {
       f.amplifier = {{"nguồn", "gpiochip0:17", base::Text{"không thấy", "not there"}},
                      {"loa", "gpiochip0:18", std::nullopt}};
     },
     {"amplifier-lost:fail"}},
    {"silent_board",
     [](Facts& f) {
       f.board = {"firmware", "serial:/dev/ttyUSB0", false, false, {}};
       f.station.board_state = "silent";
     },
     {"board-silent:warn"}},
    {"silent_board_without_station",
     [](Facts& f) {
       f.board = {"firmware", "serial:/dev/ttyUSB0", true, false, {}};
       opened(f, {{}, true, true, {"S16_LE"}, 8000, 192000});
     },
     {"station-stopped:warn", "board-silent:warn"}},
    {"media",
     [](Facts& f) {
       f.media.faults = {{"a.mp3", "missing", "2026-11-24T05:00"},
                         {"b.mp3", "damaged", "2026-11-24T05:00"}};
     },
     {"media-missing:fail", "media-damaged:fail"}},
    {"media_in_part",
     [](Facts& f) {
       f.media.faults = {{"a.mp3", "in-part", "2026-11-24T05:00"}};
     },
     {"media-damaged:warn"}},
    {"many_media",
     [](Facts& f) {
       f.media.faults.assign(11, {"a.mp3", "missing", "2026-11-24T05:00"});
     },
     [] {
       std::vector<std::string> ten(10, "media-missing:fail");
       ten.emplace_back("media-more:fail");
       return ten;
     }()},
    {"nothing_due", [](Facts& f) { f.media.starts = 0; }, {"week-empty:warn"}},
    {"ends", [](Facts& f) { f.media.last_day = "2026-11-26"; }, {"week-ends:warn"}},
};
INSTANTIATE_TEST_SUITE_P(Content, DoctorRules, ::testing::ValuesIn(kContent), name_of_case);

const std::vector<Case> kStation{
    {"stopped", [](Facts& f) { f.station.running = false; }, {"station-stopped:warn"}},
    {"silent",
     [](Facts& f) {
       f.station.running = false;
       f.station.locked = true;
     },
     {"station-silent:fail"}},
    {"forbidden",
     [](Facts& f) {
       f.station.running = false;
       f.station.locked = true;
       f.station.forbidden = true;
     },
     {"station-forbidden:warn"}},
    {"faults", [](Facts& f) { f.station.faults = {"no-schedule"}; }, {"station-faults:warn"}},
};
INSTANTIATE_TEST_SUITE_P(Station, DoctorRules, ::testing::ValuesIn(kStation), name_of_case);

const std::vector<Case> kConfig{
    {"wrong_configuration",
     [](Facts& f) {
       f.configured = false;
       f.config_problems = {{base::Severity::error, "unknown-key", {}, "outputt", {"a", "b"}}};
     },
     {"config-error:fail"}},
    {"doubtful_configuration",
     [](Facts& f) {
       f.config_problems = {{base::Severity::warning, "old-key", {}, "outputt", {"a", "b"}}};
     },
     {"config-warning:warn"}},
    {"zone_that_the_configuration_has_wrong",
     [](Facts& f) {
       f.configured = false;
       f.config_problems = {{base::Severity::error, "zone-unknown", {}, "zone", {"a", "b"}}};
     },
     {"config-error:fail", "zone-missing:fail"}},
};
INSTANTIATE_TEST_SUITE_P(Config, DoctorRules, ::testing::ValuesIn(kConfig), name_of_case);

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto* table :
       {&kConfig, &kStation, &kSound, &kMachine, &kState, &kCentre, &kContent}) {
    all.insert(all.end(), table->begin(), table->end());
  }
  return all;
}

TEST(Doctor, NamesLineAndKeyOfAWrongConfigurationAndLooksAtTheMachineAlone) {
  auto facts = healthy();
  facts.configured = false;
  facts.config_problems = {
      {base::Severity::error, "unknown-key", {"station.json", 3, 5}, "outputt", {"lạ", "strange"}}};
  EXPECT_EQ(troubles(facts), (std::vector<std::string>{"config-error:fail"}));
  EXPECT_THAT(judge(facts).front().what.en, HasSubstr("station.json:3:5: outputt: strange"));
}

TEST(Doctor, EveryTroubleSaysInBothLanguagesWhatToDo) {
  for (const auto& one : all_cases()) {
    auto facts = healthy();
    one.change(facts);
    for (const auto& finding : judge(facts)) {
      EXPECT_NE(finding.what.vi, finding.what.en) << finding.code;
      if (finding.grade == Grade::ok) continue;
      EXPECT_FALSE(finding.remedy.vi.empty()) << finding.code;
      EXPECT_FALSE(finding.remedy.en.empty()) << finding.code;
    }
  }
}

std::string what_of(const Facts& facts, const std::string& code) {
  for (const auto& finding : judge(facts)) {
    if (finding.code == code) return finding.what.en + " | " + finding.remedy.en;
  }
  return "no " + code;
}

TEST(Doctor, NamesWhoSetsTheClockAndWhatKeepsIt) {
  auto facts = healthy();
  EXPECT_THAT(what_of(facts, "clock-ok"), HasSubstr("no time service runs"));
  facts.clock.service = "systemd-timesyncd";
  EXPECT_THAT(what_of(facts, "clock-ok"), HasSubstr("systemd-timesyncd, its default servers"));
  facts.clock.servers = "1.vn.pool.ntp.org";
  facts.clock.battery = "rtc-ds1307 1-0068";
  const auto ok = what_of(facts, "clock-ok");
  EXPECT_THAT(ok, HasSubstr("1.vn.pool.ntp.org"));
  EXPECT_THAT(ok, HasSubstr("clock battery rtc-ds1307 1-0068"));
  facts.clock.error_us = 900'000;
  EXPECT_THAT(what_of(facts, "clock-loose"), HasSubstr("/etc/systemd/timesyncd.conf.d/"));
  facts.clock.service = "chrony";
  EXPECT_THAT(what_of(facts, "clock-loose"), HasSubstr("/etc/chrony/sources.d/"));
  facts.clock.synchronised = false;
  EXPECT_THAT(what_of(facts, "clock-unsynchronised"), HasSubstr("chronyc sources"));
  facts.clock.service.clear();
  EXPECT_THAT(what_of(facts, "clock-unsynchronised"), HasSubstr("apt install systemd-timesyncd"));
}

TEST(Doctor, TellsBothOffsetsWhereTheMachinesZoneIsAnother) {
  auto facts = healthy();
  facts.zone.machine = "America/St_Johns";
  facts.zone.machine_offset = std::chrono::minutes{-210};
  const auto told = what_of(facts, "zone-differs");
  EXPECT_THAT(told, HasSubstr("Asia/Ho_Chi_Minh (UTC+07:00)"));
  EXPECT_THAT(told, HasSubstr("America/St_Johns (UTC-03:30)"));
  EXPECT_THAT(told, HasSubstr("timedatectl set-timezone Asia/Ho_Chi_Minh"));
}

// The rows of the table between the words `xem gì` and the next heading.
std::set<std::string> codes_of_the_docs() {
  std::ifstream in(LOA_SOURCE_DIR "/docs/cai-dat.md");
  std::set<std::string> codes;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    inside = line.starts_with("| xem gì ") || (inside && line.starts_with("|"));
    for (auto at = line.find('`'); inside && at != std::string::npos;) {
      const auto end = line.find('`', at + 1);
      codes.insert(line.substr(at + 1, end - at - 1));
      at = line.find('`', end + 1);
    }
  }
  return codes;
}

TEST(Doctor, TheCodesOfAllTroublesStandInTheDocsAndHaveACaseHere) {
  std::set<std::string> codes;
  for (const auto& one : all_cases()) {
    for (const auto& expected : one.expected) codes.insert(expected.substr(0, expected.find(':')));
  }
  EXPECT_EQ(codes, codes_of_the_docs());
}

}  // namespace
}  // namespace loa::doctor
