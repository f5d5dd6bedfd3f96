// Who was heard of when.
#include "centre/fleet.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using test::at;
using testing::ElementsAre;
using testing::IsEmpty;

protocol::StatusReport report(const std::string& station, std::vector<std::string> faults = {}) {
  protocol::StatusReport report;
  report.station = station;
  report.wall = at(0).wall;
  report.faults = std::move(faults);
  return report;
}

TEST(Fleet, does_not_know_a_station_that_never_called) {
  EXPECT_EQ(Fleet().state("st-1", at(0)).presence, Presence::never);
}

TEST(Fleet, calls_a_station_silent_after_ninety_seconds) {
  Fleet fleet;
  fleet.heard(report("st-1"), at(100));
  EXPECT_EQ(fleet.state("st-1", at(189)).presence, Presence::online);
  EXPECT_EQ(fleet.state("st-1", at(190)).presence, Presence::silent);
  EXPECT_EQ(fleet.state("st-1", at(500)).seen, at(100).wall);
  fleet.heard("st-1", at(501));
  EXPECT_EQ(fleet.state("st-1", at(502)).presence, Presence::online);
  EXPECT_TRUE(fleet.state("st-1", at(502)).report) << "a journal batch is a sign of life too";
}

TEST(Fleet, goes_by_steady_time_when_the_centres_clock_is_stepped) {
  Fleet fleet;
  fleet.heard(report("st-1"), at(100));
  auto stepped = at(110);
  stepped.wall += std::chrono::hours(24 * 365);
  EXPECT_EQ(fleet.state("st-1", stepped).presence, Presence::online);
}

TEST(Fleet, shows_what_was_on_the_disk_as_silent_until_the_station_calls) {
  Fleet fleet;
  fleet.restore("st-1", report("st-1"), at(50).wall);
  EXPECT_EQ(fleet.state("st-1", at(51)).presence, Presence::silent);
  EXPECT_EQ(fleet.state("st-1", at(51)).seen, at(50).wall);
  EXPECT_TRUE(fleet.state("st-1", at(51)).report);
}

TEST(Fleet, tells_how_far_the_stations_clock_is_ahead) {
  Fleet fleet;
  auto fast = report("st-1");
  fast.wall = at(107).wall;
  fleet.heard(fast, at(100));
  EXPECT_EQ(fleet.state("st-1", at(130)).clock_ahead, std::chrono::seconds(7));
}

TEST(Fleet, wants_to_be_written_down_at_first_then_every_five_minutes_and_when_faults_change) {
  Fleet fleet;
  fleet.heard(report("st-1"), at(0));
  EXPECT_THAT(fleet.to_keep(at(0), false), ElementsAre("st-1"));
  fleet.heard(report("st-1"), at(30));
  EXPECT_THAT(fleet.to_keep(at(30), false), IsEmpty());
  fleet.heard(report("st-1", {"disk-full"}), at(60));
  EXPECT_THAT(fleet.to_keep(at(60), false), ElementsAre("st-1"));
  fleet.heard(report("st-1", {"disk-full"}), at(359));
  EXPECT_THAT(fleet.to_keep(at(359), false), IsEmpty());
  EXPECT_THAT(fleet.to_keep(at(360), false), ElementsAre("st-1"));
  EXPECT_THAT(fleet.to_keep(at(9999), false), IsEmpty()) << "nothing was heard since";
}

TEST(Fleet, is_written_down_in_parts_so_that_nobody_waits_and_then_rests) {
  Fleet fleet;
  const auto all = 2 * kKeepAtOnce + 50;
  for (std::size_t i = 0; i < all; ++i) fleet.heard(report(fmt::format("st-{}", i)), at(0));
  EXPECT_EQ(fleet.to_keep(at(0), false).size(), kKeepAtOnce);
  EXPECT_EQ(fleet.to_keep(at(0), false).size(), kKeepAtOnce);
  EXPECT_EQ(fleet.to_keep(at(0), false).size(), 50U);
  fleet.heard(report("st-new"), at(1));
  EXPECT_THAT(fleet.to_keep(at(4), false), IsEmpty()) << "one commit for all of some seconds";
  fleet.heard(report("st-1", {"disk-full"}), at(5));
  EXPECT_THAT(fleet.to_keep(at(5), false), ElementsAre("st-new", "st-1"));
}

TEST(Fleet, gives_everything_that_is_not_on_the_disk_at_the_end) {
  Fleet fleet;
  fleet.heard(report("st-1"), at(0));
  fleet.heard(report("st-2"), at(0));
  fleet.to_keep(at(0), false);
  fleet.heard("st-2", at(10));
  EXPECT_THAT(fleet.to_keep(at(11), true), ElementsAre("st-2"));
}

}  // namespace
}  // namespace loa::centre
