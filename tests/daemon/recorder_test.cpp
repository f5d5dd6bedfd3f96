// What is written for what happened, and what a full disk does to it.
#include "daemon/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/scratch_folder.h"

namespace loa::daemon {
namespace {

using journal::Kind;
using journal::Outcome;
using testing::ElementsAre;

// In frames: due, played; the failure of an item, if one failed; why it left the air.
struct Case {
  std::uint64_t due;
  std::uint64_t played;
  const char* failure;
  const char* why;
  Outcome outcome;
  const char* reason;
};

TEST(Judge, SaysWhatBecameOfAnOccurrence) {
  const Case table[] = {
      {1000, 1000, "", "completed", Outcome::played, "completed"},
      {1000, 985, "", "completed", Outcome::played, "completed"},  // a codec's padding
      {1000, 970, "", "completed", Outcome::partial, "dropped"},
      {1000, 500, "media-failed", "completed", Outcome::partial, "media-failed"},
      {1000, 1000, "", "pre-empted", Outcome::partial, "pre-empted"},
      {1000, 400, "", "stopped", Outcome::partial, "stopped"},
      {1000, 400, "media-failed", "stopped", Outcome::partial, "stopped"},
      {1000, 0, "", "stopped", Outcome::skipped, "stopped"},
      {0, 0, "", "late", Outcome::skipped, "late"},
      {1000, 0, "device-lost", "completed", Outcome::failed, "device-lost"},
      {0, 0, "media-missing", "completed", Outcome::failed, "media-missing"},
      {0, 0, "", "completed", Outcome::failed, "no-content"},
  };
  for (const Case& one : table) {
    Tally tally;
    tally.frames_due = one.due;
    tally.frames_played = one.played;
    tally.first_failure = one.failure;
    const Ending ending = judge(tally, one.why);
    EXPECT_EQ(ending.outcome, one.outcome) << one.played << ' ' << one.why << ' ' << one.failure;
    EXPECT_EQ(ending.reason, one.reason) << one.played << ' ' << one.why << ' ' << one.failure;
  }
}

ItemPlayed item(const std::string& reason, std::uint64_t due, std::uint64_t played) {
  ItemPlayed made;
  made.title = "a";
  made.reason = reason;
  made.frames_due = due;
  made.frames_played = played;
  return made;
}

TEST(Tally, KeepsTheFirstFailureAndCountsWhatWasCutOnlyAsFarAsItCame) {
  Tally tally;
  tally.add(item("completed", 100, 100));
  tally.add(item("stopped", 100, 30));
  tally.add(item("media-failed", 100, 10));
  tally.add(item("device-lost", 100, 0));
  EXPECT_EQ(tally.frames_due, 330U);
  EXPECT_EQ(tally.frames_played, 140U);
  EXPECT_EQ(tally.items, 4);
  EXPECT_EQ(tally.items_failed, 2);
  EXPECT_EQ(tally.first_failure, "media-failed");
}

struct RecorderTest : testing::Test {
  simulation::ScratchFolder folder;
  base::VirtualTimers timers{base::Now{base::Steady{std::chrono::seconds{1}},
                                       base::Wall{std::chrono::hours{1'000'000}},
                                       base::ClockQuality::synced}};
  journal::Journal journal{folder.path() / "journal.db", "st-1", "boot-1"};
  Recorder recorder{journal};
  int told = 0;

  RecorderTest() {
    recorder.on_recorded([this] { ++told; });
  }

  static Subject subject(const std::string& key) { return {"tuan.1/" + key, "Tin", "tthc", {}, 3}; }

  void fill_disk() {
    journal.limit_pages(1);
    for (const std::size_t size : {std::size_t{512}, std::size_t{0}}) {
      journal::Row filler;
      filler.evidence = std::string(size, ' ');
      try {
        for (;;) journal.append(filler);
      } catch (const journal::DiskFull&) {
        continue;
      }
    }
  }

  // What the record holds but the filler: "kind occurrence".
  std::vector<std::string> rows() {
    std::vector<std::string> found;
    for (const auto& row : journal.after(0, 0, 1'000'000)) {
      if (row.occurrence.empty() && row.title.empty()) continue;
      found.push_back(std::string(name_of(row.kind)) + " " +
                      (row.occurrence.empty() ? row.title : row.occurrence));
    }
    return found;
  }
};

TEST_F(RecorderTest, WritesIntentItemAndResultOfAnOccurrence) {
  EXPECT_TRUE(recorder.intent(timers.now(), subject("a/1")));
  ItemPlayed played = item("completed", 48'000, 48'000);
  played.due = base::Steady{std::chrono::seconds{2}};
  played.first_frame = played.due + std::chrono::microseconds{250};
  played.peak = 0.5F;
  recorder.item(timers.now(), subject("a/1"), played);
  Tally tally;
  tally.add(played);
  recorder.result(timers.now(), subject("a/1"), tally, judge(tally, "completed"));
  EXPECT_THAT(rows(), ElementsAre("intent tuan.1/a/1", "item tuan.1/a/1", "result tuan.1/a/1"));
  const auto result = journal.newest(1).front();
  EXPECT_EQ(result.outcome, Outcome::played);
  EXPECT_EQ(result.title, "Tin");
  EXPECT_EQ(result.area, "tthc");
  EXPECT_THAT(result.evidence, testing::HasSubstr(R"("startErrorUs":250)"));
  EXPECT_THAT(result.evidence, testing::HasSubstr(R"("peakDb":-6.0)"));
  EXPECT_EQ(told, 3);
}

ItemPlayed proven(double rms_db, std::optional<audio::LoopbackProof> loopback) {
  ItemPlayed made = item("completed", 480'000, 480'000);
  made.proof.decoded = 480'000;
  made.proof.metered = 480'000;
  made.proof.rms_db = rms_db;
  made.proof.loudness = -17.04;
  made.proof.delay = std::chrono::milliseconds{212};
  made.proof.loopback = loopback;
  return made;
}

TEST_F(RecorderTest, WritesHowFarAnItemAndTheWholeAreProven) {
  const audio::LoopbackProof heard{audio::AirVerdict::fallen, 8, 7, 31.26, 41.2, -5.31};
  const ItemPlayed third = proven(-20.51, heard);
  recorder.item(timers.now(), subject("a/1"), third);
  EXPECT_EQ(
      journal.newest(1).front().evidence,
      R"({"decoded":480000,"delayMs":212.0,"loopback":{"delayMs":41.2,"gainDb":-5.3,"heard":7,)"
      R"("score":31.3,"verdict":"fallen","windows":8},"lufs":-17.0,"peakDb":-120.0,"proof":3,)"
      R"("rmsDb":-20.5,"underruns":0})");
  ItemPlayed dead = proven(-90, std::nullopt);
  dead.proof.silent = std::chrono::seconds{9};
  Tally tally;
  tally.add(third);
  tally.add(dead);
  recorder.result(timers.now(), subject("a/1"), tally, judge(tally, "completed"));
  EXPECT_EQ(
      journal.newest(1).front().evidence,
      R"({"items":2,"itemsFailed":0,"loopback":{"delayMs":41.2,"gainDb":-5.3,"heard":7,)"
      R"("score":31.3,"verdict":"fallen","windows":8},"peakDb":-120.0,"proof":3,"silentS":9.0,)"
      R"("underruns":0})");
}

TEST_F(RecorderTest, NamesTheClustersThatSoundedAndThoseThatDidNot) {
  ItemPlayed first = proven(-20, std::nullopt);
  first.proof.clusters = {{"Thôn Đông", -20}, {"Thôn Đoài", -90}, {"Trường học", -90}};
  ItemPlayed second = proven(-20, std::nullopt);
  second.proof.clusters = {{"Thôn Đoài", -21}};
  recorder.item(timers.now(), subject("a/1"), first);
  EXPECT_THAT(journal.newest(1).front().evidence,
              testing::HasSubstr(R"("clusters":["Thôn Đông"],)"
                                 R"("clustersSilent":["Thôn Đoài","Trường học"],)"));
  Tally tally;
  tally.add(first);
  tally.add(second);
  recorder.result(timers.now(), subject("a/1"), tally, judge(tally, "completed"));
  EXPECT_THAT(journal.newest(1).front().evidence,
              testing::HasSubstr(R"("clusters":["Thôn Đông","Thôn Đoài"],)"
                                 R"("clustersSilent":["Trường học"],)"));
}

TEST_F(RecorderTest, SaysOfARelayHowItWasHadAndHowFarItsClockIsOff) {
  ItemPlayed relay = proven(-20, std::nullopt);
  relay.frames_replaced = 96'000;
  relay.calls_failed = 3;
  relay.sender_ppm = -43.21;
  recorder.item(timers.now(), subject("a/1"), relay);
  for (const char* part :
       {R"("callsFailed":3)", R"("framesReplaced":96000)", R"("senderPpm":-43.2)"})
    EXPECT_THAT(journal.newest(1).front().evidence, testing::HasSubstr(part));
}

TEST(ProofTally, HasTheLevelThatMostOfWhatWasPlayedReached) {
  const audio::LoopbackProof heard{audio::AirVerdict::heard, 4, 4, 30, 40, {}};
  ProofTally tally;
  EXPECT_EQ(tally.level(), 0);
  tally.add(proven(-20, std::nullopt).proof, 100'000);  // a chime, too short for a window
  EXPECT_EQ(tally.level(), 2);
  tally.add(proven(-20, heard).proof, 400'000);
  EXPECT_EQ(tally.level(), 3);
  tally.add(proven(-120, std::nullopt).proof, 900'000);
  EXPECT_EQ(tally.level(), 1);
}

TEST_F(RecorderTest, AnIntentThatTheDiskRefusesIsRefused) {
  fill_disk();
  EXPECT_FALSE(recorder.intent(timers.now(), subject("a/1")));
  EXPECT_TRUE(recorder.disk_full());
  EXPECT_EQ(told, 0);
}

TEST_F(RecorderTest, ResultsWaitForSpaceAndAreWrittenInTheirOrder) {
  fill_disk();
  recorder.result(timers.now(), subject("a/1"), {}, {Outcome::failed, "disk-full"});
  recorder.event(timers.now(), "volume");
  recorder.result(timers.now(), subject("b/2"), {}, {Outcome::failed, "disk-full"});
  EXPECT_TRUE(recorder.pending_result("a/1"));
  EXPECT_TRUE(recorder.pending_result("b/2"));
  EXPECT_FALSE(recorder.pending_result("c/3"));
  EXPECT_FALSE(recorder.flush());
  EXPECT_THAT(rows(), testing::IsEmpty());

  journal.limit_pages(1'000'000);
  EXPECT_TRUE(recorder.flush());
  EXPECT_FALSE(recorder.disk_full());
  EXPECT_FALSE(recorder.pending_result("a/1"));
  EXPECT_THAT(rows(), ElementsAre("result tuan.1/a/1", "event volume", "result tuan.1/b/2"));
}

TEST_F(RecorderTest, AnIntentDoesNotOvertakeWhatWaits) {
  fill_disk();
  recorder.result(timers.now(), subject("a/1"), {}, {Outcome::failed, "disk-full"});
  journal.limit_pages(1'000'000);
  EXPECT_TRUE(recorder.intent(timers.now(), subject("b/2")));
  EXPECT_THAT(rows(), ElementsAre("result tuan.1/a/1", "intent tuan.1/b/2"));
}

TEST_F(RecorderTest, WhatWaitsIsBoundedAndTheOldestIsLostFirst) {
  fill_disk();
  recorder.event(timers.now(), "oldest");
  recorder.missed(timers.now(), std::vector<Subject>(Recorder::kPending, subject("a/1")), "off");
  journal.limit_pages(1'000'000);
  EXPECT_TRUE(recorder.flush());
  const auto written = rows();
  EXPECT_EQ(written.size(), Recorder::kPending);
  EXPECT_EQ(written.front(), "result tuan.1/a/1");
}

}  // namespace
}  // namespace loa::daemon
