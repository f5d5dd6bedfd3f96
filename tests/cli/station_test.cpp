// The commands that talk to a station, against the real programs; and the manual, against --help.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "station_program.h"
#include "support/test_card.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Json = nlohmann::json;

const char* const kWeek = R"({"id":"tuan","version":1,"title":"Tuần thử","zone":"Asia/Ho_Chi_Minh",
"valid":{"from":"2020-01-01","to":"2029-12-31"},
"programmes":[{"id":"p","title":"Chào buổi sáng","items":[{"chime":"nhac-hieu"}]}],
"slogans":[{"id":"k","text":"Vì dân","effect":"hold"}], "defaultSlogans":["k"],
"slots":[{"id":"s","days":["T2","T3","T4","T5","T6","T7","CN"],"start":"05:00","length":"5m",
"programme":"p"}]})";

struct StationCommands : ::testing::Test {
  bool is_on_air(const std::string& title) {
    const auto status = Json::parse(station.loa({"status", "--json"}).out);
    const auto& now = status.at("onAir");
    return now.is_object() && now.at("title") == title;
  }

  Folder folder;
  StationProgram station{folder};
};

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(StationCommands, StatusTellsPeopleAndPrograms) {
  EXPECT_THAT(station.loa({"status"}).out, HasSubstr("Đài xã"));
  const auto json = Json::parse(station.loa({"status", "--json"}).out);
  EXPECT_EQ(json.at("name"), "Đài xã");
}

TEST_F(StationCommands, PeopleAreManagedByTheOwner) {
  const auto password = folder.file("mat-khau", "loa kêu lúc năm giờ\nkhông thuộc mật khẩu\n");
  EXPECT_THAT(station.loa({"people", "code"}).out, ::testing::MatchesRegex("[3-9A-Y-]{11}\n"));
  const auto added =
      station.loa({"people", "add", "Lan", "--role", "admin", "--password-file", password});
  EXPECT_EQ(added.code, 0) << added.err;
  EXPECT_EQ(station.loa({"people", "code"}).code, 1) << "there is somebody now";
  station.loa({"people", "add", "Minh", "--role", "operator", "--password-file", password});
  EXPECT_EQ(station.loa({"people", "role", "Minh", "auditor"}).code, 0);
  EXPECT_EQ(station.loa({"people", "disable", "Minh"}).code, 0);
  EXPECT_EQ(station.loa({"people", "list"}).out,
            "Lan  admin (administrator)\nMinh  auditor (auditor), disabled\n");
  EXPECT_EQ(station.loa({"people", "enable", "Minh"}).code, 0);
  EXPECT_EQ(station.loa({"people", "password", "Minh", "--password-file", password}).code, 0);
  EXPECT_EQ(station.loa({"people", "role", "Minh", "king"}).code, 2);
  const auto last = station.loa({"people", "disable", "Lan"});
  EXPECT_EQ(last.code, 1);
  EXPECT_THAT(last.err, HasSubstr("one administrator must stay"));
  const auto code = ::testing::MatchesRegex("one-time code, good for seven days: [3-9A-Y-]{11}\n");
  EXPECT_THAT(station.loa({"people", "add", "Hoa", "--role", "operator", "--code"}).out, code);
  EXPECT_THAT(station.loa({"people", "code", "Hoa"}).out, code);
  EXPECT_EQ(station.loa({"people", "logout", "Hoa"}).code, 0);
  EXPECT_EQ(station.loa({"people", "remove", "Hoa"}).code, 0);
  EXPECT_EQ(station.loa({"people", "remove", "Hoa"}).code, 1);
}

TEST_F(StationCommands, WhoCannotReadTheTokenIsTold) {
  const auto ran = station.loa_by_a_stranger({"status"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("sudo"));
}

TEST(PeopleHash, IsForTheConfiguration) {
  const Folder folder;
  const auto ran = run_loa(
      {"people", "hash", "--password-file", folder.file("mat-khau", "loa kêu lúc năm giờ")});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const auto answers = folder.file(
      "answers.json",
      Json{{"name", "Đài xã"},
           {"firstPerson", {{"name", "Lan"}, {"password", ran.out.substr(0, ran.out.find('\n'))}}}}
          .dump());
  const auto config = folder.path() + "/station.json";
  const auto set = run_loa({"setup", "--answers", answers, "--config", config});
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_THAT(content_of(config), HasSubstr("$argon2id$"));
}

TEST_F(StationCommands, AWeekIsLoadedAndShown) {
  const auto loaded = station.loa({"schedule", "load", folder.file("tuan.json", kWeek)});
  EXPECT_EQ(loaded.code, 0) << loaded.err;
  EXPECT_THAT(loaded.out, HasSubstr("Tuần thử"));
  EXPECT_EQ(Json::parse(station.loa({"schedule", "show"}).out).at("id"), "tuan");
  EXPECT_THAT(station.loa({"schedule", "show", "--week"}).out,
              HasSubstr("05:00 – 05:05  Chào buổi sáng"));
  EXPECT_THAT(station.loa({"sign", "show"}).out, HasSubstr("█"));
  EXPECT_EQ(station.loa({"sign", "png", folder.path() + "/bang.png"}).code, 0);
  EXPECT_THAT(content_of(folder.path() + "/bang.png"), StartsWith("\x89PNG"));
  EXPECT_EQ(station.loa({"sign", "gif", folder.path() + "/bang.gif", "--seconds", "1"}).code, 0);
  EXPECT_THAT(content_of(folder.path() + "/bang.gif"), StartsWith("GIF89a"));
  EXPECT_EQ(station.loa({"sign", "gif", folder.path() + "/x.gif", "--seconds", "11"}).code, 2);
  EXPECT_THAT(station.loa({"status"}).out, HasSubstr("Vì dân (a simulated board, 100 %)"));
}

TEST(LiveCommand, OpensTheMicrophoneAndStopEndsIt) {
  const tests::TestCard microphone;  // before the station, which it shows where ALSA is
  const Folder folder;
  const StationProgram station(
      folder, R"("live": {"device": "alsa:)" + microphone.ear("NOISE=-30") + R"("}, )");
  const auto strange = station.loa({"live", "--device", "alsa:khong-co,1"});
  EXPECT_EQ(strange.code, 1);
  EXPECT_THAT(strange.err, HasSubstr("device"));
  const auto live = station.loa({"live", "--for", "25s", "--title", "Chủ tịch xã", "--level", "2"});
  EXPECT_EQ(live.code, 0) << live.err;
  EXPECT_THAT(live.out, HasSubstr("closes after 0:25"));
  const auto status = [&] { return Json::parse(station.loa({"status", "--json"}).out); };
  const auto sounds = [](const Json& now) {
    return now.at("onAir").is_object() && now.at("sound").at("rmsDb") > -40;
  };
  for (int tries = 0; !sounds(status()); ++tries) ASSERT_LT(tries, 100);
  EXPECT_EQ(status().at("onAir").at("title"), "Chủ tịch xã");
  EXPECT_EQ(status().at("onAir").at("level"), 2);
  EXPECT_EQ(station.loa({"stop"}).code, 0);
  for (int tries = 0; status().at("onAir").is_object(); ++tries) ASSERT_LT(tries, 100);
}

TEST_F(StationCommands, ABadWeekIsRefusedWithItsProblems) {
  const auto path = folder.file("hong.json", R"({"id": "tuan"})");
  const auto loaded = station.loa({"schedule", "load", path});
  EXPECT_EQ(loaded.code, 1);
  EXPECT_THAT(loaded.err, HasSubstr(path + ":1:"));
  EXPECT_EQ(station.loa({"schedule", "show"}).code, 1);
}

TEST_F(StationCommands, WordsAndFilesArePlayedAndTheRecordHolds) {
  EXPECT_EQ(station.loa({"play", "Kính chào bà con", "--level", "2", "--title", "Chào"}).code, 0);
  // It is spoken into a file first.
  for (int tries = 0; !is_on_air("Chào"); ++tries) ASSERT_LT(tries, 100);
  EXPECT_EQ(station.loa({"pause"}).code, 0);
  EXPECT_EQ(station.loa({"resume"}).code, 0);
  EXPECT_EQ(station.loa({"volume", "70"}).code, 0);
  EXPECT_EQ(station.loa({"stop", "--all"}).code, 0);
  const auto missing = station.loa({"play", "khong-co.mp3"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.err, HasSubstr("khong-co.mp3"));
  const auto text = station.loa({"play", folder.file("chu.mp3", "not sound at all")});
  EXPECT_EQ(text.code, 1);
  EXPECT_THAT(text.err, HasSubstr("not sound"));

  // Its result is there once the sound has ended.
  const auto is_recorded = [&] {
    return station.loa({"log"}).out.find("Chào") != std::string::npos;
  };
  for (int tries = 0; !is_recorded(); ++tries) ASSERT_LT(tries, 100);
  std::istringstream rows(station.loa({"log", "--since", "2020-01-01", "--json"}).out);
  std::string line;
  for (int seq = 1; std::getline(rows, line); ++seq) EXPECT_EQ(Json::parse(line).at("seq"), seq);
  EXPECT_EQ(station.loa({"log", "--since", "hôm qua"}).code, 2);

  EXPECT_EQ(station.stop(), 0);
  const auto verified = run_loa({"log", "verify", folder.path() + "/state/journal.db"});
  EXPECT_EQ(verified.code, 0);
  EXPECT_THAT(verified.out, HasSubstr("the chain holds"));
  const auto by_default =
      run_loa({"log", "verify"}, {{"LOA_LANG", "en"}, {"LOA_STATE", folder.path() + "/state"}});
  EXPECT_EQ(by_default.out, verified.out);
}

TEST(WithoutAStation, EachCommandSaysSoInOneSentenceAndEndsWithThree) {
  const std::vector<std::vector<std::string>> commands{
      {"status"},      {"log"},          {"play", "a b"},     {"live"}, {"stop"}, {"pause"},
      {"volume", "5"}, {"sign", "show"}, {"schedule", "show"}};
  for (auto command : commands) {
    for (const char* url : {"http://127.0.0.1:1", "nothing"}) {
      command.insert(command.end(), {"--station", url});
      const auto ran = run_loa(command);
      command.resize(command.size() - 2);
      EXPECT_EQ(ran.code, 3) << command[0];
      EXPECT_THAT(ran.err, StartsWith("loa: no station answers at"));
      EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1);
    }
  }
}

TEST(SignProbe, SaysThatNothingAnswersAndRefusesWhatIsNoAddress) {
  const auto nothing = run_loa({"sign", "probe", "tcp:127.0.0.1:1"}, {{"LOA_LANG", "en"}});
  EXPECT_EQ(nothing.code, 1);
  EXPECT_EQ(nothing.out, "no board answers\ntcp:127.0.0.1:1: Connection refused\n");
  const auto bad = run_loa({"sign", "probe", "/dev/ttyUSB0"}, {{"LOA_LANG", "en"}});
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, HasSubstr("is no address of a board"));
}

// The names of the subcommands that --help lists.
std::vector<std::string> subcommands(std::vector<std::string> path) {
  path.emplace_back("--help");
  std::istringstream help(run_loa(path).out);
  std::vector<std::string> names;
  bool listed = false;
  for (std::string line; std::getline(help, line);) {
    if (listed && line.starts_with("  ") && line[2] != ' ') {
      names.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    listed = listed || line == "Subcommands:";
  }
  return names;
}

// What the manual prints in bold at the head of each entry: "schedule check FILE".
std::vector<std::string> entries_of(const std::string& manual) {
  std::vector<std::string> entries;
  std::istringstream in(manual);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(".B")) continue;
    line.erase(0, line.find(' ') + 1);
    std::erase(line, '"');
    entries.push_back(line + ' ');
  }
  return entries;
}

void expect_in_manual(const std::string& words, const std::vector<std::string>& path,
                      const std::vector<std::string>& entries) {
  for (const auto& name : subcommands(path)) {
    const auto whole = words + name + ' ';
    EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [&](const std::string& entry) {
      return entry.starts_with(whole);
    })) << whole;
    auto inner = path;
    inner.push_back(name);
    expect_in_manual(whole, inner, entries);
  }
}

TEST(Manual, HasEveryCommandThatHelpLists) {
  ASSERT_THAT(subcommands({}), ::testing::IsSupersetOf({"schedule", "status", "log", "play"}));
  expect_in_manual("", {}, entries_of(content_of(LOA_SOURCE_DIR "/docs/man/loa.1")));
}

}  // namespace
}  // namespace loa::cli::testing
