// A first start: what answers make of a configuration, and what is asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/problem.h"
#include "cli/setup/questions.h"
#include "daemon/answers_once.h"
#include "daemon/setup_answers.h"
#include "program.h"
#include "tests/daemon/small_disk.h"

namespace loa::setup {
namespace {

using cli::testing::Folder;
using cli::testing::run_loa;
using daemon::mount_disk;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

base::Communes some_communes() {
  return base::Communes::read(
      "code,name,province\n13285,Phường Phủ Lý,Tỉnh Ninh Bình\n13291,Phường Phù Vân,Tỉnh Ninh "
      "Bình\n"
      "16000,Xã Phù Vân,Tỉnh Khác\n",
      "communes.csv");
}

Json merge(const std::string& old, const std::string& answers) {
  return Json::parse(
      daemon::merged(old, {answers, "answers.json"}, "station.json", some_communes()));
}

std::string why_not(const std::string& old, const std::string& answers) {
  try {
    merge(old, answers);
  } catch (const base::BadInput& error) {
    return to_string(error.problems().front(), base::Language::english);
  }
  return "";
}

TEST(SetupAnswers, MakeAConfiguration) {
  const auto made = merge("", R"({"name": "Đài xã", "output": "alsa:Device", "clock": "ntp"})");
  EXPECT_EQ(made, Json::parse(R"({"name": "Đài xã", "output": "alsa:Device", "clock": "ntp"})"));
}

TEST(SetupAnswers, LeaveWhatTheyDoNotAskAboutAsItWas) {
  const auto made = merge(R"({
  // a comment
  "name": "Cũ", "state": "/data/loa", "bufferMs": 500, "centre": {"url": "http://a:1", "token": "t"},
  "policy": "open"})",
                          R"({"name": "Mới", "centre": {"url": "http://b:2"}})");
  EXPECT_EQ(made, Json::parse(R"({"name": "Mới", "state": "/data/loa", "bufferMs": 500,
    "centre": {"url": "http://b:2", "token": "t"}, "policy": "open"})"));
}

TEST(SetupAnswers, NullTakesAway) {
  EXPECT_EQ(merge(R"({"name": "a", "centre": {"url": "http://a:1"}})", R"({"centre": null})"),
            Json::parse(R"({"name": "a"})"));
}

TEST(SetupAnswers, AreRefusedByLineAndKey) {
  struct Case {
    const char* answers;
    const char* said;
  };
  for (const auto& one :
       std::vector<Case>{{"{\n  \"nam\": \"x\"}", "answers.json:2:10: nam"},
                         {"{\n \"name\": \"x\",\n \"zone\": \"Asia/Nowhere\"}", "answers.json:3:"},
                         {"{\n \"name\": \"x\",\n \"listen\": {\n  \"address\": 5}}",
                          "answers.json:4:14: listen.address"},
                         {"{\"name\": \"x\",\n \"decoder\": \"/tmp/evil\"}", "answers.json:2:"},
                         {"{\"name\": ", "answers.json:1:"}}) {
    EXPECT_THAT(why_not("", one.answers), HasSubstr(one.said)) << one.answers;
  }
}

TEST(SetupAnswers, OfAFileMaySayWhomTheStationBelieves) {
  const std::string office = R"({"name": "a", "trust": "root.json", "policy": "ha-noi-rural-2021",
                                 "commandOtp": "otp.json"})";
  EXPECT_THAT(why_not("", office), HasSubstr("answers.json:1:24: trust")) << "no page may";
  EXPECT_EQ(Json::parse(daemon::merged("", {office, "answers.json", true}, "station.json",
                                       some_communes())),
            Json::parse(office));
}

TEST(SetupAnswers, NameTheStationAndACommuneOfTheList) {
  EXPECT_THAT(why_not("", R"({"zone": "Asia/Ho_Chi_Minh"})"), HasSubstr("name"));
  EXPECT_EQ(merge("", R"({"name": "a", "commune": "13291"})").at("commune"), "13291");
  EXPECT_THAT(why_not("", "{\"name\": \"a\",\n \"commune\": \"99999\"}"),
              HasSubstr("answers.json:2:13: commune: the list has no commune 99999"));
  EXPECT_THAT(why_not("", R"({"name": "a", "commune": "1329"})"), HasSubstr("five digits"));
}

TEST(SetupAnswers, DoNotMendAConfigurationThatIsNoJson) {
  EXPECT_THAT(why_not("{ \"name\": \"a\", oh", R"({"name": "b"})"), HasSubstr("station.json:1:"));
}

daemon::SystemAnswers system_in(const std::string& answers) {
  return daemon::system_of({answers, "answers.json", true, true});
}

TEST(SystemAnswers, AreTheMachinesAndNotOfTheConfiguration) {
  const std::string text =
      R"({"name": "a", "system": {"watchdog": true, "timeServers": ["x.vn"]}})";
  EXPECT_EQ(system_in(text).watchdog, true);
  EXPECT_EQ(Json::parse(daemon::merged("", {text, "answers.json", true, true}, "station.json",
                                       some_communes())),
            Json::parse(R"({"name": "a"})"));
  EXPECT_EQ(system_in(R"({"name": "a"})").watchdog, std::nullopt);
  EXPECT_THAT(why_not("", text), HasSubstr("answers.json:1:")) << "no page may";
}

TEST(SystemAnswers, AreRefusedByLineAndKey) {
  const auto why = [](const std::string& text) -> std::string {
    try {
      system_in(text);
    } catch (const base::BadInput& error) {
      return to_string(error.problems().front(), base::Language::english);
    }
    return "";
  };
  EXPECT_THAT(why("{\"system\": {\n \"watchdog\": 1}}"),
              HasSubstr("answers.json:2:14: system.watchdog"));
  EXPECT_THAT(why("{\"system\": {\n \"watch\": true}}"),
              HasSubstr("answers.json:2:11: system.watch"));
  for (const auto* server : {"a b", "x.vn\\nDNS=", "máy"}) {
    EXPECT_THAT(why(std::string(R"({"system": {"timeServers": ["y.vn", ")") + server + "\"]}}"),
                HasSubstr("system.timeServers[1]"))
        << server;
  }
}

// Of a random password.
constexpr auto kSomeHash =
    "$argon2id$v=19$m=32768,t=2,p=1$Ur/ddLOZKNzxV5H5RFjKjw$"
    "5DcitDFPIK/9jNGSyOsiXXl4AeqzYMNvDkhDtSU1G4Q";

Machine machine() {
  Machine machine;
  machine.facts.cards = {{0, "Headphones", "bcm2835"}, {1, "Device", "USB Audio"}};
  machine.facts.addresses = {"loa.local", "192.168.1.9"};
  machine.communes = some_communes();
  machine.play_tone = [](const std::string&, const auto&) { return std::nullopt; };
  machine.probe_board = [](const std::string&) { return signs::drivers::ProbeResult(); };
  machine.new_password_hash = [] { return kSomeHash; };
  return machine;
}

Json asked(const std::string& lines, const Machine& machine, const std::string& old = "") {
  std::istringstream in(lines);
  std::ostringstream out;
  return Json::parse(ask_all(in, out, machine, old));
}

TEST(SetupQuestions, GiveAWholeConfiguration) {
  std::vector<std::string> tones;
  auto here = machine();
  here.play_tone = [&](const std::string& card, const auto&) {
    tones.push_back(card);
    return std::nullopt;
  };
  // name, commune, two tones, card, zone, page, administrator, centre, token, board
  const auto answers =
      asked("Đài xã\nphu van ninh\nc\nk\n2\n\nc\nLan\nhttp://10.0.0.1:8480\nma\nk\n", here);
  auto expected = Json::parse(R"({"name": "Đài xã", "commune": "13291", "output": "alsa:Device",
    "zone": "Asia/Ho_Chi_Minh", "clock": "ntp",
    "listen": {"address": "0.0.0.0", "hosts": ["loa.local", "192.168.1.9"]},
    "firstPerson": {"name": "Lan"},
    "centre": {"url": "http://10.0.0.1:8480", "token": "ma"}, "board": null})");
  expected["firstPerson"]["password"] = kSomeHash;
  EXPECT_EQ(answers, expected);
  EXPECT_EQ(tones, std::vector<std::string>{"Headphones"});
  EXPECT_EQ(merge("", answers.dump()).at("name"), "Đài xã");
}

TEST(SetupQuestions, OfferTheCommunesThatMayBeMeant) {
  std::istringstream in("Đài xã\nphu van\n16000\n");
  std::ostringstream out;
  EXPECT_THROW(ask_all(in, out, machine(), ""), std::runtime_error) << "the answers end there";
  EXPECT_THAT(out.str(), HasSubstr("13291  Phường Phù Vân, Tỉnh Ninh Bình"));
  EXPECT_THAT(out.str(), ::testing::Not(HasSubstr("Phủ Lý")));
}

TEST(SetupQuestions, AnEmptyLineMeansWhatWasThere) {
  std::string old = R"({"name": "Cũ", "output": "alsa:Device", "clock": "ntp",
    "listen": {"address": "10.0.0.5"}, "firstPerson": {"name": "Lan", "password": "HASH"},
    "centre": {"url": "http://a:1", "token": "t"},
    "board": {"kind": "ddp", "address": "10.0.0.7", "width": 64, "height": 32}})";
  old.replace(old.find("HASH"), 4, kSomeHash);
  const auto made = merge(old, asked("\n\nk\nk\n\n\n\n\n\n\n", machine(), old).dump());
  auto expected = Json::parse(old);
  expected["zone"] = "Asia/Ho_Chi_Minh";
  expected["listen"]["hosts"] = {"loa.local", "192.168.1.9"};
  EXPECT_EQ(made, expected);
}

// Enter at every question; the two tones are not to sound.
Json after_enter(const Json& old, const Machine& here) {
  const auto enter = "\n\nk\nk\n" + std::string(8, '\n');
  return merge(old.dump(), asked(enter, here, old.dump()).dump());
}

TEST(SetupQuestions, AnEmptyLineKeepsAnOutputThatIsNoCardByItsName) {
  for (const char* output : {"alsa:plughw:CARD=Device,DEV=0", "alsa:default", "wav:thu.wav"}) {
    const Json old{{"name", "Cũ"},
                   {"output", output},
                   {"zone", "Asia/Ho_Chi_Minh"},
                   {"clock", "ntp"},
                   {"listen", {{"address", "127.0.0.1"}}}};
    EXPECT_EQ(after_enter(old, machine()).at("output"), output);
  }
  const auto other =
      asked("\n\nk\nk\n2\n\n\n\n\n\n", machine(), R"({"name": "Cũ", "output": "alsa:default"})");
  EXPECT_EQ(other.at("output"), "alsa:Device");
}

TEST(SetupQuestions, AnEmptyLineKeepsThePagesOwnNames) {
  const Json old{{"name", "Cũ"},
                 {"output", "alsa:Device"},
                 {"listen", {{"address", "0.0.0.0"}, {"port", 8470}, {"hosts", {"loa.xa.vn"}}}}};
  auto here = machine();
  EXPECT_EQ(after_enter(old, here).at("listen"), Json::parse(R"({"address": "0.0.0.0", "port": 8470,
                            "hosts": ["loa.xa.vn", "loa.local", "192.168.1.9"]})"));
  here.facts.addresses.assign(40, "x");
  for (std::size_t i = 0; i < 40; ++i) here.facts.addresses[i] += std::to_string(i);
  EXPECT_EQ(after_enter(old, here).at("listen").at("hosts").size(), 16U);
}

TEST(SetupQuestions, AnEmptyLineKeepsABoardThatIsOnlyDrawnWithItsSizeAndZones) {
  const Json board = Json::parse(R"({"width": 96, "height": 32, "zones": [
    {"name": "trên", "height": 16}, {"name": "dưới", "y": 16, "height": 16}]})");
  const Json old{{"name", "Cũ"}, {"output", "alsa:Device"}, {"board", board}};
  EXPECT_EQ(asked("\n\nk\nk\n" + std::string(8, '\n'), machine(), old.dump()).count("board"), 0U);
  const auto changed = asked("\n\nk\nk\n\n\n\n\n\nk\nc\n\n\n\n\n\n", machine(), old.dump());
  EXPECT_EQ(changed.at("board").at("width"), 96) << "what it is asked again is there as well";
  EXPECT_EQ(changed.at("board").at("height"), 32);
}

TEST(SetupQuestions, AnEmptyLineKeepsAClockThatIsTrustedWithoutABattery) {
  const Json old{{"name", "Cũ"}, {"output", "alsa:Device"}, {"clock", "system"}};
  auto here = machine();
  EXPECT_EQ(after_enter(old, here).at("clock"), "system");
  here.facts.clock_battery = true;
  EXPECT_EQ(after_enter(old, here).at("clock"), "system");
}

TEST(SetupQuestions, AnEmptyLineKeepsACentreWithoutAnAddress) {
  const Json old{
      {"name", "Cũ"}, {"output", "alsa:Device"}, {"centre", {{"firstContactWindow", "5s"}}}};
  EXPECT_EQ(after_enter(old, machine()).at("centre"), old.at("centre"));
}

TEST(SetupQuestions, TakeABoardThatAnswersAsItIs) {
  auto here = machine();
  here.facts.cards.clear();
  here.probe_board = [](const std::string& address) {
    signs::drivers::Found found;
    found.settings.kind = signs::drivers::BoardKind::firmware;
    found.settings.address = address;
    found.settings.geometry.width = 96;
    found.settings.geometry.height = 32;
    found.sized = true;
    return signs::drivers::ProbeResult{{found}, {}};
  };
  const auto answers = asked("Đài\n\n\nk\n\n-\nc\nserial:/dev/ttyUSB0\n", here);
  EXPECT_EQ(answers.at("board").at("width"), 96);
  EXPECT_EQ(answers.at("board").at("address"), "serial:/dev/ttyUSB0");
}

Machine with_relay(std::vector<std::string>& heard) {
  auto here = machine();
  here.facts.cards.resize(1);
  here.facts.chips = {{"gpiochip0", "pinctrl-test", 32}};
  here.line_fault = [](const std::string&) { return std::nullopt; };
  here.play_tone = [&](const std::string& card, const daemon::AmplifierConfig& amplifier) {
    heard.push_back(card);
    for (const auto& line : amplifier.lines) heard.push_back(line.line);
    return std::nullopt;
  };
  return here;
}

TEST(SetupQuestions, AskForTheAmplifiersLineWhereThereIsOneAndSwitchItOnForTheTone) {
  std::vector<std::string> heard;
  // name, commune, amplifier, line, low, lead, tone, card, then none of the rest
  const auto answers = asked("Đài xã\n\nc\nGPIO17\nc\n5s\nc\n1\n\nk\n\n-\nk\n", with_relay(heard));
  EXPECT_EQ(answers.at("amplifier"),
            Json::parse(R"({"lines": [{"name": "nguồn âm-ly", "line": "GPIO17",
                                       "activeLow": true, "lead": "5s"}]})"));
  EXPECT_THAT(heard, ::testing::ElementsAre("Headphones", "GPIO17"));
  EXPECT_EQ(merge("", answers.dump()).at("amplifier"), answers.at("amplifier"));
}

TEST(SetupQuestions, KeepTheAmplifierOrTakeItAway) {
  std::vector<std::string> heard;
  const std::string old = R"({"name": "Cũ", "output": "alsa:Headphones", "amplifier": {
    "lines": [{"name": "a", "line": "RELAY"}, {"name": "b", "line": "KEY", "lead": "0s"}]}})";
  const auto kept = asked("\n\nc\nc\n\n\nk\n\n-\nk\n", with_relay(heard), old);
  EXPECT_FALSE(kept.contains("amplifier"));
  EXPECT_THAT(heard, ::testing::ElementsAre("Headphones", "RELAY", "KEY"));
  const auto gone = asked("\n\nk\nk\nk\n\n\nk\n\n-\nk\n", with_relay(heard), old);
  EXPECT_TRUE(gone.at("amplifier").is_null());
}

TEST(SetupQuestions, AskAboutTheMachineWhomeverItIsToChangeFor) {
  auto here = machine();
  here.facts.cards.clear();
  here.facts.watchdog_off = true;
  const std::string before = "Đài\n-\n\n";  // name, commune, zone
  const std::string after = "k\n\n-\nk\n";  // page, administrator, centre, board
  EXPECT_FALSE(asked(before + after, here).contains("system"));
  here.facts.by_systemd = true;
  EXPECT_EQ(asked(before + "a.vn 10.0.0.1\n\n" + after, here).at("system"),
            Json::parse(R"({"timeServers": ["a.vn", "10.0.0.1"], "watchdog": true})"));
  EXPECT_FALSE(asked(before + "\nk\n" + after, here).contains("system"));
}

TEST(SetupQuestions, WriteNothingWhereTheAnswersEnd) {
  EXPECT_THROW(asked("Đài xã\n", machine()), std::runtime_error);
}

std::string content_of(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(SystemAnswers, AreDropInsOfSystemdThatAreTakenAwayAgain) {
  const Folder folder;
  const auto etc = folder.path() + "/etc";
  const auto watchdog = etc + "/systemd/system.conf.d/50-loa-watchdog.conf";
  const auto time = etc + "/systemd/timesyncd.conf.d/50-loa.conf";
  daemon::SystemAnswers answers{true, std::vector<std::string>{"a.vn", "10.0.0.1"}};
  EXPECT_EQ(daemon::write_system(answers, etc).size(), 2U) << "systemd is to be told of both";
  EXPECT_THAT(content_of(watchdog), HasSubstr("[Manager]\nRuntimeWatchdogSec=14s\n"));
  EXPECT_THAT(content_of(time), HasSubstr("[Time]\nNTP=\nNTP=a.vn 10.0.0.1\n"));
  EXPECT_TRUE(daemon::write_system(answers, etc).empty()) << "nothing has changed";
  EXPECT_TRUE(daemon::write_system({}, etc).empty());
  EXPECT_TRUE(std::filesystem::exists(watchdog));
  answers = {false, std::vector<std::string>{}};
  EXPECT_EQ(daemon::write_system(answers, etc).size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(watchdog));
  EXPECT_FALSE(std::filesystem::exists(time));
}

TEST(SetupCommand, RefusesAFileThatIsNotThereAtTheAnswerThatNamesIt) {
  const Folder folder;
  const auto config = folder.path() + "/etc/station.json";
  const auto answers =
      folder.file("answers.json", "{\"name\": \"Đài xã\",\n \"trust\": \"root.json\"}");
  auto ran = run_loa({"setup", "--answers", answers, "--config", config});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("answers.json:2:"));
  EXPECT_THAT(ran.err, HasSubstr("root.json cannot be read"));
  EXPECT_FALSE(std::filesystem::exists(config));
  std::filesystem::create_directories(folder.path() + "/etc");
  folder.file("etc/root.json", "{}");
  ran = run_loa({"setup", "--answers", answers, "--config", config});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(content_of(config), HasSubstr("\"trust\": \"root.json\""));
}

// As loa-station --take-answers does it before the station's first start.
struct AnswersOnce : ::testing::Test {
  Folder folder;
  std::string config = folder.path() + "/etc/station.json";
  std::string file = folder.path() + "/loa-answers.json";

  void take(const std::string& answers) const {
    folder.file("loa-answers.json", answers);
    daemon::take_answers_once(config, file);
  }
  static bool is_there(const std::string& path) { return std::filesystem::exists(path); }
};

TEST_F(AnswersOnce, AreTakenAndPutAwayAsDone) {
  folder.file("root.json", "the office's");
  take(R"({"name": "Đài xã", "trust": "root.json"})");
  EXPECT_THAT(content_of(config), HasSubstr("Đài xã"));
  EXPECT_EQ(content_of(folder.path() + "/etc/root.json"), "the office's") << "it lay beside them";
  EXPECT_FALSE(is_there(file));
  EXPECT_TRUE(is_there(file + ".done"));
  daemon::take_answers_once(config, file);
  EXPECT_TRUE(is_there(file + ".done")) << "there is nothing more to take";
}

TEST_F(AnswersOnce, ThatAreWrongArePutAwayWithTheReasonInBothLanguages) {
  take(R"({"name": "Đài xã"})");
  const auto before = content_of(config);
  take("{\n \"zone\": \"Asia/Nowhere\"}");
  EXPECT_EQ(content_of(config), before);
  EXPECT_FALSE(is_there(file));
  EXPECT_TRUE(is_there(file + ".failed"));
  const auto why = content_of(file + ".failed.txt");
  EXPECT_THAT(why, HasSubstr("loa-answers.json:2:10: zone: there is no time zone"));
  EXPECT_THAT(why, HasSubstr("không có múi giờ"));
}

TEST_F(AnswersOnce, ThatAreWrongLeaveTheOfficesFilesAsTheyWere) {
  folder.file("root.json", "the office's");
  take(R"({"name": "Đài xã", "trust": "root.json"})");
  folder.file("root.json", "another's");
  for (const auto* wrong : {R"({"nam": "sai", "trust": "root.json"})",
                            R"({"trust": "root.json", "policy": "none.json"})",
                            R"({"trust": "root.json", "listen": {"address": "192.0.2.1"}})"}) {
    take(wrong);
    EXPECT_TRUE(is_there(file + ".failed")) << wrong;
    EXPECT_EQ(content_of(folder.path() + "/etc/root.json"), "the office's") << wrong;
    std::filesystem::remove(file + ".failed");
  }
  take(R"({"trust": "root.json"})");
  EXPECT_TRUE(is_there(file + ".done"));
  EXPECT_EQ(content_of(folder.path() + "/etc/root.json"), "another's")
      << "though the configuration names it already";
}

// What would fail at each start of the machine is said once.
TEST_F(AnswersOnce, WithAFileThatIsTooLargeArePutAwayWithTheReason) {
  folder.file("root.json", std::string(20UL * 1024 * 1024, 'x'));
  take("{\"name\": \"Đài xã\",\n \"trust\": \"root.json\"}");
  EXPECT_TRUE(is_there(file + ".failed"));
  EXPECT_FALSE(is_there(file));
  EXPECT_FALSE(is_there(config));
  const auto why = content_of(file + ".failed.txt");
  EXPECT_THAT(why, HasSubstr("loa-answers.json:2:11: trust: "));
  EXPECT_THAT(why, HasSubstr("root.json cannot be read (File too large)"));
  EXPECT_THAT(why, HasSubstr("không đọc được tệp"));
}

TEST_F(AnswersOnce, ThatCannotBeReadOrNamedArePutAwayToo) {
  const auto long_name = std::string(300, 'x') + ".json";
  for (const auto& wrong : {std::string(300UL * 1024, ' '), R"({"trust": ")" + long_name + "\"}"}) {
    take(wrong);
    EXPECT_TRUE(is_there(file + ".failed"));
    EXPECT_THAT(content_of(file + ".failed.txt"), HasSubstr("the answers cannot be taken: "));
    EXPECT_THAT(content_of(file + ".failed.txt"), HasSubstr("không lấy được câu trả lời: "));
    std::filesystem::remove(file + ".failed");
  }
}

// The machine's fault is not the answers'. A disk of 64 kB is full at once.
TEST_F(AnswersOnce, StayWhereTheDiskIsFull) {
  const auto etc = folder.path() + "/etc";
  std::filesystem::create_directories(etc);
  if (!mount_disk(etc, "64k")) GTEST_SKIP() << "mount is root's";
  folder.file("root.json", std::string(1024UL * 1024, 'x'));
  std::error_code told;
  try {
    take(R"({"name": "Đài xã", "trust": "root.json"})");
  } catch (const std::system_error& error) {
    told = error.code();
  }
  ::umount(etc.c_str());
  EXPECT_EQ(told, std::errc::no_space_on_device);
  EXPECT_TRUE(is_there(file));
  EXPECT_FALSE(is_there(file + ".failed"));
}

TEST_F(AnswersOnce, AreNoWayToFilesElsewhere) {
  folder.file("secret", "x");
  take(R"({"name": "Đài xã", "trust": "../secret"})");
  EXPECT_FALSE(is_there(folder.path() + "/etc/secret"));
}

TEST(SetupCommand, WritesWhatIsAcceptedAndKeepsThePrevious) {
  const Folder folder;
  const auto config = folder.path() + "/etc/station.json";
  const auto answers = folder.file("answers.json", R"({"name": "Đài xã"})");
  auto ran = run_loa({"setup", "--answers", answers, "--config", config});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto first = content_of(config);
  struct stat about {};
  ASSERT_EQ(::stat(config.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0640U);
  folder.file("answers.json", R"({"name": "Đài xã mới"})");
  ran = run_loa({"setup", "--answers", answers, "--config", config});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(content_of(config), HasSubstr("Đài xã mới"));
  EXPECT_EQ(content_of(config + ".previous"), first);
  folder.file("answers.json", R"({"name": 5})");
  ran = run_loa({"setup", "--answers", answers, "--config", config});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("answers.json:1:"));
  EXPECT_THAT(content_of(config), HasSubstr("Đài xã mới"));
}

}  // namespace
}  // namespace loa::setup
