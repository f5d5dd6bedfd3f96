// The office's commands, from the first key to the bundle that a station believes; all offline.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "program.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

const char* const kTrustWeek =
    R"({"id":"tuan","version":1,"title":"Tuần ký","zone":"Asia/Ho_Chi_Minh",
"valid":{"from":"2026-01-01","to":"2029-12-31"},
"programmes":[{"id":"p","title":"Chào","items":[{"audio":"a.mp3"}]}],
"slots":[{"id":"s","days":["T2"],"start":"05:00","length":"5m","programme":"p"}]})";

struct OfficeCommands : ::testing::Test {
  Folder folder;
  const std::string office = folder.path() + "/co-quan";
  const std::string week = folder.file("tuan.json", kTrustWeek);
  const std::string out = folder.path() + "/tuan.loa";

  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  std::string new_key(const std::string& name) const {
    const auto made = run_loa({"key", "new", path(name), "--open"});
    EXPECT_EQ(made.code, 0) << made.err;
    return path(name);
  }
  void fine(const std::vector<std::string>& arguments) const {
    const auto ran = run_loa(arguments);
    EXPECT_EQ(ran.code, 0) << arguments[0] << ": " << ran.err;
  }
  // Two root keys that must both sign, and one key for the rest.
  void found() const {
    fine({"root", "new", office, "--root", new_key("goc1"), "--root", new_key("goc2"),
          "--threshold", "2", "--programme", new_key("lich"), "--snapshot", path("lich"),
          "--timestamp", path("lich")});
    fine({"root", "sign", office, "--key", path("goc1")});
    fine({"root", "sign", office, "--key", path("goc2")});
  }
  Ran sign_week(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"sign-programme", office, "--week", week,
                                       "--for",          "st-1", "--key",  path("lich")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_loa(arguments);
  }
  void bundle() const {
    fine({"bundle", office, "-o", out, "--snapshot-key", path("lich"), "--timestamp-key",
          path("lich")});
  }
  Ran verify(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"verify", out,   "--root", office + "/1.root.json",
                                       "--for",  "st-1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_loa(arguments);
  }
};

TEST_F(OfficeCommands, AWeekIsSignedBundledAndBelieved) {
  found();
  EXPECT_EQ(sign_week().code, 0);
  bundle();
  const auto verified = verify();
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("st-1: “Tuần ký” (1 slots), programme programme version 1"));
  EXPECT_THAT(verified.out, HasSubstr("signed by " + run_loa({"key", "show", path("lich")}).out));
}

TEST_F(OfficeCommands, WhatIsForAnotherStationOrTooOldIsNot) {
  found();
  sign_week();
  bundle();
  EXPECT_EQ(run_loa({"verify", out, "--root", office + "/1.root.json", "--for", "st-2"}).code, 1);
  const auto late = verify({"--at", "2099-01-01T00:00:00Z"});
  EXPECT_EQ(late.code, 1);
  EXPECT_THAT(late.err, HasSubstr("expired at"));
  EXPECT_EQ(verify({"--at", "mai"}).code, 2);
}

TEST_F(OfficeCommands, SoundFilesAreSignedWithTheWeek) {
  found();
  const auto missing = sign_week({"--media", folder.path()});
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.err, HasSubstr("a.mp3"));
  folder.file("a.mp3", "ID3");
  EXPECT_EQ(sign_week({"--media", folder.path()}).code, 0);
  bundle();
  EXPECT_EQ(verify().code, 0);
}

TEST_F(OfficeCommands, ACommuneSignsForItsStationOnly) {
  found();
  const auto commune = new_key("xa");
  fine({"delegate", office, "--to", "phu-van", "--to-key", commune, "--for", "st-1", "--key",
        path("lich")});
  fine({"sign-programme", office, "--name", "phu-van", "--week", week, "--for", "*", "--key",
        commune});
  bundle();
  EXPECT_THAT(verify().out, HasSubstr("programme phu-van version 1"));
  EXPECT_EQ(run_loa({"verify", out, "--root", office + "/1.root.json", "--for", "st-2"}).code, 1);
}

TEST_F(OfficeCommands, ARootKeyIsReplacedByTheNextRoot) {
  found();
  fine({"root", "new", office, "--root", path("goc1"), "--root", new_key("goc3"), "--programme",
        new_key("lich2"), "--snapshot", path("lich"), "--timestamp", path("lich")});
  fine({"root", "sign", office, "--key", path("goc1")});
  fine({"sign-programme", office, "--week", week, "--for", "st-1", "--key", path("lich2")});
  bundle();
  EXPECT_THAT(verify().err, HasSubstr("1 right signature(s)")) << "the old root wants two";
  const auto both = run_loa({"root", "sign", office, "--key", path("goc2")});
  EXPECT_THAT(both.out, HasSubstr("root 2: 1 of 1 signatures; of the root before: 2 of 2"));
  bundle();
  EXPECT_EQ(verify().code, 0);
}

TEST_F(OfficeCommands, AWeekWithAnErrorIsNotSigned) {
  found();
  folder.file("tuan.json", R"({"id": "tuan"})");
  const auto refused = sign_week();
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("tuan.json:1:"));
  EXPECT_FALSE(std::filesystem::exists(office + "/programmes"));
}

TEST_F(OfficeCommands, AKeyIsSealedByItsPassphrase) {
  const auto secret = folder.file("mat-khau", "một câu dài\n");
  const auto key = path("kin");
  EXPECT_EQ(run_loa({"key", "new", key}).code, 1) << "no terminal to ask on";
  EXPECT_THAT(run_loa({"key", "new", key, "--passphrase-file", secret}).out,
              MatchesRegex("[0-9a-f]{64}\n"));
  EXPECT_EQ(std::filesystem::status(key).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(run_loa({"key", "new", key, "--passphrase-file", secret}).code, 1) << "it exists";
  found();
  const auto closed = run_loa({"root", "sign", office, "--key", key});
  EXPECT_EQ(closed.code, 1);
  EXPECT_THAT(closed.err, HasSubstr("passphrase"));
  fine({"root", "sign", office, "--key", key, "--key-passphrase-file", secret});
}

TEST_F(OfficeCommands, WithoutARootNothingIsSigned) {
  new_key("lich");
  const auto refused = sign_week();
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("there is no root yet"));
}

}  // namespace
}  // namespace loa::cli::testing
