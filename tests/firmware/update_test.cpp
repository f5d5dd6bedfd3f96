// Updates: nothing runs that is not signed, a new image is tried once, and whatever byte the power
// fails at, the board starts again.
#include <gtest/gtest.h>

#include <random>

#include "tests/firmware/board_bench.h"
#include "tests/firmware/update_bench.h"
#include "tests/support/rounds.h"

namespace loa::firmware {
namespace {

using link::Error;

const TestImage kOld{.counter = 3, .seed = 1};
const TestImage kNew{.counter = 3, .seed = 2, .size = 511};

class TheUpdate : public testing::Test {
 protected:
  TheUpdate() { bench_.put(bench_.running, kOld); }
  UpdateBench bench_;
};

TEST(TheStart, RunsTheImageThatIsSigned) {
  UpdateBench bench;
  bench.put(bench.running, kOld);
  EXPECT_TRUE(bench.start());
}

TEST(TheStart, RunsNothingElse) {
  UpdateBench empty;
  EXPECT_FALSE(empty.start());
  for (const TestImage& image :
       {TestImage{.is_signed = false}, TestImage{.by_another = true},
        TestImage{.target = static_cast<std::uint8_t>(link::Target::hub75_f405)}}) {
    UpdateBench bench;
    bench.put(bench.running, image);
    EXPECT_FALSE(bench.start());
  }
}

TEST(TheStart, RunsNoImageThatWasChangedAnywhere) {
  const auto slot = kOld.slot();
  for (std::uint32_t at = 0; at < slot.size(); at += at < 200 ? 3 : 29) {
    if (at >= ImageHeader::kSize && at < ImageHeader::kImageOffset) continue;  // means nothing
    UpdateBench bench;
    bench.put(bench.running, kOld);
    bench.flash.damage(at, slot[at] ^ 0x20);
    EXPECT_FALSE(bench.start()) << "byte " << at;
  }
}

TEST(TheStart, RunsNoImageWhoseHeaderSaysThatItIsLongerThanItsSlot) {
  UpdateBench bench;
  bench.put(bench.running, kOld);
  bench.flash.damage(10, 0xFF);  // 16 MB
  EXPECT_FALSE(bench.start());
}

TEST_F(TheUpdate, IsTriedOnceAndRevertedByAnyResetBeforeItWasConfirmed) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  EXPECT_TRUE(bench_.runs(kOld)) << "until the restart";
  ASSERT_TRUE(bench_.start());
  EXPECT_TRUE(bench_.runs(kNew));
  EXPECT_TRUE(bench_.update().on_trial());
  for (int start = 0; start < 3; ++start) {
    ASSERT_TRUE(bench_.start());
    EXPECT_TRUE(bench_.runs(kOld));
    EXPECT_TRUE(bench_.update().reverted());
    EXPECT_FALSE(bench_.update().on_trial());
  }
}

TEST_F(TheUpdate, StaysWhenItWasConfirmed) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  ASSERT_TRUE(bench_.start());
  EXPECT_EQ(bench_.update().confirm(), Error::ok);
  for (int start = 0; start < 3; ++start) {
    ASSERT_TRUE(bench_.start());
    EXPECT_TRUE(bench_.runs(kNew));
    EXPECT_FALSE(bench_.update().reverted());
  }
  const TestImage third{.counter = 4, .seed = 3};
  ASSERT_EQ(bench_.send(third), Error::ok);
  ASSERT_TRUE(bench_.start());
  EXPECT_TRUE(bench_.runs(third)) << "and the next update goes the same way";
}

TEST_F(TheUpdate, CanBeTriedAgainAfterItWasReverted) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  ASSERT_TRUE(bench_.start());
  ASSERT_TRUE(bench_.start());
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  EXPECT_FALSE(bench_.update().reverted());
  ASSERT_TRUE(bench_.start());
  EXPECT_TRUE(bench_.runs(kNew));
}

struct Unfit {
  const char* name;
  TestImage image;
  Error error;   // of the link
  bool refused;  // at the start, where the link could not know
};
class WhatIsUnfit : public testing::TestWithParam<Unfit> {};

TEST_P(WhatIsUnfit, IsToldAndNeverRun) {
  UpdateBench bench;
  bench.put(bench.running, kOld);
  EXPECT_EQ(bench.send(GetParam().image), GetParam().error);
  ASSERT_TRUE(bench.start());
  EXPECT_TRUE(bench.runs(kOld));
  EXPECT_EQ(bench.update().refused(), GetParam().refused);
  EXPECT_EQ(bench.send(kNew), Error::ok) << "a good one is taken after it";
}

INSTANTIATE_TEST_SUITE_P(
    Images, WhatIsUnfit,
    testing::Values(
        Unfit{"unsigned", {.counter = 3, .seed = 5, .is_signed = false}, Error::ok, true},
        Unfit{"ofAnotherKey", {.counter = 3, .seed = 5, .by_another = true}, Error::ok, true},
        Unfit{"ofAnotherTarget", {.target = 2, .counter = 3}, Error::wrong_target, false},
        Unfit{"old", {.counter = 2, .seed = 5}, Error::too_old, false},
        Unfit{"tooLong", {.counter = 3, .seed = 5, .size = 513}, Error::no_room, false}),
    [](const auto& unfit) { return std::string(unfit.param.name); });

// A burglar with a programmer may put into the staging slot what he likes.
TEST_F(TheUpdate, IsRefusedAtTheStartIfItIsOlderThanWhatRuns) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  bench_.put(bench_.staged, {.counter = 2, .seed = 5});
  ASSERT_TRUE(bench_.start());
  EXPECT_TRUE(bench_.runs(kOld));
  EXPECT_TRUE(bench_.update().refused());
}

TEST_F(TheUpdate, ThatIsCutShortIsNotStaged) {
  Update update = bench_.update();
  const auto body = kNew.image();
  ASSERT_EQ(update.begin(kNew.header()), Error::ok);
  ASSERT_EQ(update.page(0, link::Bytes(body).first(200)), Error::ok);
  EXPECT_EQ(update.end(link::crc32(body)), Error::missing_pages);
  EXPECT_EQ(update.stage(), Error::missing_pages);
  ASSERT_TRUE(bench_.start());
  EXPECT_TRUE(bench_.runs(kOld));
}

TEST_F(TheUpdate, TakesPagesInTheirOrderAndEachAsOftenAsItComes) {
  Update update = bench_.update();
  const auto body = kNew.image();
  const link::Bytes all(body);
  EXPECT_EQ(update.page(0, all.first(100)), Error::missing_pages) << "nothing was begun";
  ASSERT_EQ(update.begin(kNew.header()), Error::ok);
  EXPECT_EQ(update.page(100, all.subspan(100, 100)), Error::missing_pages);
  EXPECT_EQ(update.page(0, all.first(99)), Error::bad_payload) << "half a halfword";
  ASSERT_EQ(update.page(0, all.first(100)), Error::ok);
  ASSERT_EQ(update.page(0, all.first(100)), Error::ok);
  EXPECT_EQ(update.page(50, all.subspan(50, 100)), Error::bad_payload);
  EXPECT_EQ(update.page(100, std::vector<std::uint8_t>(500)), Error::bad_payload);
  EXPECT_EQ(update.page(0xFFFF'FFFE, all.first(100)), Error::bad_payload);
  ASSERT_EQ(update.page(100, all.subspan(100)), Error::ok);
  EXPECT_EQ(update.end(link::crc32(body) + 1), Error::crc_mismatch);
  EXPECT_EQ(update.end(link::crc32(body)), Error::ok);
  EXPECT_EQ(update.end(link::crc32(body)), Error::ok);
}

TEST_F(TheUpdate, WithAHeaderThatIsNoneIsRefused) {
  auto header = kNew.header();
  EXPECT_EQ(bench_.update().begin(link::Bytes(header).first(127)), Error::bad_payload);
  header.push_back(0);
  EXPECT_EQ(bench_.update().begin(header), Error::bad_payload);
  header.pop_back();
  header[0] ^= 1;
  EXPECT_EQ(bench_.update().begin(header), Error::bad_payload);
}

TEST_F(TheUpdate, CannotBeginWhileOneIsOnTrial) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  ASSERT_TRUE(bench_.start());
  EXPECT_EQ(bench_.send(kNew), Error::unsupported);
}

// Each operation on the flash is cut at its first, second, middle and last byte, and what is there
// then keeps some of the old bits, none of them, or all.
std::vector<std::uint64_t> cuts_of(const FlashModel& flash, std::size_t from) {
  const auto& starts = flash.operations();
  std::vector<std::uint64_t> cuts;
  for (std::size_t i = from; i < starts.size(); ++i) {
    const std::uint64_t end = i + 1 < starts.size() ? starts[i + 1] : flash.worked();
    for (const auto cut : {starts[i], starts[i] + 1, (starts[i] + end) / 2, end - 1}) {
      cuts.push_back(cut - starts[from]);
    }
  }
  return cuts;
}

// What `act` does to a board like `prepared` is cut everywhere; then `check` sees what became of
// it, with its power back.
void cut_everywhere(const UpdateBench& prepared, const std::function<void(UpdateBench&)>& act,
                    const std::function<void(UpdateBench&)>& check) {
  UpdateBench whole(prepared);
  const std::size_t from = whole.flash.operations().size();
  act(whole);
  const auto cuts = cuts_of(whole.flash, from);
  ASSERT_GT(cuts.size(), 3U);
  unsigned turn = 0;
  for (std::size_t i = 0; i < cuts.size(); i += static_cast<std::size_t>(100 / rounds(100))) {
    const std::uint64_t cut = cuts[i];
    constexpr std::uint8_t kTorn[] = {0x00, 0x5A, 0xFF};
    UpdateBench bench(prepared);
    bench.flash.cut_after(cut, kTorn[turn++ % 3]);
    EXPECT_THROW(act(bench), PowerCut);
    bench.flash.never_cut();
    SCOPED_TRACE("cut after " + std::to_string(cut) + " bytes");
    check(bench);
  }
}

TEST_F(TheUpdate, MayLoseItsPowerWhileItIsSent) {
  cut_everywhere(
      bench_, [](UpdateBench& bench) { bench.send(kNew); },
      [](UpdateBench& bench) {
        ASSERT_TRUE(bench.start());
        ASSERT_TRUE(bench.runs(kOld) || bench.runs(kNew));
      });
}

TEST_F(TheUpdate, MayLoseItsPowerWhileItIsSwappedIn) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  cut_everywhere(
      bench_, [](UpdateBench& bench) { bench.start(); },
      [](UpdateBench& bench) {
        ASSERT_TRUE(bench.start());
        // A mark that was torn counts: that trial is over before it began.
        ASSERT_TRUE(bench.runs(kNew) || (bench.runs(kOld) && bench.update().reverted()));
      });
}

TEST_F(TheUpdate, MayLoseItsPowerWhileItIsSwappedBack) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  ASSERT_TRUE(bench_.start());
  cut_everywhere(
      bench_, [](UpdateBench& bench) { bench.start(); },
      [](UpdateBench& bench) {
        ASSERT_TRUE(bench.start());
        ASSERT_TRUE(bench.runs(kOld) && bench.update().reverted());
      });
}

TEST_F(TheUpdate, MayLoseItsPowerWhileItIsConfirmed) {
  ASSERT_EQ(bench_.send(kNew), Error::ok);
  ASSERT_TRUE(bench_.start());
  cut_everywhere(
      bench_, [](UpdateBench& bench) { bench.update().confirm(); },
      [](UpdateBench& bench) {
        ASSERT_TRUE(bench.start());
        ASSERT_TRUE(bench.runs(kNew) || bench.runs(kOld));
      });
}

TEST_F(TheUpdate, MayLoseItsPowerAgainAndAgain) {
  std::mt19937 random(8);
  for (int round = 0; round < 6; ++round) {
    UpdateBench bench(bench_);
    ASSERT_EQ(bench.send(kNew), Error::ok);
    for (int cut = 0; cut < 12; ++cut) {
      bench.flash.cut_after(random() % 3000, static_cast<std::uint8_t>(random()));
      try {
        ASSERT_TRUE(bench.start());
      } catch (const PowerCut&) {
      }
    }
    bench.flash.never_cut();
    ASSERT_TRUE(bench.start());
    ASSERT_TRUE(bench.runs(kOld) || bench.runs(kNew));
  }
}

// The board's own part: what a host is told, and what happens if no host comes.
TEST(ABoardOnTrial, SaysSoUntilItIsConfirmed) {
  FlashModel messages(1024, 8);
  BoardBench bench(messages);
  BootLog log(bench.log, 6);
  ASSERT_TRUE(log.request() && log.add(BootLog::Mark::trial));
  EXPECT_EQ(bench.board.flags(), link::kUnconfirmed);
  EXPECT_EQ(bench.board.confirm(), Error::ok);
  EXPECT_EQ(bench.board.flags(), 0);
}

TEST(ABoardOnTrial, RestartsIfNobodyConfirmsIt) {
  FlashModel messages(1024, 8);
  BoardBench bench(messages);
  BootLog log(bench.log, 6);
  ASSERT_TRUE(log.request() && log.add(BootLog::Mark::trial));
  for (std::uint32_t second = 0; second < Board::kTrialSeconds; ++second) {
    EXPECT_FALSE(bench.electronics.restarted);
    bench.board.step(bench.now += 1000, true, true);
  }
  bench.board.step(bench.now += 1000, true, true);
  EXPECT_EQ(bench.electronics.restarted, link::Boot::restart);
}

TEST(ABoard, TellsWhatBecameOfAnUpdate) {
  FlashModel messages(1024, 8);
  BoardBench bench(messages);
  BootLog log(bench.log, 6);
  ASSERT_TRUE(log.request() && log.add(BootLog::Mark::refused));
  EXPECT_EQ(bench.board.flags(), link::kRefused);
  ASSERT_TRUE(log.clear() && log.request() && log.add(BootLog::Mark::reverted));
  EXPECT_EQ(bench.board.flags(), link::kReverted);
}

TEST(ABoard, DoesNotRestartForAnImageThatIsNotThere) {
  FlashModel messages(1024, 8);
  BoardBench bench(messages);
  EXPECT_EQ(bench.board.boot(link::Boot::staged_once), Error::missing_pages);
  bench.board.step(1, true, true);
  EXPECT_FALSE(bench.electronics.restarted);
}

}  // namespace
}  // namespace loa::firmware
