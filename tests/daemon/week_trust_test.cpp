// Which weeks a station takes: its office's, or its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "daemon/week_trust.h"
#include "shell_support.h"
#include "tests/trust/office.h"
#include "trust/bundle.h"

namespace loa::daemon::testing {
namespace {

using ::testing::HasSubstr;
using trust::testing::for_days;
using trust::testing::kDay;
using trust::testing::kNow;
using trust::testing::kStation;

// A station under an office, and what that office signs for it.
struct Governed {
  Folder folder;
  trust::testing::Office office;
  base::SigningKey key = base::SigningKey::generate();

  Governed() { write(root(), trust::write_envelope(office.records.roots[0])); }

  std::filesystem::path root() const { return folder / "root.json"; }
  WeekTrust station() const { return {folder.path(), first_root(), kStation, key}; }
  trust::Envelope first_root() const {
    return read_first_root(content_of(root()), root().string());
  }
  std::string bundle(const std::string& week, trust::SignedWeek said = {}) {
    said.stations = {kStation};
    said.schedule = trust::reference_to(week);
    office.records.weeks = {week};
    office.change_programme([&](trust::Programme& programme) { put_week(programme, said); });
    return trust::write_bundle(office.seal());
  }
  static trust::SignedWeek any_media() { return {{}, {}, true, {}}; }
};

std::string code_of(const schedules::ReadSchedule& read) {
  return read.schedule || read.problems.empty() ? "" : read.problems[0].code;
}

TEST(WeekTrust, UnderAnOfficeOnlyWhatItSignedIsTaken) {
  Governed governed;
  auto station = governed.station();
  EXPECT_EQ(code_of(station.admit(small_week(), "tuan.json", kNow)), "unsigned");
  const auto read = station.admit(governed.bundle(small_week(), Governed::any_media()), "a", kNow);
  ASSERT_TRUE(read.schedule) << base::to_string(read.problems.at(0));
  EXPECT_EQ(read.schedule->warrant.programme, "programme.2");
  EXPECT_EQ(read.schedule->warrant.expires, kNow + 30 * kDay);
  EXPECT_EQ(read.schedule->warrant.fresh_until, kNow + 7 * kDay);
}

TEST(WeekTrust, WhatWasTakenIsNeverFollowedByAnOlderOneAlsoAfterARestart) {
  Governed governed;
  const auto old = governed.bundle(small_week(1), Governed::any_media());
  const auto now = governed.bundle(small_week(2), Governed::any_media());
  {
    auto station = governed.station();
    station.take(station.admit(now, "a", kNow).schedule);
    EXPECT_EQ(code_of(station.admit(old, "a", kNow)), "rolled-back");
  }
  EXPECT_EQ(code_of(governed.station().admit(old, "a", kNow)), "rolled-back");
}

// Looking is not taking.
TEST(WeekTrust, WhatWasOnlyCheckedBindsNobody) {
  Governed governed;
  const auto old = governed.bundle(small_week(1), Governed::any_media());
  const auto now = governed.bundle(small_week(2), Governed::any_media());
  const auto station = governed.station();
  EXPECT_TRUE(station.admit(now, "a", kNow).schedule);
  EXPECT_TRUE(station.admit(old, "a", kNow).schedule);
}

TEST(WeekTrust, WhatWasTakenIsRecalledAlsoOnceItHasExpired) {
  Governed governed;
  auto station = governed.station();
  const auto bundle = governed.bundle(small_week(), Governed::any_media());
  station.take(station.admit(bundle, "a", kNow).schedule);
  EXPECT_EQ(code_of(station.admit(bundle, "a", kNow + 31 * kDay)), "expired");
  const auto recalled = station.recall(bundle, "programme.json");
  ASSERT_TRUE(recalled.schedule);
  EXPECT_EQ(recalled.schedule->warrant.expires, kNow + 30 * kDay);
}

TEST(WeekTrust, FilesThatWereSignedAreBoundAndOthersRefused) {
  const auto text =
      week(R"([{"id":"p","title":"P","items":[{"audio":"ban-tin/a.mp3"}]}])",
           R"([{"id":"s","days":["T2"],"start":"05:00","length":"1m","programme":"p"}])");
  Governed governed;
  const auto station = governed.station();
  trust::SignedWeek said;
  said.media["ban-tin/a.mp3"] = trust::reference_to("abc");
  const auto read = station.admit(governed.bundle(text, said), "a", kNow);
  ASSERT_TRUE(read.schedule) << base::to_string(read.problems.at(0));
  const auto& item = read.schedule->programmes[0].items[0];
  EXPECT_EQ(std::get<schedules::AudioFile>(item.source).sha256, base::to_hex(base::sha256("abc")));
  said.media.clear();
  said.media["ban-tin/b.mp3"] = trust::reference_to("abc");
  EXPECT_EQ(code_of(station.admit(governed.bundle(text, said), "a", kNow)), "media-unsigned");
}

std::string urgent_week(int level) {
  return week(R"([{"id":"p","title":"P","items":[{"chime":"nhac-hieu"}]}])",
              R"([{"id":"s","days":["T2"],"start":"05:00","length":"1m","programme":"p","level":)" +
                  std::to_string(level) + "}]");
}

TEST(WeekTrust, ACommuneUsesNoLevelThatItWasNotGiven) {
  for (const auto& [level, code] : {std::pair{1, "level-not-allowed"}, {2, ""}, {3, ""}}) {
    Governed governed;
    governed.office.delegate(2);
    const auto text = urgent_week(level);
    governed.office.records.weeks = {text};
    governed.office.change_communes([&](trust::Programme& programme) {
      programme.weeks = {{{trust::testing::kCommunesStation}, trust::reference_to(text), true, {}}};
    });
    governed.office.change_programme([](trust::Programme& programme) { programme.weeks.clear(); });
    const WeekTrust station(governed.folder.path(), governed.first_root(),
                            trust::testing::kCommunesStation, governed.key);
    const auto read = station.admit(trust::write_bundle(governed.office.seal()), "a", kNow);
    EXPECT_EQ(code_of(read), code) << level;
  }
}

TEST(WeekTrust, WithoutAnOfficeTheStationSignsWhatItsPageTakes) {
  const Folder folder;
  const auto key = base::SigningKey::generate();
  WeekTrust station(folder.path(), std::nullopt, kStation, key);
  const auto taken = station.take(station.admit(small_week(), "tuan.json", kNow).schedule);
  EXPECT_EQ(taken->warrant.programme, "programme.1");
  EXPECT_TRUE(WeekTrust(folder.path(), std::nullopt, kStation, key)
                  .recall(taken->warrant.bundle, "programme.json")
                  .schedule);
  const auto stranger = base::SigningKey::generate();
  EXPECT_EQ(code_of(WeekTrust(Folder().path(), std::nullopt, kStation, stranger)
                        .recall(taken->warrant.bundle, "programme.json")),
            "unsigned");
}

// What a page sends may be as long as is read; written anew it would be longer.
TEST(WeekTrust, TheVeryTextIsSigned) {
  const Folder folder;
  WeekTrust station(folder.path(), std::nullopt, kStation, base::SigningKey::generate());
  auto text = small_week();
  text.insert(1, std::string((8UL << 20) - text.size(), ' '));
  const auto taken = station.take(station.admit(text, "tuan.json", kNow).schedule);
  base::Problems problems;
  EXPECT_EQ(trust::read_bundle(taken->warrant.bundle, "", problems)->weeks[0], text);
}

TEST(WeekTrust, ADamagedMemoryIsPutAsideAndTold) {
  Governed governed;
  write(governed.folder / "trust.json", "{");
  const auto station = governed.station();
  ASSERT_EQ(station.damaged().size(), 1U);
  EXPECT_EQ(station.damaged()[0].code, "trust-damaged");
  EXPECT_EQ(content_of(governed.folder / "trust.json.damaged-1"), "{");
}

// The technician puts another office above the station.
TEST(WeekTrust, AnotherRootBeginsAnew) {
  Governed governed;
  {
    auto station = governed.station();
    station.take(
        station.admit(governed.bundle(small_week(), Governed::any_media()), "a", kNow).schedule);
  }
  Governed other;
  other.office.programme = trust::testing::key(66);
  other.office.records.roots = {other.office.next_root([](trust::Root& root) {
    root.header.version = 1;
    root.programme = trust::testing::role({66});
  })};
  write(governed.root(), trust::write_envelope(other.office.records.roots[0]));
  const auto station = governed.station();
  ASSERT_EQ(station.damaged().size(), 1U);
  EXPECT_EQ(station.damaged()[0].code, "trust-changed");
  EXPECT_TRUE(station.admit(other.bundle(small_week(), Governed::any_media()), "a", kNow).schedule);
}

TEST(WeekTrust, ARootThatTooFewHaveSignedIsNone) {
  Governed governed;
  auto root = governed.office.records.roots[0];
  root.signatures.pop_back();
  write(governed.root(), trust::write_envelope(root));
  try {
    governed.station();
    FAIL();
  } catch (const base::BadInput& error) {
    EXPECT_EQ(error.problems().at(0).code, "unsigned");
    EXPECT_THAT(base::to_string(error.problems()[0], base::Language::english),
                HasSubstr("the root has 1 signature(s), it needs 2"));
  }
}

// Over HTTP, with a real station and the clock of this machine.
struct GovernedStation : ::testing::Test {
  Folder folder;
  trust::testing::Office office;
  std::string id;
  std::unique_ptr<RunningStation> station;

  void SetUp() override {
    auto config = config_in(folder);
    std::filesystem::create_directories(config.state);
    write(folder / "root.json", trust::write_envelope(office.records.roots[0]));
    config.trust = folder / "root.json";
    station = std::make_unique<RunningStation>(config);
    id = station->get("/v1/status").json().at("station");
  }

  // Signed today, as far as this machine knows.
  std::string bundle(const std::string& week, base::Duration valid, base::Duration fresh) {
    const auto today = base::wall_now();
    office.records.weeks = {week};
    office.change_programme(
        [&](trust::Programme& programme) {
          programme.weeks = {{{id}, trust::reference_to(week), true, {}}};
        },
        {today - kDay, today + valid});
    return trust::write_bundle(trust::seal(office.records, office.snapshot,
                                           {today - kDay, today + fresh}, office.timestamp,
                                           {today - kDay, today + fresh}));
  }
  std::string slogan() const { return station->get("/v1/status").json().at("board").at("text"); }
};

const char* const kSloganWeek = R"({"id":"tuan","version":1,"title":"Tuần thử",
"zone":"Asia/Ho_Chi_Minh","valid":{"from":"2020-01-01","to":"2029-12-31"},
"programmes":[{"id":"p","title":"P","items":[{"chime":"nhac-hieu"}]}],
"slogans":[{"id":"k","text":"Vì dân","effect":"hold"}],"defaultSlogans":["k"],"slots":[]})";

TEST_F(GovernedStation, ShowsNothingUnsigned) {
  const auto refused = station->post("/v1/schedule", kSloganWeek, {{"name", "tuan.json"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.json().at("problems")[0].at("code"), "unsigned");
  EXPECT_EQ(slogan(), "");
  const auto faults = station->get("/v1/status").json().at("faults");
  EXPECT_THAT(faults, ::testing::Contains("programme-refused"));
  const auto taken = station->post("/v1/schedule", bundle(kSloganWeek, 9 * kDay, 5 * kDay));
  EXPECT_EQ(taken.json().at("taken"), true) << taken.body;
  EXPECT_EQ(slogan(), "Vì dân");
  EXPECT_EQ(station->get("/v1/status").json().at("faults"), Json::array({"schedule-ended"}))
      << "a week without slots, but nothing refused";
}

// Whoever sits at the box may speak; what nobody signed is not written on the board.
TEST_F(GovernedStation, ShowsNoWordsThatWereTypedByHand) {
  const auto played = station->post(
      "/v1/play",
      R"({"text":"Nước sông lên nhanh, bà con ở vùng trũng hãy lên chỗ cao","title":"Nước lên","level":1})");
  EXPECT_EQ(played.status, 202) << played.body;
  const auto on_air =
      station->wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  EXPECT_EQ(on_air.at("onAir").at("title"), "Nước lên");
  EXPECT_EQ(on_air.at("board").at("text"), "");
}

TEST_F(GovernedStation, ShowsNothingExpiredFromItsSecondOn) {
  station->post("/v1/schedule", bundle(kSloganWeek, std::chrono::seconds{3}, 5 * kDay));
  EXPECT_EQ(slogan(), "Vì dân");
  station->wait_until([](const Json& status) { return status.at("board").at("text") == ""; });
  EXPECT_EQ(slogan(), "");
  EXPECT_THAT(station->get("/v1/status").json().at("faults"),
              ::testing::Contains("programme-expired"));
}

TEST_F(GovernedStation, SaysThatItIsKeptFromNewsAndGoesOn) {
  station->post("/v1/schedule", bundle(kSloganWeek, 9 * kDay, -std::chrono::seconds{1}));
  EXPECT_EQ(slogan(), "Vì dân");
  EXPECT_THAT(station->get("/v1/status").json().at("faults"),
              ::testing::Contains("programme-stale"));
}

}  // namespace
}  // namespace loa::daemon::testing
