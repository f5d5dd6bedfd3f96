// The station's service by systemctl, which here is a program of the test's own, first in PATH: it
// writes down what it was asked for, and does what the test says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "cli/service_pause.h"
#include "program.h"

namespace loa::cli {
namespace {

using ::testing::ElementsAre;
using testing::Folder;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kConfig = "/etc/loa/station.json";

struct Service : ::testing::Test {
  Folder folder;
  std::string path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)

  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "a service is root's";
    ::setenv("PATH", (folder.path() + ":" + path).c_str(), 1);
  }
  void TearDown() override { ::setenv("PATH", path.c_str(), 1); }

  // `show` answers so; the other verbs run `work`.
  void systemd(const std::string& load, const std::string& active, const std::string& work = "true",
               const std::string& config = kConfig) const {
    const auto file = folder.file(
        "systemctl", "#!/bin/sh\nif [ \"$1\" = show ]; then\n  echo LoadState=" + load +
                         "\n  echo ActiveState=" + active +
                         "\n  echo 'ExecStart={ path=/usr/bin/loa-station ; "
                         "argv[]=/usr/bin/loa-station --config " +
                         config + " ; ignore_errors=no ; pid=0 }'\nelse\n  echo \"$2 $3\" >> '" +
                         folder.path() + "/asked'\n  " + work + "\nfi\n");
    ASSERT_EQ(::chmod(file.c_str(), 0755), 0);
  }
  std::vector<std::string> asked() const {
    std::vector<std::string> lines;
    std::ifstream in(folder.path() + "/asked");
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
};

std::string why_not(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST_F(Service, IsTheOneThatWorksByThatConfiguration) {
  systemd("loaded", "active");
  const auto service = StationService::of(kConfig);
  ASSERT_TRUE(service.has_value());
  EXPECT_EQ(service->state(), "active");
  EXPECT_TRUE(service->is_wanted());
  EXPECT_TRUE(StationService::of("/etc/loa/../loa/station.json").has_value());
  EXPECT_FALSE(StationService::of("/root/station.json").has_value());
  EXPECT_THAT(asked(), IsEmpty());
}

TEST_F(Service, IsNoneWhereThereIsNoUnitOrNoSystemd) {
  systemd("not-found", "inactive");
  EXPECT_FALSE(StationService::of(kConfig).has_value());
  folder.file("systemctl",
              "#!/bin/sh\necho 'System has not been booted with systemd' >&2; exit 1\n");
  EXPECT_FALSE(StationService::of(kConfig).has_value());
  ::setenv("PATH", "/nowhere", 1);
  EXPECT_FALSE(StationService::of(kConfig).has_value());
}

TEST_F(Service, IsWantedUnlessSomebodyStoppedIt) {
  for (const char* state : {"active", "activating", "failed", "reloading"}) {
    systemd("loaded", state);
    EXPECT_TRUE(StationService::of(kConfig)->is_wanted()) << state;
  }
  systemd("loaded", "inactive");
  EXPECT_FALSE(StationService::of(kConfig)->is_wanted());
}

TEST_F(Service, ThatDoesNotStartIsToldWithTheWayToTheReason) {
  systemd("loaded", "active", "[ $2 != restart ] || exit 5");
  const auto said = why_not([] { StationService::of(kConfig)->restart(); });
  EXPECT_THAT(said, HasSubstr("systemctl restart loa-station.service: exit status 5"));
  EXPECT_THAT(said, HasSubstr("journalctl -u loa-station.service"));
}

TEST_F(Service, IsNotWaitedForForEver) {
  systemd("loaded", "active", "exec sleep 600");
  const auto service = StationService::of(kConfig, std::chrono::milliseconds{200});
  EXPECT_THAT(why_not([&] { service->stop(); }), HasSubstr("systemctl stop loa-station.service"));
}

TEST_F(Service, PausesAndGoesOn) {
  systemd("loaded", "active");
  ServicePause pause(StationService::of(kConfig));
  pause.begin();
  EXPECT_THAT(asked(), ElementsAre("stop loa-station.service"));
  EXPECT_TRUE(pause.end());
  EXPECT_FALSE(pause.end());
  EXPECT_THAT(asked(), ElementsAre("stop loa-station.service", "reset-failed loa-station.service",
                                   "start loa-station.service"));
}

TEST_F(Service, GoesOnWhateverHappensMeanwhile) {
  systemd("loaded", "active");
  EXPECT_THROW(
      {
        ServicePause pause(StationService::of(kConfig));
        pause.begin();
        throw std::runtime_error("the disk is full");
      },
      std::runtime_error);
  EXPECT_EQ(asked().back(), "start loa-station.service");
}

TEST_F(Service, ThatDidNotStopIsStartedToo) {
  systemd("loaded", "active", "[ $2 != stop ] || exit 1");
  EXPECT_THAT(why_not([] {
                ServicePause pause(StationService::of(kConfig));
                pause.begin();
              }),
              HasSubstr("systemctl stop"));
  EXPECT_EQ(asked().back(), "start loa-station.service");
}

TEST_F(Service, ThatSomebodyStoppedStaysStopped) {
  systemd("loaded", "inactive");
  ServicePause pause(StationService::of(kConfig));
  pause.begin();
  EXPECT_FALSE(pause.end());
  ServicePause none(std::nullopt);
  none.begin();
  EXPECT_FALSE(none.end());
  EXPECT_THAT(asked(), IsEmpty());
}

TEST_F(Service, IsNotLeftStoppedByAKeyThatWasPressed) {
  systemd("loaded", "active");
  EXPECT_EXIT(
      {
        {
          ServicePause pause(StationService::of(kConfig));
          pause.begin();
          ::raise(SIGINT);
          pause.end();
        }
        ::_exit(0);  // it was delivered before
      },
      ::testing::KilledBySignal(SIGINT), "");
  EXPECT_EQ(asked().back(), "start loa-station.service");
}

}  // namespace
}  // namespace loa::cli
