// What is given up where the disk fills up.
#include "daemon/disk_budget.h"

#include <gtest/gtest.h>

namespace loa::daemon {
namespace {

using std::chrono::hours;

const base::Wall kNow{hours{24 * 20000}};

MadeSound sound(const char* name, std::uintmax_t bytes, int hours_old) {
  return {name, bytes, kNow - hours{hours_old}};
}

using Paths = std::vector<std::filesystem::path>;

TEST(MadeSounds, StayWhileThereIsRoom) {
  EXPECT_EQ(expendable({sound("a", 40, 900), sound("b", 60, 800)}, {}, 100, kNow), Paths{});
}

TEST(MadeSounds, GoOldestFirstUntilTheRestFits) {
  const std::vector sounds{sound("young", 50, 30), sound("oldest", 50, 900),
                           sound("older", 50, 800)};
  EXPECT_EQ(expendable(sounds, {}, 100, kNow), Paths{"oldest"});
  EXPECT_EQ(expendable(sounds, {}, 99, kNow), (Paths{"oldest", "older"}));
}

TEST(MadeSounds, OfTheWeeksStayWhateverRoomThereIs) {
  const std::vector sounds{sound("daily", 50, 9000), sound("once", 50, 800)};
  EXPECT_EQ(expendable(sounds, {"daily"}, 0, kNow), Paths{"once"});
}

TEST(MadeSounds, OfTodayMayBeAboutToSound) {
  EXPECT_EQ(expendable({sound("now", 50, 23), sound("yesterday", 50, 25)}, {}, 0, kNow),
            Paths{"yesterday"});
}

TEST(MadeSounds, HalfMadeOnesOfAPowerCutGoAnyway) {
  EXPECT_EQ(expendable({sound(".a.wav.0123", 5, 25), sound(".b.wav.4567", 5, 1)}, {}, 100, kNow),
            Paths{".a.wav.0123"});
}

TEST(MadeSounds, GiveWayToTheRecordOnAFullDisk) {
  constexpr auto kMega = std::uintmax_t{1024} * 1024;
  EXPECT_EQ(most_for_made(900 * kMega, 4000 * kMega), kMostMade);
  EXPECT_EQ(most_for_made(100 * kMega, kKeepFree), kMostMade);
  EXPECT_EQ(most_for_made(100 * kMega, kKeepFree - 30 * kMega), 70 * kMega);
  EXPECT_EQ(most_for_made(100 * kMega, 0), 0U);
}

}  // namespace
}  // namespace loa::daemon
