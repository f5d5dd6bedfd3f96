// Starting and ending the station: two on one folder, a taken port, a wrong file, and what outlives
// a stop.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/app.h"
#include "daemon/supervisor.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

std::string why_not(const Config& config) {
  try {
    const App app(config);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(App, ASecondStationOnTheSameFolderIsRefusedInWords) {
  const Folder folder;
  const RunningStation first(config_in(folder));
  EXPECT_THAT(why_not(config_in(folder)), ::testing::HasSubstr((folder / "state").string()));
  EXPECT_EQ(first.get("/v1/status").status, 200);
}

TEST(App, ATakenPortOrAnAddressThatIsNotThereCostsThePageAlone) {
  const Folder folder;
  const Folder other;
  auto config = config_in(other);
  const App holder(config_in(folder));
  config.listen.port = holder.port();
  EXPECT_EQ(App(config).port(), 0);
  config.listen.port = 0;
  EXPECT_NE(App(config).port(), 0);
  config.listen.address = "192.0.2.1";
  EXPECT_EQ(App(config).port(), 0);
}

// Safe mode would take the week away of a station that only waits to be mended.
TEST(App, AStartThatANamedFileForbidsIsNoCrash) {
  const Folder folder;
  const auto wrong = folder / "hong.json";
  write(wrong, "{");
  const std::vector<std::function<void(Config&)>> naming{
      [&](Config& config) { config.trust = wrong; },
      [&](Config& config) { config.policy = wrong.string(); },
      [&](Config& config) { config.command_otp = wrong; },
      [&](Config& config) { config.speech.abbreviations = wrong; }};
  for (const auto& name : naming) {
    auto config = config_in(folder);
    name(config);
    EXPECT_THROW(App{config}, base::BadInput);
    const auto starts = Json::parse(content_of(folder / "state/starts.json"));
    EXPECT_EQ(starts.at("running"), false);
    EXPECT_EQ(starts.at("points"), 0);
  }
}

TEST(App, KeepsItsWeekItsNameAndItsRecordOverAStop) {
  const Folder folder;
  Json before;
  {
    RunningStation station(config_in(folder));
    station.post("/v1/schedule", small_week(7));
    before = station.get("/v1/status").json();
  }
  const RunningStation station(config_in(folder));
  const auto after = station.get("/v1/status").json();
  EXPECT_EQ(after.at("station"), before.at("station"));
  EXPECT_EQ(after.at("schedule").at("id"), "tuan.7");
  std::vector<std::string> events;
  const auto log = station.get("/v1/log").json();
  for (const auto& row : log.at("rows")) {
    events.push_back(row.at("title").get<std::string>());
  }
  EXPECT_THAT(events, ::testing::Contains("shutdown"));
  EXPECT_THAT(events, ::testing::Contains("boot"));
}

TEST(App, TheKeyIsForTheStationAlone) {
  const Folder folder;
  { const RunningStation station(config_in(folder)); }
  struct stat found {};
  ASSERT_EQ(::stat((folder / "state/identity.json").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST(App, ADamagedKeyIsForPeopleToDecide) {
  const Folder folder;
  write(folder / "state/identity.json", "{\"seed\": \"12\"}");
  EXPECT_THAT(why_not(config_in(folder)), ::testing::HasSubstr("identity.json"));
  EXPECT_EQ(content_of(folder / "state/identity.json"), "{\"seed\": \"12\"}");
}

TEST(Supervisor, IsToldOverTheSocketThatSystemdNames) {
  const Folder folder;
  const auto path = (folder / "notify").string();
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  ::setenv("WATCHDOG_USEC", "10000000", 1);
  const Supervisor supervisor;
  EXPECT_EQ(::getenv("NOTIFY_SOCKET"), nullptr) << "children must not speak for the daemon";
  EXPECT_EQ(supervisor.watchdog_period(), std::chrono::seconds{5});
  supervisor.tell("READY=1");
  char text[32] = {};
  EXPECT_EQ(::recv(socket, text, sizeof text, 0), 7);
  EXPECT_STREQ(text, "READY=1");
  ::close(socket);
}

TEST(Supervisor, IsSilentWhereNobodyAsked) {
  const Supervisor supervisor;
  EXPECT_EQ(supervisor.watchdog_period(), std::nullopt);
  supervisor.tell("READY=1");
}

}  // namespace
}  // namespace loa::daemon::testing
