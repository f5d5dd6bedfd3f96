// A first start: what answers make of a configuration, and what is asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/problem.h"
#include "cli/setup/questions.h"
#include "daemon/setup_answers.h"
#include "program.h"

namespace loa::setup {
namespace {

using cli::testing::Folder;
using cli::testing::run_loa;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

daemon::Communes some_communes() {
  return daemon::Communes::read(
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

// Of a random password.
constexpr auto kSomeHash =
    "$argon2id$v=19$m=32768,t=2,p=1$Ur/ddLOZKNzxV5H5RFjKjw$"
    "5DcitDFPIK/9jNGSyOsiXXl4AeqzYMNvDkhDtSU1G4Q";

Machine machine() {
  Machine machine;
  machine.facts.cards = {{0, "Headphones", "bcm2835"}, {1, "Device", "USB Audio"}};
  machine.facts.addresses = {"loa.local", "192.168.1.9"};
  machine.communes = some_communes();
  machine.play_tone = [](const std::string&, const auto&) { return std::error_code(); };
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
    return std::error_code();
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
  EXPECT_EQ(made.at("firstPerson"), expected.at("firstPerson"));
  for (const auto& [key, value] : expected.items()) EXPECT_EQ(made.at(key).size(), value.size());
  EXPECT_EQ(made.at("board"), expected.at("board"));
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
    return std::error_code();
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

TEST(SetupQuestions, WriteNothingWhereTheAnswersEnd) {
  EXPECT_THROW(asked("Đài xã\n", machine()), std::runtime_error);
}

std::string content_of(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
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
