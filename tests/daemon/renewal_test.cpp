// When a station that has a new configuration begins again.
#include "daemon/renewal.h"

#include <gtest/gtest.h>

namespace loa::daemon {
namespace {

using std::chrono::seconds;

StationView view_at(base::Duration since_boot) {
  StationView view;
  view.now.steady = base::Steady{since_boot};
  view.now.wall = base::Wall{std::chrono::hours{1'000'000} + since_boot};
  view.now.quality = base::ClockQuality::synced;
  return view;
}

StationView on_air(StationView view) {
  view.on_air = OnAir{};
  return view;
}

StationView next_in(StationView view, base::Duration time) {
  view.next = DueSoon{};
  view.next->start = view.now.wall + time;
  return view;
}

struct RenewalTest : ::testing::Test {
  Renewal renewal;
  const StationView wanted_at = view_at(seconds{100});
  const StationView later = view_at(seconds{101});
};

TEST_F(RenewalTest, NothingIsDueThatNobodyWanted) {
  EXPECT_FALSE(renewal.wanted());
  EXPECT_FALSE(renewal.due(later));
}

TEST_F(RenewalTest, TheAnswerThatTellsOfItGoesFirst) {
  renewal.want(wanted_at.now.steady);
  EXPECT_TRUE(renewal.wanted());
  EXPECT_FALSE(renewal.due(wanted_at));
  EXPECT_TRUE(renewal.due(later));
}

TEST_F(RenewalTest, WhatIsOnTheAirOrAboutToBeGoesFirst) {
  renewal.want(wanted_at.now.steady);
  EXPECT_FALSE(renewal.due(on_air(later)));
  EXPECT_FALSE(renewal.due(next_in(later, seconds{29})));
  EXPECT_TRUE(renewal.due(next_in(later, seconds{30})));
}

TEST_F(RenewalTest, WhereTheClockIsNotTrustedNothingIsAboutToBe) {
  renewal.want(wanted_at.now.steady);
  auto view = next_in(later, seconds{5});
  view.now.quality = base::ClockQuality::unknown;
  EXPECT_TRUE(renewal.due(view));
}

TEST_F(RenewalTest, WhoInsistsCutsWhatIsOnTheAir) {
  renewal.want(wanted_at.now.steady);
  renewal.insist(later.now.steady);
  EXPECT_FALSE(renewal.due(on_air(later))) << "the answer first";
  EXPECT_TRUE(renewal.due(on_air(view_at(seconds{102}))));
}

}  // namespace
}  // namespace loa::daemon
