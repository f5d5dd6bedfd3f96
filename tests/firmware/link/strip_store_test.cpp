// The board's memory of strips: shown whole or not at all, and larger than itself.
#include "firmware/link/strip_store.h"

#include <gmock/gmock.h>

#include "firmware/link/crc32.h"
#include "sim.h"

namespace loa::firmware::link {
namespace {

using testing::pattern;
using Columns = std::vector<std::uint8_t>;

// A board of 64 columns with room for 10 pages of 16.
struct Memory {
  Columns bytes = Columns(10 * 32);
  std::vector<StripStore::Slot> slots = std::vector<StripStore::Slot>(10);
  StripStore store{bytes, slots, 32, {64, 16, Format::mono}};

  Error put(std::uint16_t strip, std::uint16_t page, const Columns& all) {
    const std::size_t from = page * 32U;
    const std::size_t until = std::min<std::size_t>(from + 32, all.size());
    return store.page({strip, page, Bytes(all).subspan(from, until - from)});
  }
  // Sends and commits the first `pages` pages.
  Error show(const Begin& begin, const Columns& all, std::uint16_t pages, Millis now = 0) {
    if (const auto error = store.begin(begin); error != Error::ok) return error;
    for (std::uint16_t page = 0; page < pages; ++page) {
      if (const auto error = put(begin.strip, page, all); error != Error::ok) return error;
    }
    const auto bytes_sent = std::min<std::size_t>(pages * 32U, all.size());
    return store.commit(now, {begin.strip, pages, crc32(Bytes(all).first(bytes_sent)), 0});
  }
  // Column `x` of the board is the strip's column `of`.
  bool is(int x, const Columns& all, int of) {
    const auto* column = store.column(x);
    const auto at = static_cast<std::size_t>(of) * 2;
    return column != nullptr && column[0] == all[at] && column[1] == all[at + 1];
  }
};

Begin holding(std::uint16_t strip, std::uint16_t columns) {
  return {strip, columns, Effect::hold, 0, 0};
}
Begin scrolling(std::uint16_t strip, std::uint16_t columns, std::uint8_t repeat = 1) {
  return {strip, columns, Effect::scroll_left, 100, repeat};
}

TEST(Strips, AreShownFromTheirCommitOn) {
  Memory memory;
  const auto first = pattern(64, 2, 1);
  const auto second = pattern(64, 2, 2);
  ASSERT_EQ(memory.show(holding(1, 64), first, 4), Error::ok);
  EXPECT_TRUE(memory.store.step(0));
  EXPECT_TRUE(memory.is(0, first, 0));
  EXPECT_EQ(memory.store.frame_crc(), crc32(first));
  ASSERT_EQ(memory.store.begin(holding(2, 64)), Error::ok);
  for (std::uint16_t page = 0; page < 4; ++page) {
    EXPECT_EQ(memory.put(2, page, second), Error::ok);
    EXPECT_EQ(memory.store.frame_crc(), crc32(first)) << "nothing of it before";
  }
  EXPECT_EQ(memory.store.commit(10, {2, 4, crc32(second), 0}), Error::ok);
  EXPECT_TRUE(memory.store.step(10));
  EXPECT_EQ(memory.store.frame_crc(), crc32(second));
  EXPECT_EQ(memory.store.shown_crc(), crc32(second));
}

TEST(Strips, ThatAreNotWholeOrNotRightAreNotShown) {
  Memory memory;
  const auto all = pattern(64, 2, 1);
  ASSERT_EQ(memory.store.begin(holding(1, 64)), Error::ok);
  ASSERT_EQ(memory.put(1, 0, all), Error::ok);
  EXPECT_EQ(memory.store.commit(0, {1, 4, crc32(all), 0}), Error::missing_pages);
  EXPECT_EQ(memory.store.commit(0, {1, 1, crc32(Bytes(all).first(32)), 0}), Error::missing_pages)
      << "what stands still is shown whole";
  for (std::uint16_t page = 1; page < 4; ++page) memory.put(1, page, all);
  EXPECT_EQ(memory.store.commit(0, {1, 4, crc32(all) + 1, 0}), Error::crc_mismatch);
  EXPECT_EQ(memory.store.commit(0, {1, 5, crc32(all), 0}), Error::missing_pages);
  EXPECT_EQ(memory.store.commit(0, {7, 4, crc32(all), 0}), Error::no_strip);
  EXPECT_EQ(memory.store.shown(), 0);
  EXPECT_EQ(memory.store.commit(0, {1, 4, crc32(all), 0}), Error::ok);
}

TEST(Strips, TakeOnlyPagesOfTheirSize) {
  Memory memory;
  ASSERT_EQ(memory.store.begin(holding(1, 20)), Error::ok);
  EXPECT_EQ(memory.store.page({1, 0, Columns(31)}), Error::bad_payload);
  EXPECT_EQ(memory.store.page({1, 1, Columns(32)}), Error::bad_payload) << "the last is 4 columns";
  EXPECT_EQ(memory.store.page({1, 1, Columns(8)}), Error::ok);
  EXPECT_EQ(memory.store.page({1, 2, Columns(2)}), Error::bad_payload);
  EXPECT_EQ(memory.store.page({2, 0, Columns(32)}), Error::no_strip);
  EXPECT_EQ(memory.store.page({0, 0, Columns(32)}), Error::no_strip);
}

TEST(Strips, ThatScrollEnterAtOneEdgeAndLeaveAtTheOther) {
  Memory memory;
  const auto all = pattern(30, 2, 1);
  ASSERT_EQ(memory.show(scrolling(1, 30, 0), all, 2, 1000), Error::ok);
  memory.store.step(1000);
  EXPECT_EQ(memory.store.left(), -63);
  EXPECT_TRUE(memory.is(63, all, 0));
  EXPECT_EQ(memory.store.column(62), nullptr);
  memory.store.step(1000 + 630);  // 63 pixels
  EXPECT_TRUE(memory.is(0, all, 0));
  EXPECT_TRUE(memory.is(29, all, 29));
  memory.store.step(1000 + 929);
  EXPECT_TRUE(memory.is(0, all, 29));
  memory.store.step(1000 + 930);
  EXPECT_EQ(memory.store.column(0), nullptr);
  EXPECT_FALSE(memory.store.step(60'000)) << "it has left, and stays away";
}

TEST(Strips, ThatRepeatBeginAgainWhenTheLastColumnHasLeft) {
  Memory memory;
  const auto all = pattern(30, 2, 1);
  ASSERT_EQ(memory.show(scrolling(1, 30), all, 2), Error::ok);
  memory.store.step(930);
  EXPECT_TRUE(memory.is(63, all, 0));
}

TEST(Strips, GoingRightMirrorThoseGoingLeft) {
  Memory memory;
  const auto all = pattern(30, 2, 1);
  auto begin = scrolling(1, 30);
  begin.effect = Effect::scroll_right;
  ASSERT_EQ(memory.show(begin, all, 2), Error::ok);
  memory.store.step(0);
  EXPECT_TRUE(memory.is(0, all, 29));
  memory.store.step(920);
  EXPECT_TRUE(memory.is(63, all, 0));
}

TEST(Strips, CanBeTimedAnewWithoutBeingSentAgain) {
  Memory memory;
  const auto all = pattern(30, 2, 1);
  ASSERT_EQ(memory.show(scrolling(1, 30), all, 2), Error::ok);
  EXPECT_EQ(memory.store.commit(5000, {1, 0, 0, 630}), Error::ok);
  memory.store.step(5000);
  EXPECT_TRUE(memory.is(0, all, 0));
  EXPECT_EQ(memory.store.shown_crc(), crc32(all)) << "the CRC of the first commit stands";
}

TEST(Strips, RunOnWhenTheClockWrapsAround) {
  Memory memory;
  const auto all = pattern(30, 2, 1);
  const Millis start = 0xFFFFFF00U;
  ASSERT_EQ(memory.show(scrolling(1, 30), all, 2, start), Error::ok);
  memory.store.step(start + 630);
  EXPECT_TRUE(memory.is(0, all, 0));
}

// Feeds what the board wants, as a host would, while it scrolls for two rounds and a half.
void feed_two_rounds(Effect effect) {
  Memory memory;
  constexpr int kColumns = 1000;
  const auto all = pattern(kColumns, 2, 3);
  auto begin = scrolling(1, kColumns);
  begin.effect = effect;
  ASSERT_EQ(memory.show(begin, all, 4), Error::ok);
  constexpr int kPass = kColumns + 63;
  for (int moved = 0; moved < kPass * 5 / 2; ++moved) {
    memory.store.step(static_cast<Millis>(moved * 10));
    for (auto page = memory.store.wanted(); page != Status::kNoPage; page = memory.store.wanted()) {
      if (memory.put(1, page, all) != Error::ok) break;
    }
    const int place = moved % kPass;
    const int left = effect == Effect::scroll_left ? place - 63 : kColumns - 1 - place;
    ASSERT_EQ(memory.store.left(), left);
    for (int x = 0; x < 64; ++x) {
      const int column = left + x;
      if (column < 0 || column >= kColumns) {
        ASSERT_EQ(memory.store.column(x), nullptr);
      } else {
        ASSERT_TRUE(memory.is(x, all, column)) << "moved " << moved << " x " << x;
      }
    }
  }
  EXPECT_EQ(memory.store.blank_columns(), 0);
}

TEST(Strips, LargerThanTheMemoryAreFedWhileTheyScroll) { feed_two_rounds(Effect::scroll_left); }
TEST(Strips, LargerThanTheMemoryAreFedWhileTheyScrollRight) {
  feed_two_rounds(Effect::scroll_right);
}

TEST(Strips, WhosePagesComeLateAreBlankThereAndThatIsCounted) {
  Memory memory;
  const auto all = pattern(1000, 2, 3);
  ASSERT_EQ(memory.show(scrolling(1, 1000), all, 4), Error::ok);
  memory.store.step(10 * (63 + 64));
  EXPECT_EQ(memory.store.column(0), nullptr);
  EXPECT_EQ(memory.store.blank_columns(), 1);
  EXPECT_EQ(memory.store.wanted(), 4);
}

TEST(Strips, AlwaysLeaveRoomForOneScreenOfTheNext) {
  Memory memory;
  const auto all = pattern(1000, 2, 3);
  const auto next = pattern(64, 2, 4);
  ASSERT_EQ(memory.show(scrolling(1, 1000), all, 4), Error::ok);
  memory.store.step(0);
  for (auto page = memory.store.wanted(); page != Status::kNoPage; page = memory.store.wanted()) {
    if (memory.put(1, page, all) != Error::ok) break;
  }
  EXPECT_EQ(memory.store.free_pages(), 4);
  EXPECT_EQ(memory.show(holding(2, 64), next, 4, 1), Error::ok);
  EXPECT_EQ(memory.store.free_pages(), 6) << "the strip before is gone";
  EXPECT_EQ(memory.store.begin(holding(3, 1000)), Error::no_room);
}

TEST(Strips, ThatWereBegunAndNeverShownGiveTheirRoomBack) {
  Memory memory;
  const auto all = pattern(64, 2, 1);
  for (std::uint16_t strip = 1; strip < 50; ++strip) {
    ASSERT_EQ(memory.store.begin(holding(strip, 64)), Error::ok);
    for (std::uint16_t page = 0; page < 4; ++page) {
      ASSERT_EQ(memory.put(strip, page, all), Error::ok);
    }
  }
  EXPECT_EQ(memory.store.free_pages(), 6);
}

TEST(Strips, OfThreeColoursArePlaneAfterPlaneInAColumn) {
  Columns bytes(4 * 24);
  std::vector<StripStore::Slot> slots(4);
  StripStore store(bytes, slots, 24, {4, 32, Format::rgb});
  EXPECT_EQ(store.column_size(), 12U);
  EXPECT_EQ(store.columns_a_page(), 2);
  const auto all = pattern(4, 12, 9);
  ASSERT_EQ(store.begin({1, 4, Effect::hold, 0, 0}), Error::ok);
  for (std::uint16_t page = 0; page < 2; ++page) {
    ASSERT_EQ(store.page({1, page, Bytes(all).subspan(page * 24U, 24)}), Error::ok);
  }
  ASSERT_EQ(store.commit(0, {1, 2, crc32(all), 0}), Error::ok);
  EXPECT_EQ(store.frame_crc(), crc32(all));
}

TEST(Strips, SurviveWhateverIsSentInAnyOrder) {
  std::mt19937 random(5);
  Memory memory;
  const auto all = pattern(1000, 2, 3);
  Millis now = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto strip = static_cast<std::uint16_t>(random() % 4);
    const auto pages = static_cast<std::uint16_t>(random() % 8);
    switch (random() % 4) {
      case 0:
        memory.store.begin({strip, static_cast<std::uint16_t>(1 + random() % 1000),
                            static_cast<Effect>(random() % 3), 100, 1});
        break;
      case 1:
        memory.put(strip, pages, all);
        break;
      case 2:
        memory.store.commit(now, {strip, pages, crc32(Bytes(all).first(pages * 32U)),
                                  static_cast<Millis>(random())});
        break;
      default:
        memory.store.step(now += static_cast<Millis>(random() % 500));
    }
    for (int x = 0; x < 64; x += 9) memory.store.column(x);
    memory.store.wanted();
  }
}

}  // namespace
}  // namespace loa::firmware::link
