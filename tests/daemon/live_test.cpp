// The time rules of one occurrence: until when it may begin, and where in its content.
#include "daemon/live.h"

#include <gtest/gtest.h>

namespace loa::daemon {
namespace {

using base::Duration;
using base::Steady;
using base::Wall;
using schedules::LateRule;
using schedules::StartRule;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr StartRule kHard{StartRule::Kind::hard, seconds{0}};
constexpr StartRule kNext{StartRule::Kind::next, seconds{0}};
constexpr StartRule kWait{StartRule::Kind::wait, seconds{120}};
constexpr LateRule kExact{LateRule::Kind::exact, seconds{0}};
constexpr LateRule kJoin{LateRule::Kind::join, seconds{0}};
constexpr LateRule kPlay{LateRule::Kind::play, seconds{300}};

const Steady kStart{hours{1}};

// Fifteen minutes long.
Live live_with(StartRule start, LateRule late) {
  Live live;
  live.start_rule = start;
  live.late_rule = late;
  live.steady_start = kStart;
  live.steady_end = kStart + minutes{15};
  return live;
}

TEST(Bid, MayBeginAsLateAsBothRulesTogetherAllow) {
  struct Case {
    const char* rules;
    StartRule start;
    LateRule late;
    Duration start_by;  // after the nominal start
    Duration end;
  };
  const Duration last = minutes{15} - Duration{1};
  const Case table[] = {
      {"hard, exact", kHard, kExact, seconds{1}, minutes{15}},
      {"hard, join", kHard, kJoin, last, minutes{15}},
      {"hard, play", kHard, kPlay, minutes{5}, minutes{20}},
      {"wait, exact", kWait, kExact, seconds{120}, minutes{15}},
      {"wait, join", kWait, kJoin, last, minutes{15}},
      {"wait, play", kWait, kPlay, minutes{5}, minutes{20}},
      {"next, exact", kNext, kExact, minutes{15}, minutes{15}},
      {"next, join", kNext, kJoin, last, minutes{15}},
      {"next, play", kNext, kPlay, minutes{15}, minutes{20}},
  };
  for (const Case& one : table) {
    const Bid bid = bid_for(live_with(one.start, one.late), milliseconds{100});
    EXPECT_EQ(bid.start, kStart - milliseconds{100}) << one.rules;
    EXPECT_EQ(bid.start_by, kStart + one.start_by) << one.rules;
    EXPECT_EQ(bid.end, kStart + one.end) << one.rules;
  }
}

TEST(Bid, AWaitLongerThanTheSlotEndsWithTheSlot) {
  Live live = live_with({StartRule::Kind::wait, hours{2}}, kExact);
  EXPECT_EQ(bid_for(live, Duration{0}).start_by, kStart + minutes{15});
}

TEST(JoinOffset, SkipsWhatIsOverOnlyWhereTheLateRuleJoins) {
  struct Case {
    const char* what;
    StartRule start;
    LateRule late;
    Duration late_by;
    Duration offset;
  };
  const Case table[] = {
      {"early", kHard, kJoin, seconds{-5}, seconds{0}},
      {"on time", kHard, kJoin, seconds{0}, seconds{0}},
      {"the decoder took its time", kHard, kJoin, milliseconds{900}, seconds{0}},
      {"late", kHard, kJoin, seconds{60}, seconds{60}},
      {"waited as its rule says", kWait, kJoin, seconds{100}, seconds{0}},
      {"waited longer", kWait, kJoin, seconds{130}, seconds{130}},
      {"behind what was on", kNext, kJoin, minutes{10}, seconds{0}},
      {"plays from its beginning", kHard, kPlay, seconds{60}, seconds{0}},
      {"exact", kHard, kExact, seconds{60}, seconds{0}},
  };
  for (const Case& one : table) {
    EXPECT_EQ(join_offset(live_with(one.start, one.late), kStart + one.late_by), one.offset)
        << one.what;
  }
}

TEST(Retime, FollowsAStepOfTheWallClock) {
  Live live = live_with(kHard, kJoin);
  live.start = Wall{hours{100}};
  live.end = live.start + minutes{15};
  retime(live, {Steady{seconds{10}}, Wall{hours{100}} - seconds{30}, base::ClockQuality::synced});
  EXPECT_EQ(live.steady_start, Steady{seconds{40}});
  EXPECT_EQ(live.steady_end, Steady{seconds{40} + minutes{15}});
}

TEST(StateNames, AreThoseOfThePage) {
  using State = Live::State;
  EXPECT_EQ(name_of(State::due), "due");
  EXPECT_EQ(name_of(State::waiting), "waiting");
  EXPECT_EQ(name_of(State::on_air), "on-air");
  EXPECT_EQ(name_of(State::under), "lowered");
  EXPECT_EQ(name_of(State::suspended), "suspended");
  EXPECT_EQ(name_of(State::leaving), "on-air") << "it is still heard";
}

}  // namespace
}  // namespace loa::daemon
