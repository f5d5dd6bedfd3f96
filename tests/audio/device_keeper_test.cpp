// The device's states, on made-up time.
#include "audio/device_keeper.h"

#include <gtest/gtest.h>

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

const base::Steady kNow{100s};

DeviceKeeper running() {
  DeviceKeeper keeper;
  keeper.want(true);
  keeper.opening();
  keeper.opened(kNow);
  keeper.change();
  return keeper;
}

TEST(DeviceKeeper, LeavesADeviceAloneThatNobodyWants) {
  DeviceKeeper keeper;
  EXPECT_EQ(keeper.next(kNow), DeviceAction::none);
  EXPECT_EQ(keeper.wakeup(), base::Steady::max());
}

TEST(DeviceKeeper, OpensRunsAndCloses) {
  DeviceKeeper keeper;
  keeper.want(true);
  EXPECT_EQ(keeper.next(kNow), DeviceAction::open);
  keeper.opening();
  EXPECT_EQ(keeper.change()->state, DeviceState::opening);
  keeper.opened(kNow);
  EXPECT_EQ(keeper.next(kNow), DeviceAction::run);
  EXPECT_EQ(keeper.change()->state, DeviceState::running);
  keeper.want(false);
  EXPECT_EQ(keeper.next(kNow), DeviceAction::close);
  keeper.closed();
  EXPECT_EQ(keeper.next(kNow), DeviceAction::none);
  EXPECT_EQ(keeper.change()->state, DeviceState::closed);
}

TEST(DeviceKeeper, TellsEachChangeOnce) {
  DeviceKeeper keeper = running();
  keeper.failed(kNow, DeviceState::lost, "No such device");
  const auto change = keeper.change();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->state, DeviceState::lost);
  EXPECT_EQ(change->detail, "No such device");
  EXPECT_FALSE(keeper.change());
  keeper.failed(kNow + 1s, DeviceState::lost, "No such device");
  EXPECT_FALSE(keeper.change());
}

TEST(DeviceKeeper, TriesALostDeviceAgainEverLater) {
  DeviceKeeper keeper = running();
  base::Steady now = kNow;
  for (const base::Duration delay : {250ms, 500ms, 1000ms, 2000ms, 4000ms, 5000ms, 5000ms}) {
    keeper.failed(now, DeviceState::lost, "gone");
    EXPECT_EQ(keeper.wakeup(), now + delay);
    EXPECT_EQ(keeper.next(now + delay - 1ns), DeviceAction::none);
    EXPECT_EQ(keeper.next(now + delay), DeviceAction::open);
    now += delay;
  }
}

TEST(DeviceKeeper, BeginsWithTheShortDelayOnceTheDeviceHasRunForAWhile) {
  DeviceKeeper keeper = running();
  for (int i = 0; i < 5; ++i) keeper.failed(kNow, DeviceState::lost, "gone");
  keeper.opened(kNow);
  keeper.failed(kNow + 1s, DeviceState::lost, "gone again");
  EXPECT_EQ(keeper.wakeup(), kNow + 6s) << "a loose plug is not tried four times a second";
  keeper.opened(kNow + 6s);
  keeper.failed(kNow + 11s, DeviceState::lost, "gone again");
  EXPECT_EQ(keeper.wakeup(), kNow + 11s + 250ms);
}

TEST(DeviceKeeper, RecoversFromAnUnderrunAtOnceAndFromSuspensionInSteps) {
  DeviceKeeper keeper = running();
  keeper.failed(kNow, DeviceState::xrun, "Broken pipe");
  EXPECT_EQ(keeper.next(kNow), DeviceAction::recover);
  keeper.opened(kNow);
  keeper.failed(kNow, DeviceState::suspended, "Streams pipe error");
  EXPECT_EQ(keeper.next(kNow), DeviceAction::none);
  EXPECT_EQ(keeper.next(kNow + 100ms), DeviceAction::recover);
}

TEST(DeviceKeeper, GivesUpALostDeviceThatIsNoLongerWanted) {
  DeviceKeeper keeper = running();
  keeper.failed(kNow, DeviceState::lost, "gone");
  keeper.want(false);
  EXPECT_EQ(keeper.next(kNow), DeviceAction::close);
  EXPECT_EQ(keeper.wakeup(), base::Steady::max());
}

TEST(DeviceState, HasANameForEachState) {
  EXPECT_EQ(name_of(DeviceState::closed), "closed");
  EXPECT_EQ(name_of(DeviceState::opening), "opening");
  EXPECT_EQ(name_of(DeviceState::running), "running");
  EXPECT_EQ(name_of(DeviceState::xrun), "xrun");
  EXPECT_EQ(name_of(DeviceState::suspended), "suspended");
  EXPECT_EQ(name_of(DeviceState::lost), "lost");
}

}  // namespace
}  // namespace loa::audio
