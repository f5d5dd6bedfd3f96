// loa-station's configuration: what it takes, and that everything wrong is told at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/config.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

base::Problems problems_of(const std::string& text) {
  try {
    config_from(text, "/etc/loa/station.json");
  } catch (const base::BadInput& error) {
    return error.problems();
  }
  return {};
}

TEST(Config, ANameIsEnoughAndTheRestHasDefaults) {
  const auto config = config_from(R"({"name": "Đài xã"})", "/etc/loa/station.json");
  EXPECT_EQ(config.name, "Đài xã");
  EXPECT_EQ(config.state, "/var/lib/loa");
  EXPECT_EQ(config.media, "/var/lib/loa/media");
  EXPECT_EQ(config.zone, "Asia/Ho_Chi_Minh");
  EXPECT_EQ(config.output, "alsa:default");
  EXPECT_EQ(config.loopback, "");
  EXPECT_EQ(config.live.device, "");
  EXPECT_EQ(config.live.longest, std::chrono::minutes{10});
  EXPECT_EQ(config.clock, base::ClockTrust::ntp);
  EXPECT_EQ(config.listen.address, "127.0.0.1");
  EXPECT_EQ(config.listen.port, 8470);
  EXPECT_EQ(config.centre.url, "");
  EXPECT_EQ(config.volume_ceiling, 100);
  EXPECT_EQ(config.emergency_volume, 100);
}

TEST(Config, AnEmergencyIsAsLoudAsTheCeilingLetsUnlessItIsToldOtherwise) {
  const auto volume = [](const std::string& keys) {
    return config_from(R"({"name": "Đài xã", )" + keys + "}", "/etc/loa/a.json").emergency_volume;
  };
  EXPECT_EQ(volume(R"("volumeCeiling": 70)"), 70);
  EXPECT_EQ(volume(R"("volumeCeiling": 70, "emergencyVolume": 90)"), 90);
}

TEST(Config, CommentsAreAllowedAndPathsBeginAtTheFilesFolder) {
  const auto config = config_from(R"({
    // của xã
    "name": "Đài xã", /* tên */
    "state": "state", "output": "wav:out/a.wav"
  })",
                                  "/home/x/station.json");
  EXPECT_EQ(config.state, "/home/x/state");
  EXPECT_EQ(config.media, "/home/x/state/media");
  EXPECT_EQ(config.output, "wav:/home/x/out/a.wav");
}

TEST(Config, WithoutAnAmplifierNothingIsSwitched) {
  EXPECT_TRUE(
      config_from(R"({"name": "Đài xã"})", "/etc/loa/station.json").amplifier.lines.empty());
}

TEST(Config, TheAmplifiersLinesAreInTheOrderInWhichTheyGoOn) {
  const auto amplifier = config_from(R"({"name": "Đài xã", "amplifier": {
    "lines": [{"name": "nguồn", "line": "gpiochip0:17", "activeLow": true, "lead": "5s"},
              {"name": "loa", "line": "RELAY_2"}],
    "hold": "15s", "idleOff": "0s", "shortestOn": "1m"}})",
                                     "/etc/loa/station.json")
                             .amplifier;
  ASSERT_EQ(amplifier.lines.size(), 2U);
  EXPECT_EQ(amplifier.lines[0].line, "gpiochip0:17");
  EXPECT_TRUE(amplifier.lines[0].active_low);
  EXPECT_EQ(amplifier.lines[0].lead, std::chrono::seconds{5});
  EXPECT_EQ(amplifier.lines[1].name, "loa");
  EXPECT_FALSE(amplifier.lines[1].active_low);
  EXPECT_EQ(amplifier.lines[1].lead, std::chrono::seconds{2});
  EXPECT_EQ(amplifier.hold, std::chrono::seconds{15});
  EXPECT_EQ(amplifier.idle_off, std::chrono::seconds{0});
  EXPECT_EQ(amplifier.shortest_on, std::chrono::minutes{1});
}

TEST(Config, AnAmplifierThatCannotWorkIsToldByLine) {
  const auto problems = problems_of(R"({"name": "Đài xã", "amplifier": {"hold": "0s", "lines": [
    {"name": "nguồn", "line": "gpiochip0:17", "lead": "1s"},
    {"name": "loa", "line": "gpiochip0:17", "lead": "2s"},
    {"name": "máy phát", "lead": "2m"}]}})");
  std::vector<std::string> codes;
  for (const auto& problem : problems) codes.push_back(problem.field + " " + problem.code);
  EXPECT_THAT(codes, ::testing::IsSupersetOf(
                         {"amplifier.lines[1] line-twice", "amplifier.lines[1] line-order"}));
  EXPECT_THAT(codes, ::testing::Contains(::testing::StartsWith("amplifier.hold ")));
  EXPECT_THAT(codes, ::testing::Contains(::testing::StartsWith("amplifier.lines[2].line ")));
  EXPECT_THAT(codes, ::testing::Contains(::testing::StartsWith("amplifier.lines[2].lead ")));
}

TEST(Config, WhatSoundsRoundProgrammesIsReadAsItemsOfAWeekAre) {
  const auto frame = config_from(R"({"name": "x",
    "opening": [{"chime": "ba-tieng"}, {"speech": "Đây là đài xã.", "voice": "vi-vn-x-south"}],
    "closing": [{"audio": "ket.mp3", "title": "Nhạc kết xã"}],
    "ident": {"audio": "hieu.mp3"}})",
                                 "f")
                         .frame;
  ASSERT_EQ(frame.opening.size(), 2U);
  EXPECT_EQ(std::get<schedules::Chime>(frame.opening[0].source).name, "ba-tieng");
  EXPECT_EQ(frame.opening[1].part, schedules::Part::opening);
  ASSERT_EQ(frame.closing.size(), 1U);
  EXPECT_EQ(frame.closing[0].title, "Nhạc kết xã");
  EXPECT_EQ(frame.closing[0].part, schedules::Part::closing);
  ASSERT_TRUE(frame.ident);
  EXPECT_EQ(std::get<schedules::AudioFile>(frame.ident->source).path, "hieu.mp3");
}

TEST(Config, ClustersAreNamesOrHaveChannelsOfTheDevice) {
  const auto names = config_from(R"({"name": "x", "clusters": ["Thôn Đông", "Thôn Đoài"]})", "f");
  EXPECT_EQ(names.clusters, (std::vector<std::string>{"Thôn Đông", "Thôn Đoài"}));
  EXPECT_TRUE(names.mapped_clusters.empty());

  const auto config = config_from(R"({"name": "x", "clusters": [
    {"name": "Thôn Đông", "channels": [1, 2]},
    {"name": "Trường học", "channels": [4], "gain": -6, "ceiling": -12, "delayMs": 250}],
    "amplifier": {"lines": [{"name": "nguồn", "line": "a"},
                            {"name": "loa trường", "line": "b", "cluster": "Trường học"}]}})",
                                  "f");
  EXPECT_EQ(config.clusters, (std::vector<std::string>{"Thôn Đông", "Trường học"}));
  ASSERT_EQ(config.mapped_clusters.size(), 2U);
  EXPECT_EQ(config.mapped_clusters[0].channels, (std::vector<int>{1, 2}));
  EXPECT_EQ(config.mapped_clusters[0].gain, 1);
  EXPECT_EQ(config.mapped_clusters[0].ceiling_dbtp, 0);
  EXPECT_NEAR(config.mapped_clusters[1].gain, 0.501, 0.001);
  EXPECT_EQ(config.mapped_clusters[1].ceiling_dbtp, -12);
  EXPECT_EQ(config.mapped_clusters[1].delay, std::chrono::milliseconds{250});
  EXPECT_EQ(config.amplifier.lines[0].cluster, "");
  EXPECT_EQ(config.amplifier.lines[1].cluster, "Trường học");
}

TEST(Config, AClusterMayNameADeviceOfItsOwn) {
  const auto config = config_from(R"({"name": "x", "output": "alsa:A", "clusters": [
    {"name": "Thôn Đông", "channels": [1]},
    {"name": "Thôn Đoài", "channels": [1], "output": "alsa:B"},
    {"name": "Trường học", "channels": [2], "output": "wav:truong.wav"}]})",
                                  "/etc/loa/station.json");
  ASSERT_EQ(config.mapped_clusters.size(), 3U) << "channel 1 of two devices is two channels";
  EXPECT_EQ(config.mapped_clusters[0].output, "alsa:A");
  EXPECT_EQ(config.mapped_clusters[1].output, "alsa:B");
  EXPECT_EQ(config.mapped_clusters[2].output, "wav:/etc/loa/truong.wav");
}

TEST(Config, SpeechIsLoasOwnUnlessAnotherEngineIsNamed) {
  const auto own = config_from(R"({"name": "Đài xã"})", "/etc/loa/station.json").speech;
  ASSERT_EQ(own.settings.command.size(), 3U);
  EXPECT_THAT(own.settings.command[0], ::testing::EndsWith("/loa-speaker"));
  EXPECT_EQ(own.settings.patience, std::chrono::seconds{60});
  EXPECT_EQ(own.abbreviations, "");
  const auto other = config_from(R"({"name": "Đài xã", "speech": {
    "engine": ["bin/doc", "--model", "/opt/{voice}.onnx"], "patience": "10m",
    "abbreviations": "viet-tat.tsv"}})",
                                 "/etc/loa/station.json")
                         .speech;
  EXPECT_THAT(other.settings.command,
              ::testing::ElementsAre("/etc/loa/bin/doc", "--model", "/opt/{voice}.onnx"));
  EXPECT_EQ(other.settings.patience, std::chrono::minutes{10});
  EXPECT_EQ(other.abbreviations, "/etc/loa/viet-tat.tsv");
}

TEST(Config, AnUnknownKeyIsRefusedByNameAndPlace) {
  const auto problems = problems_of("{\"name\": \"Đài\",\n  \"volumme\": 3}");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, "unknown-key");
  EXPECT_EQ(problems[0].field, "volumme");
  EXPECT_EQ(problems[0].place.line, 2);
  EXPECT_THAT(to_string(problems[0], base::Language::english),
              ::testing::StartsWith("/etc/loa/station.json:2:"));
}

struct Bad {
  const char* members;
  const char* field;
};

class BadConfig : public ::testing::TestWithParam<Bad> {};

TEST_P(BadConfig, IsRefusedAtItsField) {
  const auto problems = problems_of(std::string(R"({"name": "Đài", )") + GetParam().members + "}");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].field, GetParam().field);
  EXPECT_FALSE(problems[0].message.vi.empty());
  EXPECT_FALSE(problems[0].message.en.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadConfig,
    ::testing::Values(
        Bad{R"("zone": "Asia/Hanoi")", "zone"}, Bad{R"("output": "speaker")", "output"},
        Bad{R"("loopback": {"input": "wav:a.wav"})", "loopback.input"},
        Bad{R"("loopback": {"imput": "alsa:Mic"})", "loopback.imput"},
        Bad{R"("live": {"device": "Mic"})", "live.device"},
        Bad{R"("live": {"longest": "31m"})", "live.longest"},
        Bad{R"("live": {"device": "alsa:Mic"}, "loopback": {"input": "alsa:Mic"})", "live.device"},
        Bad{R"("output": "wav:")", "output"}, Bad{R"("clock": "sundial")", "clock"},
        Bad{R"("bufferMs": 5)", "bufferMs"}, Bad{R"("volumeCeiling": 101)", "volumeCeiling"},
        Bad{R"("emergencyVolume": -1)", "emergencyVolume"},
        Bad{R"("board": {"height": 20})", "board.height"},
        Bad{R"("board": {"width": 8})", "board.width"},
        Bad{R"("listen": {"port": 70000})", "listen.port"},
        Bad{R"("loudness": {"target": -5})", "loudness.target"},
        Bad{R"("loudness": {"ceiling": 0})", "loudness.ceiling"},
        Bad{R"("loudness": {"lufs": -16})", "loudness.lufs"}, Bad{R"("loudness": -16)", "loudness"},
        Bad{R"("ducking": {"gain": -41})", "ducking.gain"},
        Bad{R"("opening": [{"relay": "http://a/b", "duration": "1m"}])", "opening[0].relay"},
        Bad{R"("closing": [{"audio": "../a.mp3"}])", "closing[0].audio"},
        Bad{R"("opening": [{"audio": "a.mp3", "repeat": 2}])", "opening[0].repeat"},
        Bad{R"("ident": {})", "ident"},
        Bad{R"("clusters": [{"name": "A", "channels": [1]}, "B"])", "clusters"},
        Bad{R"("clusters": [{"name": "A", "channels": []}])", "clusters[0].channels"},
        Bad{R"("clusters": [{"name": "A", "channels": [0]}])", "clusters[0].channels[0]"},
        Bad{R"("clusters": [{"name": "A", "channels": [1.5]}])", "clusters[0].channels[0]"},
        Bad{R"("clusters": [{"name": "A", "channels": [1, 1]}])", "clusters[0].channels[1]"},
        Bad{R"("clusters": [{"name": "A", "channels": [1], "gain": 1}])", "clusters[0].gain"},
        Bad{R"("clusters": [{"name": "A", "channels": [1], "delayMs": 2001}])",
            "clusters[0].delayMs"},
        Bad{R"("clusters": [{"name": "A", "channels": [1]}, {"name": "A", "channels": [2]}])",
            "clusters[1]"},
        Bad{R"("clusters": [{"name": "A", "channels": [1]}, {"name": "B", "channels": [2, 1]}])",
            "clusters[1]"},
        Bad{R"("output": "wav:a.wav", "clusters": [{"name": "A", "channels": [9]}])",
            "clusters[0]"},
        Bad{R"("clusters": [{"name": "A", "channels": [1]},
                            {"name": "B", "channels": [1], "output": "usb"}])",
            "clusters[1].output"},
        Bad{R"("clusters": [{"name": "A", "channels": [1], "output": "alsa:B"}])", "clusters"},
        Bad{R"("clusters": ["A"], "amplifier": {"lines":
          [{"name": "n", "line": "a", "cluster": "A"}]})",
            "amplifier.lines[0].cluster"},
        Bad{R"("ducking": {"attackMs": -1})", "ducking.attackMs"},
        Bad{R"("equaliser": "loa-kem")", "equaliser"}, Bad{R"("equaliser": 3)", "equaliser"},
        Bad{R"("equaliser": [{"type": "notch", "hertz": 50}])", "equaliser[0].type"},
        Bad{R"("equaliser": [{"type": "peak", "hertz": 50}])", "equaliser[0].gain"},
        Bad{R"("equaliser": [{"type": "high-pass", "hertz": 50, "gain": 3}])", "equaliser[0].gain"},
        Bad{R"("equaliser": [{"type": "high-pass", "hertz": 10}])", "equaliser[0].hertz"},
        Bad{R"("equaliser": [{"type": "high-pass", "hertz": 90, "q": 0}])", "equaliser[0].q"},
        Bad{R"("listen": {"address": "0.0.0.0", "login": "none"})", "listen.login"},
        Bad{R"("listen": {"login": "no"})", "listen.login"},
        Bad{R"("listen": {"password": "mật khẩu chung cũ"})", "listen.password"},
        Bad{R"("firstPerson": {"name": "a@b", "password":
          "$argon2id$v=19$m=32768,t=2,p=1$Ur/ddLOZKNzxV5H5RFjKjw$5DcitDFPIK/9jNGSyOsiXXl4AeqzYMNvDkhDtSU1G4Q"})",
            "firstPerson.name"},
        Bad{R"("firstPerson": {"name": "Lan", "password": "mat khau"})", "firstPerson.password"},
        Bad{R"("centre": {"url": "ftp://x"})", "centre.url"},
        Bad{R"("centre": {"firstContactWindow": "2 phút"})", "centre.firstContactWindow"},
        Bad{R"("speech": {"patience": "2h"})", "speech.patience"},
        Bad{R"("speech": {"engine": "piper"})", "speech.engine"},
        Bad{R"("speech": {"engine": [""]})", "speech.engine[0]"}, Bad{R"("listen": [])", "listen"},
        Bad{R"("state": 7)", "state"}, Bad{R"("commune": "1329")", "commune"}));

TEST(Config, WithoutANameTheStationRunsAndIsNotSetUpYet) {
  const auto config = config_from("{}", "/etc/loa/station.json");
  EXPECT_FALSE(config.named);
  EXPECT_EQ(faults_of(config), std::vector<std::string>{"not-set-up"});
  EXPECT_TRUE(faults_of(config_from(R"({"name": "Đài xã"})", "station.json")).empty());
}

TEST(Config, EverythingWrongIsToldAtOnce) {
  const auto problems =
      problems_of(R"({"zone": "x", "bufferMs": -1, "board": {"height": 7}, "oops": 1})");
  EXPECT_EQ(problems.size(), 4U) << "zone, bufferMs, board.height, oops";
}

TEST(Config, TextThatIsNotJsonIsAProblemAndNotACrash) {
  for (const char* text : {"", "{", "[1,2]", "null", "{\"name\": \"\xff\"}", "\"\\u0000\""}) {
    EXPECT_FALSE(problems_of(text).empty()) << text;
  }
}

// Every key that the schema publishes is one that the program reads, and the other way round.
void compare(const Json& schema, const std::string& prefix) {
  for (const auto& [key, value] : schema.at("properties").items()) {
    const std::string path = prefix + "/" + key;
    EXPECT_TRUE(value.contains("description")) << path;
    if (value.contains("properties")) {
      compare(value, path);
      continue;
    }
    Json document{{"name", "x"}};
    // A value of no type that any key takes: the complaint then shows that the key is known.
    document[Json::json_pointer(path)] = {{"x", 1}};
    for (const auto& problem : problems_of(document.dump())) {
      EXPECT_NE(problem.code, "unknown-key") << path;
    }
  }
}

TEST(Config, TheSchemaPublishesTheKeysThatAreRead) {
  const auto schema = Json::parse(content_of(LOA_SOURCE_DIR "/daemon/loa-station.schema.json"));
  compare(schema, "");
  const Json all{{"name", "Đài"},
                 {"listen", {{"hosts", {"dai.local"}}, {"login", "required"}}},
                 {"centre", {{"token", "t"}}}};
  EXPECT_TRUE(problems_of(all.dump()).empty());
}

TEST(Config, LoudnessAndEqualiserAreRead) {
  const auto plain = config_from(R"({"name": "x"})", "station.json").sound;
  EXPECT_EQ(plain.loudness.target_lufs, -16);
  EXPECT_EQ(plain.loudness.ceiling_dbtp, -1);
  EXPECT_TRUE(plain.equaliser.empty());
  const auto horn = config_from(
      R"({"name": "x", "loudness": {"target": -18.5, "ceiling": -2}, "equaliser": "loa-nen"})",
      "station.json");
  EXPECT_EQ(horn.sound.loudness.target_lufs, -18.5);
  EXPECT_EQ(horn.sound.loudness.ceiling_dbtp, -2);
  EXPECT_EQ(horn.sound.equaliser, audio::equaliser_preset("loa-nen"));
  EXPECT_EQ(plain.ducking.gain_db, -18);
  const auto own = config_from(R"({"name": "x", "equaliser": [
      {"type": "high-pass", "hertz": 300}, {"type": "peak", "hertz": 2500, "gain": 4, "q": 2}]})",
                               "station.json");
  EXPECT_EQ(own.sound.equaliser,
            (std::vector<audio::EqualiserBand>{{audio::BandKind::high_pass, 300},
                                               {audio::BandKind::peak, 2500, 4, 2}}));
}

TEST(Config, ABoardIsReadWhole) {
  const auto config = config_from(R"({"name": "x", "board": {
      "kind": "e131", "address": "10.0.0.9", "width": 192, "height": 32, "colours": "rgb",
      "universe": 5, "priority": 120, "letters": "9x15", "bold": true, "message": "UBND xã",
      "zones": [{"name": "chu", "width": 128, "height": 32},
                {"name": "gio", "x": 128, "width": 64, "height": 16}],
      "brightness": {"cap": 80, "hours": [{"from": "18:00", "percent": 20},
                                          {"from": "06:00", "percent": 70}]},
      "power": {"fullWatts": 300, "mostWatts": 120}}})",
                                  "station.json");
  const auto& board = config.board;
  EXPECT_EQ(board.driver.kind, signs::drivers::BoardKind::e131);
  EXPECT_EQ(board.driver.address, "10.0.0.9");
  EXPECT_EQ(board.driver.universe, 5);
  EXPECT_EQ(board.driver.priority, 120);
  EXPECT_EQ(board.screen.geometry, (signs::Geometry{192, 32, signs::Palette::rgb}));
  EXPECT_EQ(board.screen.lettering, (signs::Lettering{signs::SmallFace::x9x15, true}));
  EXPECT_EQ(board.screen.message, "UBND xã");
  ASSERT_EQ(board.screen.zones.size(), 2U);
  EXPECT_EQ(board.screen.zones[1], (signs::Zone{"gio", 128, 0, 64, 16}));
  EXPECT_EQ(board.screen.lighting.cap, 80);
  ASSERT_EQ(board.screen.lighting.hours.size(), 2U);
  EXPECT_EQ(board.screen.lighting.hours[0].percent, 70) << "by time";
  EXPECT_EQ(board.screen.lighting.most_watts, 120);
}

TEST(Config, ABoardThatCannotBeIsRefusedAtItsKey) {
  const auto field_of = [](const std::string& board) {
    const auto problems = problems_of(R"({"name": "x", "board": )" + board + "}");
    return problems.empty() ? "" : problems.front().field;
  };
  EXPECT_EQ(field_of(R"({"kind": "projector"})"), "board.kind");
  EXPECT_EQ(field_of(R"({"kind": "firmware"})"), "board.address");
  EXPECT_EQ(field_of(R"({"kind": "firmware", "address": "/dev/ttyUSB0"})"), "board.address");
  EXPECT_EQ(field_of(R"({"kind": "onbon", "address": "tcp:10.0.0.5", "model": "7Q"})"),
            "board.model");
  EXPECT_EQ(field_of(R"({"kind": "colorlight", "address": "eth1", "order": "rgx"})"),
            "board.order");
  EXPECT_EQ(field_of(R"({"kind": "e131", "address": "h", "universe": 63999})"), "board.universe");
  EXPECT_EQ(field_of(R"({"zones": [{"name": "a", "width": 0, "height": 0}]})"),
            "board.zones[0].width");
  EXPECT_EQ(field_of(R"({"zones": [{"name": "a", "x": 120, "width": 16, "height": 16}]})"),
            "board.zones");
  EXPECT_EQ(field_of(R"({"brightness": {"hours": [{"from": "25:00", "percent": 5}]}})"),
            "board.brightness.hours[0].from");
  EXPECT_EQ(field_of(R"({"power": {"fullWatts": 100}})"), "board.power.mostWatts");
}

}  // namespace
}  // namespace loa::daemon::testing
