// Rundowns on virtual sound: where each cue falls, and what is told of it.
#include "daemon/player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/sim_air.h"

namespace loa::daemon {
namespace {

using base::Duration;
using base::Steady;
using base::VirtualTimers;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

Steady at(double second) { return Steady{milliseconds{static_cast<std::int64_t>(second * 1000)}}; }

// Everything is there, ten seconds long, but "missing".
class TenSeconds final : public Library {
 public:
  Media find(const schedules::Item& item) override {
    const auto& path = std::get<schedules::AudioFile>(item.source).path;
    if (path == "missing" || path == gone)
      return MissingMedia{"media-missing", {"thiếu tệp", "no such file"}};
    return ReadyMedia{path, false, seconds{10}, "sha-" + path, 1.0F};
  }
  std::string gone;
};

struct PlayerMachine : testing::Test {
  VirtualTimers timers{base::Now{at(0), base::Wall{}, base::ClockQuality::synced}};
  TenSeconds library;
  std::vector<std::string> told;  // in order: "a completed", "item over", "run over", "halted"
  simulation::SimAir air{
      timers,
      {[this](const audio::CueStarted& e) { player.cue_started(e); },
       [this](const audio::CueEnded& e) { player.cue_ended(e); }, [](const audio::DeviceChange&) {},
       [this](const audio::RelayChange& e) { player.relay_changed(e); }}};
  Player player{timers,
                air,
                library,
                seconds{4},
                {[this](const ItemPlayed& e) {
                   told.push_back(e.title + " " + e.reason);
                   last = e;
                 },
                 [this](const std::string&) { told.emplace_back("item over"); },
                 [this](const std::string&) { told.emplace_back("run over"); },
                 [this](const std::string&) { told.emplace_back("halted"); }}};
  ItemPlayed last;

  daemon::Run run_of(const std::vector<std::string>& paths) {
    schedules::Programme programme;
    for (const auto& path : paths) {
      programme.items.emplace_back();
      programme.items.back().source = schedules::AudioFile{path};
    }
    const auto rundown =
        std::make_shared<Rundown>(make_rundown(programme, library, std::chrono::hours{1}));
    return {"run", rundown, at(10), Duration{0}, at(1000)};
  }

  // "source from-to" in seconds.
  std::vector<std::string> heard() {
    std::vector<std::string> all;
    const auto second = [](Steady when) {
      return std::to_string(when.time_since_epoch() / seconds{1});
    };
    for (const auto& one : air.heard()) {
      all.push_back(one.source + " " + second(one.from) + "-" + second(one.to));
    }
    return all;
  }
};

TEST_F(PlayerMachine, PlaysOneItemAfterTheOtherAndTellsWhenAllIsOver) {
  player.run(run_of({"a", "b"}));
  timers.run_until(at(60));
  EXPECT_THAT(heard(), ElementsAre("a 10-20", "b 20-30"));
  EXPECT_THAT(told, ElementsAre("a completed", "item over", "b completed", "run over"));
  EXPECT_EQ(last.content, "sha-b");
  EXPECT_EQ(last.due, at(20));
  EXPECT_EQ(last.first_frame, at(20));
  EXPECT_EQ(last.frames_due, 480'000U);
  EXPECT_FALSE(player.knows("run"));
}

TEST_F(PlayerMachine, KnowsPositionAndTitleWhileItPlays) {
  player.run(run_of({"a", "b"}));
  EXPECT_EQ(player.position("run"), Duration{0}) << "not before its start";
  timers.run_until(at(23));
  EXPECT_EQ(player.position("run"), seconds{13});
  EXPECT_EQ(player.item_title("run"), "b");
  EXPECT_EQ(player.item_title("other"), "");
}

TEST_F(PlayerMachine, AnOffsetBeginsInsideItsItem) {
  daemon::Run run = run_of({"a", "b"});
  run.offset = seconds{15};
  player.run(run);
  timers.run_until(at(60));
  EXPECT_THAT(heard(), ElementsAre("b 10-15"));
  EXPECT_EQ(last.frames_due, 240'000U);
}

TEST_F(PlayerMachine, AnOffsetLeavesOutWhatIsOverAlsoBehindAnItemWithoutALength) {
  daemon::Run run = run_of({"missing", "b", "c"});
  run.offset = seconds{13};
  player.run(run);
  timers.run_until(at(30));
  EXPECT_THAT(heard(), ElementsAre("c 10-17"));
  EXPECT_EQ(told.front(), "missing media-missing");
  EXPECT_THAT(told, testing::Not(testing::Contains(testing::HasSubstr("b "))));
  EXPECT_EQ(last.frames_due, 7U * 48'000U);
}

TEST_F(PlayerMachine, TheEndCutsWhatIsOnAndLeavesOutWhatFollows) {
  daemon::Run run = run_of({"a", "b", "c"});
  run.end = at(25);
  player.run(run);
  timers.run_until(at(60));
  EXPECT_THAT(heard(), ElementsAre("a 10-20", "b 20-25"));
  EXPECT_EQ(told.back(), "run over");
}

TEST_F(PlayerMachine, AMissingItemIsSaidAndTheRestPlays) {
  player.run(run_of({"missing", "b"}));
  timers.run_until(at(60));
  EXPECT_THAT(heard(), ElementsAre("b 10-20"));
  EXPECT_THAT(told, ElementsAre("missing media-missing", "b completed", "run over"));
}

TEST_F(PlayerMachine, HaltFadesAndTellsHowFarItCame) {
  player.run(run_of({"a", "b"}));
  timers.run_until(at(15));
  EXPECT_EQ(player.halt("run", milliseconds{200}), seconds{5});
  timers.run_until(at(60));
  EXPECT_THAT(told, ElementsAre("a stopped", "halted"));
  EXPECT_EQ(last.frames_played, 48'000U * 5 + 9'600);
}

TEST_F(PlayerMachine, HaltedBeforeItsStartItLeavesNoTrace) {
  player.run(run_of({"a"}));
  timers.run_until(at(9));
  EXPECT_EQ(player.halt("run", Duration{0}), Duration{0});
  timers.run_until(at(60));
  EXPECT_THAT(heard(), IsEmpty());
  EXPECT_THAT(told, ElementsAre("halted"));
}

TEST_F(PlayerMachine, HaltIsAnsweredLaterAlsoForWhatIsNotKnown) {
  player.halt("nobody", seconds{1});
  EXPECT_THAT(told, IsEmpty());
  timers.run_until(at(1));
  EXPECT_THAT(told, ElementsAre("halted"));
}

TEST_F(PlayerMachine, HoldKeepsTheNextItemBackUntilItIsReleased) {
  player.run(run_of({"a", "b"}));
  timers.run_until(at(18));  // b is placed already
  player.hold("run");
  timers.run_until(at(22));
  EXPECT_THAT(told, ElementsAre("a completed", "item over"));
  player.release("run");
  timers.run_until(at(60));
  EXPECT_THAT(heard(), ElementsAre("a 10-20", "b 22-30")) << "by the clock, not shifted";
  EXPECT_THAT(told, ElementsAre("a completed", "item over", "b completed", "run over"));
}

TEST_F(PlayerMachine, ADecoderThatDiesIsSaidWithItsReason) {
  air.fail_next();
  player.run(run_of({"a", "b"}));
  timers.run_until(at(60));
  EXPECT_THAT(told, ElementsAre("a media-failed", "item over", "b completed", "run over"));
  EXPECT_THAT(heard(), ElementsAre("a 10-15", "b 15-25")) << "no dead air but the spin-up";
  EXPECT_EQ(last.due, at(15.5));
}

TEST_F(PlayerMachine, ADecoderThatDiesNearItsEndChangesNothingForWhatFollows) {
  const daemon::Run run = run_of({"a", "b"});
  air.fail_next();
  daemon::Run joined = run;
  joined.offset = milliseconds{9'000};
  player.run(joined);
  timers.run_until(at(60));
  EXPECT_THAT(heard(), ElementsAre("a 10-10", "b 11-21"));
}

TEST_F(PlayerMachine, AnItemThatIsGoneWhenItsTimeComesCostsNoTime) {
  player.run(run_of({"a", "b", "c"}));
  library.gone = "b";
  timers.run_until(at(60));
  EXPECT_THAT(heard(), ElementsAre("a 10-20", "c 20-30"));
  EXPECT_THAT(
      told, ElementsAre("b media-missing", "a completed", "item over", "c completed", "run over"));
}

TEST_F(PlayerMachine, WithoutADeviceEachItemIsLostAndTheRunEndsOnTime) {
  air.unplug();
  player.run(run_of({"a", "b"}));
  timers.run_until(at(60));
  EXPECT_THAT(told, ElementsAre("a device-lost", "item over", "b device-lost", "run over"));
  EXPECT_EQ(last.frames_dropped, 480'000U);
}

}  // namespace
}  // namespace loa::daemon
