// A configuration that was edited wrong: the last one by which the station could start stays in
// force.
#include "daemon/accepted_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

struct AcceptedConfig : ::testing::Test {
  Folder folder;
  const std::filesystem::path file = folder / "station.json";

  AcceptedConfig() { std::filesystem::create_directories(folder / "state"); }

  static std::string text(const std::string& name) {
    return R"({"name": ")" + name + R"(", "state": "state"})";
  }
  // The names of the configurations that were tried.
  std::vector<std::string> start(const std::string& content) const {
    write(file, content);
    std::vector<std::string> tried;
    with_good_config(file, [&](const Config& config) {
      tried.push_back(config.name + (config.refused.empty() ? "" : ": " + config.refused[0].code));
    });
    return tried;
  }
};

using Names = std::vector<std::string>;

TEST_F(AcceptedConfig, ARightOneIsUsedAndKeptForItsOwnerAlone) {
  EXPECT_EQ(start(text("một")), Names{"một"});
  struct stat found {};
  ASSERT_EQ(::stat((folder / "state/accepted-config.json").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(AcceptedConfig, AWrongOneLeavesTheLastGoodOneInForce) {
  start(text("một"));
  start(text("hai"));
  EXPECT_EQ(start(R"({"nam": "ba", "state": "state"})")[0].substr(0, 4), "hai:");
  EXPECT_EQ(start(R"({"name": "ba" "state": "state"})")[0].substr(0, 4), "hai:");
  EXPECT_EQ(start(text("bốn")), Names{"bốn"});
}

TEST_F(AcceptedConfig, SoDoesOneByWhichTheStationCannotStart) {
  start(text("một"));
  write(file, text("hai"));
  Names tried;
  with_good_config(file, [&](const Config& config) {
    tried.push_back(config.name);
    if (config.name == "hai") {
      throw base::BadInput({{base::Severity::error, "no-policy", {}, "policy", {"v", "e"}}});
    }
  });
  EXPECT_EQ(tried, (Names{"hai", "một"}));
}

TEST_F(AcceptedConfig, WithoutALastGoodOneItIsSaidWhatIsWrong) {
  EXPECT_THROW(start(R"({"nam": "ba", "state": "state"})"), base::BadInput);
  EXPECT_THROW(start(""), base::BadInput);
}

TEST_F(AcceptedConfig, AFileThatNeverWasIsAStationThatIsNotSetUpYet) {
  std::vector<std::string> faults;
  with_good_config(folder / "none.json", [&](const Config& config) { faults = faults_of(config); });
  EXPECT_EQ(faults, std::vector<std::string>{"not-set-up"});
}

TEST_F(AcceptedConfig, WhatIsNotTheConfigurationsFaultIsPassedOn) {
  start(text("một"));
  write(file, text("hai"));
  EXPECT_THROW(
      with_good_config(file, [](const Config&) { throw std::runtime_error("the port is taken"); }),
      std::runtime_error);
  EXPECT_EQ(start(R"({"state": "state",)")[0].substr(0, 6), "một:")
      << "the other was never accepted";
}

TEST_F(AcceptedConfig, AnothersFileOrADamagedCopyIsNoLastGoodOne) {
  start(text("một"));
  write(folder / "other.json", R"({"nam": "x", "state": "state"})");
  EXPECT_THROW(with_good_config(folder / "other.json", [](const Config&) {}), base::BadInput);
  for (const char* damaged : {"", "{", "[]", R"({"file": 1, "text": 2})"}) {
    write(folder / "state/accepted-config.json", damaged);
    EXPECT_THROW(start(R"({"nam": "ba", "state": "state"})"), base::BadInput) << damaged;
  }
}

}  // namespace
}  // namespace loa::daemon::testing
