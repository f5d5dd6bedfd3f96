// The station's HTTP interface, over real HTTP with a real station on the virtual output.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/api.h"
#include "shell_support.h"
#include "small_disk.h"

namespace loa::daemon::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct ApiTest : ::testing::Test {
  Folder folder;
  RunningStation station{config_in(folder)};
};

TEST_F(ApiTest, AFreshStationSaysWhatItIsAndThatItHasNoSchedule) {
  const auto status = station.get("/v1/status").json();
  EXPECT_THAT(status.at("station").get<std::string>(), StartsWith("st-"));
  EXPECT_EQ(status.at("name"), "Đài thử");
  EXPECT_EQ(status.at("onAir"), nullptr);
  EXPECT_EQ(status.at("clock").at("zone"), "Asia/Ho_Chi_Minh");
  EXPECT_EQ(status.at("faults"), Json::array({"no-schedule"}));
  EXPECT_EQ(station.get("/v1/schedule").status, 404);
  EXPECT_EQ(station.get("/v1/timeline").json().at("slots"), Json::array());
  EXPECT_EQ(station.get("/healthz").json().at("ok"), false);
}

TEST_F(ApiTest, AGoodWeekIsCheckedWithoutBeingTakenAndThenTaken) {
  const auto checked = station.post("/v1/schedule/check", small_week(), {{"name", "tuan.json"}});
  EXPECT_EQ(checked.status, 200);
  EXPECT_EQ(checked.json().at("taken"), false);
  EXPECT_EQ(checked.json().at("problems"), Json::array());
  EXPECT_EQ(checked.json().at("understood").at("slots"), 1);
  EXPECT_EQ(checked.json().at("understood").at("next").size(), 5U);
  EXPECT_EQ(station.get("/v1/schedule").status, 404);

  EXPECT_EQ(station.post("/v1/schedule", small_week()).json().at("taken"), true);
  EXPECT_EQ(station.get("/v1/schedule").json().at("id"), "tuan");
  EXPECT_EQ(station.get("/v1/timeline").json().at("slots").size(), 1U);
  EXPECT_EQ(station.get("/v1/timeline", {{"day", "2027-02-03"}}).json().at("day"), "2027-02-03");
  EXPECT_EQ(station.get("/v1/schedule/week").json().at("slots").size(), 7U);
  EXPECT_EQ(station.get("/v1/status").json().at("faults"), Json::array());
}

TEST_F(ApiTest, ABadWeekIsRefusedWithEveryProblemAndTheOldOneStays) {
  station.post("/v1/schedule", small_week(1));
  const auto bad =
      week(R"([{"id":"p","title":"P","items":[{"audio":"../x.mp3"}]}])",
           R"([{"id":"s","days":["T9"],"start":"25:00","length":"1m","programme":"q"}])", 2);
  const auto answer = station.post("/v1/schedule", bad, {{"name", "tuan.json"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.json().at("taken"), false);
  EXPECT_GE(answer.json().at("problems").size(), 4U);
  const auto verdict = answer.json();
  for (const auto& problem : verdict.at("problems")) {
    EXPECT_EQ(problem.at("file"), "tuan.json");
    EXPECT_GT(problem.at("line"), 0);
    EXPECT_FALSE(problem.at("message").at("vi").get<std::string>().empty());
  }
  EXPECT_EQ(station.get("/v1/schedule").json().at("version"), 1);
}

TEST_F(ApiTest, CheckingABadWeekIsNoFailureOfTheCheck) {
  const auto answer = station.post("/v1/schedule/check", small_week().substr(0, 100));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json().at("ok"), false);
  EXPECT_EQ(answer.json().at("problems").size(), 1U);
}

TEST_F(ApiTest, AWeekWhoseMediaAreMissingIsTakenWithAWarning) {
  const auto text = week(R"([{"id":"p","title":"P","items":[{"audio":"khong-co.mp3"}]}])",
                         R"([{"id":"s","days":["T2","T3","T4","T5","T6","T7","CN"],"start":"05:00",
                "length":"5m","programme":"p"}])");
  const auto answer = station.post("/v1/schedule", text).json();
  EXPECT_EQ(answer.at("taken"), true);
  ASSERT_EQ(answer.at("problems").size(), 1U);
  EXPECT_EQ(answer.at("problems")[0].at("severity"), "warning");
  EXPECT_EQ(answer.at("problems")[0].at("code"), "media-missing");
  // It is due within a day, so it is an alarm as well.
  const auto status = station.get("/v1/status").json();
  EXPECT_EQ(status.at("faults"), Json::array({"media-missing"}));
  ASSERT_EQ(status.at("comingFaults").size(), 1U);
  const auto& coming = status.at("comingFaults")[0];
  EXPECT_EQ(coming.at("item"), "khong-co.mp3");
  EXPECT_EQ(coming.at("programme"), "P");
  EXPECT_THAT(coming.at("start").get<std::string>(), HasSubstr("T05:00:00"));
  EXPECT_THAT(coming.at("message").at("vi").get<std::string>(), HasSubstr("khong-co.mp3"));
}

TEST_F(ApiTest, AnnouncedTextGoesOnAirAndIntoTheRecord) {
  const auto taken = station.post("/v1/play", R"({"text":"Kính chào bà con","level":2})");
  ASSERT_EQ(taken.status, 202) << taken.body;
  const auto occurrence = taken.json().at("occurrence");
  const auto status = station.wait_until([](const Json& s) { return !s.at("onAir").is_null(); });
  ASSERT_FALSE(status.at("onAir").is_null());
  EXPECT_EQ(status.at("onAir").at("occurrence"), occurrence);
  EXPECT_EQ(status.at("onAir").at("level"), 2);
  station.wait_until([](const Json& s) { return s.at("onAir").is_null(); });
  const auto rows = station.get("/v1/log").json().at("rows");
  const auto result = std::find_if(rows.begin(), rows.end(), [&](const Json& row) {
    return row.at("kind") == "result" && row.at("occurrence") == occurrence;
  });
  ASSERT_NE(result, rows.end());
  EXPECT_EQ(result->at("outcome"), "played");
}

TEST_F(ApiTest, AnUploadedFileIsPlayedAndStopped) {
  write_tone(folder / "tone.wav", 30);
  const auto uploaded =
      station.post("/v1/media", content_of(folder / "tone.wav"), {{"name", "tone.wav"}});
  ASSERT_EQ(uploaded.status, 201);
  const auto file = uploaded.json().at("file").get<std::string>();
  EXPECT_EQ(station.post("/v1/play", Json{{"file", file}}.dump()).status, 202);
  station.wait_until([](const Json& s) { return !s.at("onAir").is_null(); });
  EXPECT_EQ(station.post("/v1/pause", "").status, 200);
  EXPECT_EQ(station.get("/v1/status").json().at("paused"), true);
  EXPECT_EQ(station.post("/v1/resume", "").status, 200);
  EXPECT_EQ(station.post("/v1/stop", R"({"all":true})").status, 200);
  const auto status = station.wait_until([](const Json& s) { return s.at("onAir").is_null(); });
  EXPECT_EQ(status.at("onAir"), nullptr);
}

TEST_F(ApiTest, OfUploadedFilesTheTwentyNewestAreKept) {
  const auto manual = folder / "media/manual";
  std::filesystem::create_directories(manual);
  const auto before = std::filesystem::file_time_type::clock::now() - std::chrono::hours{1};
  for (int i = 0; i < 20; ++i) {
    const auto path = manual / (std::to_string(i) + ".wav");
    write(path, "x");
    std::filesystem::last_write_time(path, before + std::chrono::minutes{i});
  }
  ASSERT_EQ(station.post("/v1/media", "sound", {{"name", "tone.wav"}}).status, 201);
  std::size_t kept = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(manual)) ++kept;
  EXPECT_EQ(kept, 20U);
  EXPECT_FALSE(std::filesystem::exists(manual / "0.wav"));
  EXPECT_TRUE(std::filesystem::exists(manual / "1.wav"));
}

TEST(ApiOnASmallDisk, AnUploadThatWouldTakeTheRecordsRoomIsRefused) {
  const Folder folder;
  const auto manual = folder / "media/manual";
  std::filesystem::create_directories(manual);
  if (!mount_disk(manual, "257m")) GTEST_SKIP() << "no disk can be mounted here";
  {
    const RunningStation station(config_in(folder));
    EXPECT_EQ(station.post("/v1/media", "sound", {{"name", "a.wav"}}).status, 201);
    const auto refused =
        station.post("/v1/media", std::string(2'000'000, 'x'), {{"name", "b.wav"}});
    EXPECT_EQ(refused.status, 507);
    EXPECT_EQ(refused.json().at("error"), "disk-full");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(manual), {}), 1);
  }
  ::umount(manual.c_str());
}

TEST_F(ApiTest, TheBoardShowsTheSlogan) {
  auto text = Json::parse(small_week());
  text["slogans"] = {{{"id", "k"}, {"text", "Vì nhân dân"}, {"effect", "hold"}}};
  text["defaultSlogans"] = {"k"};
  ASSERT_EQ(station.post("/v1/schedule", text.dump()).status, 200);
  const auto picture = station.get("/v1/sign.png", {{"scale", "2"}});
  EXPECT_EQ(picture.headers.at("content-type"), "image/png");
  EXPECT_THAT(picture.body, StartsWith("\x89PNG"));
  EXPECT_THAT(station.get("/v1/sign.txt").body, HasSubstr("█"));
  const auto motion = station.get("/v1/sign.gif", {{"seconds", "1"}});
  EXPECT_EQ(motion.headers.at("content-type"), "image/gif");
  EXPECT_THAT(motion.body, StartsWith("GIF89a"));
  const auto board = station.get("/v1/status").json().at("board");
  EXPECT_EQ(board.at("text"), "Vì nhân dân");
  EXPECT_EQ(board.at("kind"), "simulated");
  EXPECT_EQ(board.at("state"), "working");
  EXPECT_EQ(board.at("picture"), "confirmed");
  EXPECT_EQ(board.at("brightness"), 100);
}

struct BadCall {
  const char* method;
  const char* path;
  std::map<std::string, std::string> query;
  std::string body;
  int status;
};

TEST_F(ApiTest, BadInputIsRefusedInWords) {
  const std::string deep = std::string(200'000, '[');
  const std::vector<BadCall> calls{
      {"GET", "/v1/nothing", {}, "", 404},
      {"GET", "/v1/play", {}, "", 405},
      {"POST", "/v1/status", {}, "", 405},
      {"GET", "/v1/timeline", {{"day", "hôm qua"}}, "", 400},
      {"GET", "/v1/timeline", {{"day", "2026-02-30"}}, "", 400},
      {"GET", "/v1/log", {{"limit", "0"}}, "", 400},
      {"GET", "/v1/log", {{"limit", "99999999999999999999"}}, "", 400},
      {"GET", "/v1/log", {{"since", "5h"}}, "", 400},
      {"GET", "/v1/sign.png", {{"scale", "17"}}, "", 400},
      {"GET", "/v1/sign.gif", {{"scale", "5"}}, "", 400},
      {"GET", "/v1/sign.gif", {{"seconds", "11"}}, "", 400},
      {"POST", "/v1/schedule", {}, "", 422},
      {"POST", "/v1/schedule", {}, "{", 422},
      {"POST", "/v1/schedule", {}, deep, 422},
      {"POST", "/v1/schedule", {}, "\xff\xfe", 422},
      {"POST", "/v1/play", {}, "", 422},
      {"POST", "/v1/play", {}, deep.substr(0, 60'000), 422},
      {"POST", "/v1/play", {}, deep, 413},
      {"POST", "/v1/play", {}, R"({"text":""})", 422},
      {"POST", "/v1/play", {}, R"({"text":"a","level":4})", 422},
      {"POST", "/v1/play", {}, R"({"text":"a","clusters":["Thôn Đông"]})", 422},
      {"POST", "/v1/play", {}, R"({"text":"a","lvl":1})", 422},
      {"POST", "/v1/play", {}, Json{{"text", std::string(2001, 'a')}}.dump(), 422},
      {"POST", "/v1/play", {}, R"({"file":"../state/journal.db"})", 422},
      {"POST", "/v1/play", {}, R"({"file":"/etc/passwd"})", 422},
      {"POST", "/v1/play", {}, R"({"file":"khong-co.mp3"})", 422},
      {"POST", "/v1/play", {}, R"({"chime":"../x"})", 422},
      {"POST", "/v1/volume", {}, R"({"percent":101})", 422},
      {"POST", "/v1/volume", {}, R"({})", 422},
      {"POST", "/v1/stop", {}, R"({"all":"yes"})", 422},
  };
  for (const auto& call : calls) {
    const auto answer = std::string(call.method) == "GET"
                            ? station.get(call.path, call.query)
                            : station.post(call.path, call.body, call.query);
    EXPECT_EQ(answer.status, call.status)
        << call.method << ' ' << call.path << ' ' << call.body.substr(0, 60) << '\n'
        << answer.body.substr(0, 300);
    const auto json = answer.json();
    ASSERT_TRUE(json.is_object()) << call.path;
    EXPECT_TRUE(json.contains("message") || json.contains("problems")) << call.path;
  }
  EXPECT_EQ(station.get("/v1/status").status, 200);
}

TEST_F(ApiTest, APostWithoutTheHeaderAndAStrangeHostAreRefused) {
  EXPECT_EQ(station.call("POST", "/v1/stop", {}, "{}", {}).status, 403);
  EXPECT_EQ(station.call("GET", "/v1/status", {}, "", {{"host", "evil.example"}}).status, 421);
}

TEST_F(ApiTest, ThePageIsServedWithAStrictPolicy) {
  for (const char* path : {"/", "/login.html", "/login.js", "/app.js", "/style.css", "/base.css",
                           "/language.js", "/openapi.json", "/icon.svg"}) {
    const auto file = station.get(path);
    EXPECT_EQ(file.status, 200) << path;
    EXPECT_THAT(file.headers.at("content-security-policy"), StartsWith("default-src 'none'"));
  }
}

TEST_F(ApiTest, EveryAnswerIsKeptFromStrangePages) {
  for (const char* path : {"/", "/v1/status", "/v1/sign.png", "/khong-co", "/healthz"}) {
    const auto headers = station.get(path).headers;
    EXPECT_THAT(headers.at("content-security-policy"), HasSubstr("frame-ancestors 'none'")) << path;
    EXPECT_EQ(headers.at("x-content-type-options"), "nosniff") << path;
    EXPECT_EQ(headers.at("referrer-policy"), "no-referrer") << path;
    EXPECT_EQ(headers.at("cross-origin-opener-policy"), "same-origin") << path;
    EXPECT_EQ(headers.at("cross-origin-resource-policy"), "same-origin") << path;
  }
}

TEST(Api, TheOpenApiDocumentHasExactlyTheRoutesOfTheCode) {
  const auto document = Json::parse(content_of(LOA_SOURCE_DIR "/web/station/openapi.json"));
  std::vector<std::pair<std::string, std::string>> documented;
  for (const auto& [path, operations] : document.at("paths").items()) {
    for (const auto& [method, operation] : operations.items()) {
      documented.emplace_back(method == "get" ? "GET" : "POST", path);
    }
  }
  std::vector<std::pair<std::string, std::string>> served;
  for (const auto& route : Api::routes()) served.emplace_back(route.method, route.path);
  EXPECT_THAT(documented, ::testing::UnorderedElementsAreArray(served));
}

TEST(ClustersByHand, SoundWhereTheyAreMeantAndAreInTheRecord) {
  Folder folder;
  auto config = config_in(folder);
  config.clusters = {"Thôn Đông", "Thôn Đoài"};
  config.mapped_clusters = {{"Thôn Đông", {1}}, {"Thôn Đoài", {2}}};
  const RunningStation station(config);
  EXPECT_EQ(station.get("/v1/status").json().at("sound").at("clusters"),
            (Json{"Thôn Đông", "Thôn Đoài"}));
  const auto refused = station.post("/v1/play", R"({"chime":"ba-tieng","clusters":["Thôn Nam"]})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("cluster-unknown"));
  const auto taken = station.post("/v1/play", R"({"chime":"ba-tieng","clusters":["Thôn Đoài"]})");
  ASSERT_EQ(taken.status, 202) << taken.body;
  station.wait_until([](const Json& s) { return !s.at("onAir").is_null(); });
  station.wait_until([](const Json& s) { return s.at("onAir").is_null(); });
  const auto rows = station.get("/v1/log").json().at("rows");
  for (const auto& row : rows) {
    if (row.at("kind") == "result") {
      EXPECT_THAT(row.dump(), HasSubstr(R"(\"clusters\":[\"Thôn Đoài\"])"));
    }
  }
}

TEST(DevicesOfClusters, OneThatIsLostSilencesItsOwnAndIsNamed) {
  Folder folder;
  auto config = config_in(folder);
  config.clusters = {"Thôn Đông", "Thôn Đoài"};
  config.mapped_clusters = {{"Thôn Đông", {1}}, {"Thôn Đoài", {1}}};
  config.mapped_clusters[1].output = "alsa:khong-co";
  const RunningStation station(config);
  ASSERT_EQ(station.post("/v1/play", R"({"chime":"ba-tieng"})").status, 202);
  const auto lost = [](const Json& status) {
    const auto& devices = status.at("sound").at("devices");
    return devices.at(0).at("state") == "running" && devices.at(1).at("state") == "lost";
  };
  station.wait_until(lost);
  const auto status = station.get("/v1/status").json();
  EXPECT_THAT(status.at("faults"), ::testing::Contains("device-lost"));
  EXPECT_EQ(status.at("sound").at("devices").at(1).at("output"), "alsa:khong-co");
  EXPECT_EQ(status.at("sound").at("devices").at(1).at("clusters"), Json{"Thôn Đoài"});
  station.wait_until([](const Json& s) { return s.at("onAir").is_null(); });
  std::vector<std::string> told;
  const auto log = station.get("/v1/log").json();
  for (const auto& row : log.at("rows")) {
    if (row.at("kind") == "result") {
      EXPECT_EQ(row.at("outcome"), "played");
      EXPECT_THAT(row.dump(), HasSubstr(R"(\"clusters\":[\"Thôn Đông\"])"));
      EXPECT_THAT(row.dump(), HasSubstr(R"(\"clustersSilent\":[\"Thôn Đoài\"])"));
    }
    told.push_back(row.dump());
  }
  EXPECT_THAT(told, ::testing::Contains(HasSubstr(
                        R"({\"clusters\":[\"Thôn Đoài\"],\"device\":\"alsa:khong-co\"})")));
}

TEST(VolumeCeiling, IsKeptAtTheStartAndByHand) {
  const Folder folder;
  auto config = config_in(folder);
  config.volume_ceiling = 60;
  const RunningStation station(config);
  EXPECT_EQ(station.get("/v1/status").json().at("sound").at("volume"), 60);
  EXPECT_EQ(station.post("/v1/volume", R"({"percent":61})").status, 422);
  EXPECT_EQ(station.post("/v1/volume", R"({"percent":40})").status, 200);
  EXPECT_EQ(station.get("/v1/status").json().at("sound").at("volume"), 40);
}

}  // namespace
}  // namespace loa::daemon::testing
