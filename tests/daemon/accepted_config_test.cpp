// A configuration that was edited wrong: the last one by which the station could start stays in
// force.
#include "daemon/accepted_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "daemon/named_readers.h"
#include "shell_support.h"
#include "tests/trust/office.h"
#include "trust/envelope.h"

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
  EXPECT_THROW(with_good_config(
                   file, [](const Config&) { throw std::runtime_error("the folder is taken"); }),
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

// What it names beside it: what the station reads of that, and whether it says that something is
// wrong.
struct NamedFiles : AcceptedConfig {
  struct Found {
    std::string policy;
    std::string short_form;
    std::size_t secrets = 0;
    std::optional<std::string> root;
    std::vector<std::string> faults;
  };
  trust::testing::Office office;
  const std::string secrets =
      trust::write_otp_secrets({{trust::testing::key(30).public_key, "12345678901234567890"}});
  const std::string root = trust::write_envelope(office.records.roots[0]);

  NamedFiles() {
    write(folder / "qd.json", policy("mot"));
    write(folder / "viet-tat.tsv", "HTXDV\thợp tác xã\n");
    write(folder / "otp.json", secrets);
    write(folder / "root.json", root);
  }

  static std::string policy(const std::string& id) {
    auto policy = *schedules::policy_preset("open");
    policy.id = id;
    return schedules::write_policy(policy);
  }
  static std::string naming(const std::string& policy_file = "qd.json") {
    return R"({"name": "một", "state": "state", "commandOtp": "otp.json", "trust": "root.json",
               "speech": {"abbreviations": "viet-tat.tsv"}, "policy": ")" +
           policy_file + R"("})";
  }
  std::string another_root() const {
    auto other = office;
    return trust::write_envelope(other.next_root([](trust::Root& root) {
      root.header.version = 1;
      root.programme = trust::testing::role({66});
    }));
  }
  std::string kept() const { return content_of(folder / "state/accepted-config.json"); }

  static Found read(const Config& config) {
    Found found;
    need_named_files(config);
    found.policy = policy_of(config)->id;
    found.secrets = otp_of(config).size();
    if (const auto list = abbreviations_of(config)) {
      const auto* words = list->find(audio::speech::Use::anywhere, "HTXDV");
      found.short_form = words == nullptr ? "" : *words;
    }
    if (const auto first = root_of(config)) found.root = trust::write_envelope(*first);
    found.faults = faults_of(config);
    return found;
  }
  Found start(const std::string& content = naming()) const {
    write(file, content);
    Found found;
    with_good_config(file, [&](const Config& config) { found = read(config); });
    return found;
  }
};

using Faults = std::vector<std::string>;
const Faults kRefused{"config-refused"};

TEST_F(NamedFiles, OneThatIsDamagedOrGoneStaysWhatItWasWhenItWasAccepted) {
  ASSERT_EQ(start().faults, Faults{});
  for (const char* name : {"qd.json", "viet-tat.tsv", "otp.json", "root.json"}) {
    const auto right = content_of(folder / name);
    for (const bool gone : {false, true}) {
      write(folder / name, "{");
      if (gone) std::filesystem::remove(folder / name);
      const auto found = start();
      EXPECT_EQ(found.policy, "mot") << name;
      EXPECT_EQ(found.short_form, "hợp tác xã") << name;
      EXPECT_EQ(found.secrets, 1U) << name;
      EXPECT_EQ(found.root, root) << name;
      EXPECT_EQ(found.faults, kRefused) << name;
    }
    write(folder / name, right);
    EXPECT_EQ(start().faults, Faults{}) << name;
  }
}

TEST_F(NamedFiles, AllMayBeGoneTogetherWithTheConfigurationItself) {
  start();
  for (const char* name : {"qd.json", "viet-tat.tsv", "otp.json", "root.json"}) {
    std::filesystem::remove(folder / name);
  }
  EXPECT_EQ(start().policy, "mot");
  EXPECT_EQ(start(R"({"state": "state",)").root, root);
  EXPECT_EQ(start(R"({"state": "state",)").secrets, 1U);
}

TEST_F(NamedFiles, WhatIsRightNowWinsOverWhatWasKept) {
  start();
  const auto newer = another_root();
  ASSERT_NE(newer, root);
  write(folder / "root.json", newer);
  write(folder / "qd.json", "{");
  EXPECT_EQ(start().root, newer);
  write(folder / "root.json", "{");
  EXPECT_EQ(start().root, newer) << "and is what is kept, though another file was wrong";
  EXPECT_EQ(start().policy, "mot");
  write(folder / "qd.json", policy("hai"));
  EXPECT_EQ(start().policy, "hai");
}

TEST_F(NamedFiles, AnotherFileUnderTheSameKeyIsNotStoodInForByTheOldOne) {
  start();
  write(folder / "khac.json", "{");
  const auto found = start(naming("khac.json"));
  EXPECT_EQ(found.policy, "mot") << "the whole last good configuration, which names the other";
  EXPECT_EQ(found.faults, kRefused);
  write(folder / "qd.json", "{");
  EXPECT_EQ(start(naming("khac.json")).policy, "mot");
}

TEST_F(NamedFiles, WithoutAListOfShortFormsThatEverWasRightTheBuiltInOneGoesOn) {
  write(folder / "viet-tat.tsv", "HTXDV\thợp tác xã\nCA\tcông an 113\n");
  auto found = start();
  EXPECT_EQ(found.short_form, "");
  EXPECT_EQ(found.policy, "mot");
  EXPECT_EQ(found.faults, kRefused);
  write(folder / "viet-tat.tsv", "HTXDV\thợp tác xã\n");
  found = start();
  EXPECT_EQ(found.short_form, "hợp tác xã");
  EXPECT_EQ(found.faults, Faults{});
}

TEST_F(NamedFiles, OneThatNeverWasRightIsSaid) {
  for (const char* name : {"qd.json", "otp.json", "root.json"}) {
    const auto right = content_of(folder / name);
    write(folder / name, "{");
    EXPECT_THROW(start(), base::BadInput) << name;
    write(folder / name, right);
  }
}

TEST_F(NamedFiles, WhatIsKeptOfThemIsForItsOwnerAloneAndGoesWhenTheyAreNamedNoMore) {
  start();
  const auto part = nlohmann::json(secrets).dump();
  EXPECT_THAT(kept(), ::testing::HasSubstr(part));
  struct stat found {};
  ASSERT_EQ(::stat((folder / "state/accepted-config.json").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  start(text("một"));
  EXPECT_THAT(kept(), ::testing::Not(::testing::HasSubstr(part)));
}

}  // namespace
}  // namespace loa::daemon::testing
