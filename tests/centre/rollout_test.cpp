// A new bundle in stages: whose turn it is, and when it goes on, waits or stops.
#include "centre/rollout.h"

#include <gtest/gtest.h>

#include "centre/rollout_desk.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const base::Wall kBegin = *base::from_rfc3339("2026-11-26T05:00:00Z");

Rollout rollout_in(std::vector<int> stages, std::set<std::string> first = {}) {
  Rollout rollout;
  rollout.fingerprint = "new";
  rollout.version = 2;
  rollout.plan = {std::move(stages), std::move(first), hours{1}, 5};
  rollout.began = rollout.stage_began = kBegin;
  return rollout;
}

// Stations that are heard, and have not got it.
std::vector<RolloutMember> stations(std::size_t count) {
  std::vector<RolloutMember> members;
  for (std::size_t i = 0; i < count; ++i) members.push_back({"st-" + std::to_string(i), true});
  return members;
}

// What the stations do that are offered it.
void take_all(const Rollout& rollout, std::vector<RolloutMember>& members) {
  for (auto& member : members) member.taken |= member.online && has_turn(rollout, member.station);
}

TEST(RolloutTurn, comes_to_a_share_of_the_stations_that_only_grows) {
  auto rollout = rollout_in({1, 10, 50, 100});
  std::set<std::string> before;
  const double expected[] = {1000, 10'000, 50'000, 100'000};
  for (rollout.stage = 0; rollout.stage < 4; ++rollout.stage) {
    std::set<std::string> now;
    for (int i = 0; i < 100'000; ++i)
      if (has_turn(rollout, "st-" + std::to_string(i))) now.insert("st-" + std::to_string(i));
    EXPECT_NEAR(static_cast<double>(now.size()), expected[rollout.stage],
                expected[rollout.stage] * 0.1);
    EXPECT_TRUE(std::ranges::includes(now, before)) << "nobody loses its turn";
    before = std::move(now);
  }
}

TEST(RolloutTurn, begins_with_other_stations_for_another_bundle) {
  const auto one = rollout_in({10, 100});
  auto other = one;
  other.fingerprint = "another";
  int both = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto station = "st-" + std::to_string(i);
    if (has_turn(one, station) && has_turn(other, station)) ++both;
  }
  EXPECT_LT(both, 200) << "a tenth of a tenth";
}

TEST(RolloutTurn, comes_first_to_those_that_were_named) {
  auto rollout = rollout_in({0, 100}, {"st-7"});
  EXPECT_TRUE(has_turn(rollout, "st-7"));
  EXPECT_FALSE(has_turn(rollout, "st-8"));
  rollout.stage = 1;
  EXPECT_TRUE(has_turn(rollout, "st-8"));
}

TEST(RolloutLook, goes_through_all_stages_by_itself_where_all_is_well) {
  auto rollout = rollout_in({10, 50, 100});
  auto members = stations(200);
  auto now = kBegin;
  std::vector<std::size_t> sizes;
  while (rollout.state == RolloutState::going) {
    take_all(rollout, members);
    if (sizes.size() <= rollout.stage) sizes.push_back(count(rollout, members).members);
    rollout = after_look(rollout, members, now);
    now += minutes{10};
    ASSERT_LT(now, kBegin + hours{10});
  }
  EXPECT_EQ(rollout.state, RolloutState::done);
  ASSERT_EQ(sizes.size(), 3U);
  EXPECT_LT(sizes[0], sizes[1]);
  EXPECT_EQ(sizes[2], 200U);
  EXPECT_GE(now - kBegin, hours{3}) << "an hour in each stage";
}

TEST(RolloutLook, waits_for_a_station_that_is_heard_and_has_not_taken_it) {
  auto rollout = rollout_in({100});
  rollout.plan.stages = {50, 100};
  auto members = stations(40);
  take_all(rollout, members);
  const auto late = std::ranges::find(members, true, &RolloutMember::taken);
  ASSERT_NE(late, members.end());
  late->taken = false;
  for (int hour = 0; hour < 48; ++hour)
    rollout = after_look(rollout, members, kBegin + hours{hour});
  EXPECT_EQ(rollout.stage, 0U);
  late->taken = true;
  rollout = after_look(rollout, members, kBegin + hours{48});
  EXPECT_EQ(rollout.stage, 0U) << "the hour begins now";
  rollout = after_look(rollout, members, kBegin + hours{49});
  EXPECT_EQ(rollout.stage, 1U);
}

TEST(RolloutLook, does_not_wait_for_the_silent_ones_but_for_somebody) {
  auto rollout = rollout_in({0, 100}, {"st-0", "st-1"});
  auto members = stations(3);
  members[0].online = members[1].online = false;
  for (int hour = 0; hour < 5; ++hour) rollout = after_look(rollout, members, kBegin + hours{hour});
  EXPECT_EQ(rollout.stage, 0U) << "nobody has tried it";
  members[1].online = members[1].taken = true;
  for (int hour = 5; hour < 7; ++hour) rollout = after_look(rollout, members, kBegin + hours{hour});
  EXPECT_EQ(rollout.stage, 1U);
}

TEST(RolloutLook, passes_over_a_share_in_which_nobody_is) {
  auto rollout = rollout_in({0, 100});
  EXPECT_EQ(after_look(rollout, stations(3), kBegin).stage, 1U);
}

struct Failing {
  const char* name;
  void (*fail)(RolloutMember& member);
  bool stops;
};
class RolloutFailure : public testing::TestWithParam<Failing> {};

TEST_P(RolloutFailure, is_what_begins_with_the_new_bundle) {
  auto rollout = rollout_in({0, 100}, {"st-0", "st-1"});
  rollout.faults_before["st-0"] = {"board-silent"};
  auto members = stations(3);
  take_all(rollout, members);
  GetParam().fail(members[0]);
  const auto after = after_look(rollout, members, kBegin);
  EXPECT_EQ(after.state == RolloutState::stopped, GetParam().stops);
  EXPECT_EQ(after.why, GetParam().stops ? "too-many-failures" : "");
}

INSTANTIATE_TEST_SUITE_P(
    Of, RolloutFailure,
    testing::Values(
        Failing{"refused", [](RolloutMember& m) { m.taken = false, m.refused = true; }, true},
        Failing{"a_new_fault", [](RolloutMember& m) { m.faults = {"media-missing"}; }, true},
        Failing{"an_old_fault", [](RolloutMember& m) { m.faults = {"board-silent"}; }, false},
        Failing{"fallen_silent", [](RolloutMember& m) { m.online = false; }, true},
        Failing{"silent_before", [](RolloutMember& m) { m.online = m.taken = false; }, false},
        Failing{"a_fault_without_it",
                [](RolloutMember& m) {
                  m.taken = false;
                  m.faults = {"media-missing"};
                },
                false},
        Failing{"nothing", [](RolloutMember&) {}, false}),
    [](const auto& info) { return info.param.name; });

TEST(RolloutLook, stops_only_where_more_fail_than_may) {
  auto rollout = rollout_in({100});
  rollout.plan.stages = {99, 100};
  auto members = stations(200);
  take_all(rollout, members);
  const auto in_turn = count(rollout, members).members;
  const auto most = in_turn * 5 / 100;
  std::size_t failed = 0;
  for (auto& member : members) {
    if (failed == most) break;
    if (member.taken) member.faults = {"silent-air"}, ++failed;
  }
  auto well = after_look(after_look(rollout, members, kBegin), members, kBegin + hours{1});
  EXPECT_EQ(well.stage, 1U) << "so many may";
  for (auto& member : members) {
    if (!member.taken || !member.faults.empty()) continue;
    member.faults = {"silent-air"};
    break;
  }
  EXPECT_EQ(after_look(rollout, members, kBegin).state, RolloutState::stopped);
}

TEST(RolloutByHand, goes_on_without_those_that_have_failed) {
  auto rollout = rollout_in({0, 100}, {"st-0", "st-1"});
  auto members = stations(2);
  take_all(rollout, members);
  members[0].faults = {"silent-air"};
  EXPECT_FALSE(continued(rollout, members)) << "it goes on already";
  rollout = after_look(rollout, members, kBegin);
  ASSERT_EQ(rollout.state, RolloutState::stopped);
  EXPECT_EQ(after_look(rollout, members, kBegin + hours{50}).state, RolloutState::stopped);
  EXPECT_FALSE(stopped_by_hand(rollout));
  rollout = continued(rollout, members).value();
  for (int hour = 0; hour < 2; ++hour) rollout = after_look(rollout, members, kBegin + hours{hour});
  EXPECT_EQ(rollout.stage, 1U);
  rollout = stopped_by_hand(rollout).value();
  EXPECT_EQ(rollout.why, "by-hand");
  members[1].refused = true, members[1].taken = false;
  rollout = continued(rollout, members).value();
  EXPECT_EQ(count(rollout, members).members, 0U);
}

TEST(RolloutText, reads_back) {
  auto rollout = rollout_in({1, 100}, {"st-1"});
  rollout.state = RolloutState::stopped;
  rollout.stage = 1;
  rollout.why = "by-hand";
  rollout.well_since = kBegin;
  rollout.faults_before["st-2"] = {"too-hot"};
  rollout.excused = {"st-3"};
  EXPECT_EQ(to_json(rollout_from(to_json(rollout))), to_json(rollout));
  EXPECT_THROW(rollout_from("{}"), std::runtime_error);
  EXPECT_THROW(rollout_from(""), std::runtime_error);
}

TEST(RolloutStages, rise_and_end_with_all) {
  EXPECT_EQ(stages_from("1,10,50,100"), (std::vector<int>{1, 10, 50, 100}));
  EXPECT_EQ(stages_from("0,100"), (std::vector<int>{0, 100}));
  EXPECT_EQ(stages_from("100"), std::vector<int>{100});
  for (const char* text : {"", "1", "10,5,100", "1,1,100", "-1,100", "1,101", "1,,100", "1,100,",
                           "a", "1;100", "1,100,200", " 1,100"})
    EXPECT_FALSE(stages_from(text)) << text;
}

// The desk over a store: what is offered to whom, and that it is durable.
class StagedWeeks : public testing::TestWithParam<test::Engine> {
 protected:
  StagedWeeks() {
    programmes_.take(seal(), test::at(0).wall);
    settled_ = programmes_.fingerprint();
  }
  std::string seal() { return trust::write_bundle(office_.seal()); }
  protocol::HttpResponse publish(const std::string& stages, const std::string& first = "") {
    protocol::HttpRequest request{"POST", "/v1/admin/programme", {}, {}, seal(), "127.0.0.1"};
    request.query = {{"stages", stages}, {"settle", "3600"}};
    std::set<std::string> ids;
    if (!first.empty()) ids.insert(first);
    return desk_.take(request, std::move(ids), fleet_, test::at(0).wall, read_offer(request.body));
  }
  // Stations that have what they are offered.
  void call_all() {
    for (auto& [station, state] : fleet_) {
      state.presence = Presence::online;
      state.report.emplace();
      const auto offer = programmes_.offers({station.id}).front();
      state.report->programme = {offer.fingerprint, offer.version};
    }
  }
  int taken() const {
    int count = 0;
    for (const auto& [station, state] : fleet_)
      if (state.report->programme->taken != settled_) ++count;
    return count;
  }
  void look(std::int64_t seconds) { desk_.look(fleet_, test::at(seconds)); }
  static std::vector<KnownStation> stations(int count) {
    std::vector<KnownStation> fleet;
    for (int i = 0; i < count; ++i) fleet.push_back({{"st-" + std::to_string(i), "", "", {}}, {}});
    return fleet;
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  trust::testing::Office office_;
  Programmes programmes_{store_};
  RolloutDesk desk_{programmes_};
  std::vector<KnownStation> fleet_ = stations(60);
  std::string settled_;
};

TEST_P(StagedWeeks, reach_all_stations_step_by_step) {
  call_all();
  EXPECT_EQ(publish("0,50,100", "st-3").status, 200);
  std::vector<int> steps;
  look(0);
  for (std::int64_t now = 300; now < 6 * 3600; now += 600) {
    call_all();
    if (steps.empty() || steps.back() != taken()) steps.push_back(taken());
    look(now);
  }
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0], 1);
  EXPECT_NEAR(steps[1], 30, 15);
  EXPECT_EQ(steps[2], 60);
  EXPECT_EQ(programmes_.rollout()->state, RolloutState::done);
  EXPECT_NE(programmes_.fingerprint(), settled_);
  EXPECT_FALSE(store_.bundle(settled_)) << "nobody needs it any more";
}

TEST_P(StagedWeeks, stop_with_an_alarm_and_come_to_nobody_else_then) {
  call_all();
  publish("0,100", "st-3");
  look(0);
  call_all();
  fleet_[3].state.report->faults = {"silent-air"};
  look(600);
  EXPECT_EQ(programmes_.rollout()->state, RolloutState::stopped);
  EXPECT_EQ(desk_.conditions(), (std::vector<AlarmKey>{{"", "rollout-stopped", "2"}}));
  EXPECT_EQ(programmes_.offers({"st-3"}).front().version, 1)
      << "who has not got it does not get it";
  EXPECT_EQ(programmes_.offers({"st-4"}).front().version, 1);
  EXPECT_EQ(desk_.order(R"({"do":"continue"})", fleet_).status, 200);
  EXPECT_EQ(programmes_.offers({"st-3"}).front().version, 2);
  EXPECT_TRUE(desk_.conditions().empty());
  EXPECT_EQ(desk_.order(R"({"do":"continue"})", fleet_).status, 409);
  EXPECT_EQ(desk_.order(R"({"do":"stop"})", fleet_).status, 200);
  EXPECT_TRUE(desk_.conditions().empty()) << "a person stopped it";
  EXPECT_EQ(desk_.order(R"({"do":"x"})", fleet_).status, 400);
}

TEST_P(StagedWeeks, are_where_they_were_after_a_start) {
  call_all();
  publish("0,100", "st-3");
  Programmes again(store_);
  EXPECT_EQ(again.offers({"st-3"}).front().version, 2);
  EXPECT_EQ(again.offers({"st-4"}).front().version, 1);
  EXPECT_EQ(again.fingerprint(), settled_);
  ASSERT_TRUE(again.rollout());
  EXPECT_EQ(to_json(*again.rollout()), to_json(*programmes_.rollout()));
}

TEST_P(StagedWeeks, are_judged_only_once_stations_have_had_time_to_call) {
  call_all();
  publish("0,100", "st-3");
  call_all();
  for (auto& [station, state] : fleet_) state.presence = Presence::silent;
  RolloutDesk started(programmes_);
  started.look(fleet_, test::at(0));
  started.look(fleet_, test::at(170));
  EXPECT_EQ(programmes_.rollout()->state, RolloutState::going);
  started.look(fleet_, test::at(181));
  EXPECT_EQ(programmes_.rollout()->state, RolloutState::stopped) << "they are silent indeed";
}

TEST_P(StagedWeeks, give_way_to_newer_ones) {
  call_all();
  publish("0,100", "st-3");
  EXPECT_EQ(publish("0,100", "st-5").status, 200);
  EXPECT_EQ(programmes_.offers({"st-5"}).front().version, 3);
  EXPECT_EQ(programmes_.offers({"st-3"}).front().version, 1) << "which is older than what it has";
  EXPECT_EQ(programmes_.take(seal(), test::at(0).wall).status, 200);
  EXPECT_EQ(programmes_.offers({"st-3"}).front().version, 4);
  EXPECT_FALSE(programmes_.rollout());
  EXPECT_FALSE(store_.rollout());
}

TEST_P(StagedWeeks, without_a_week_before_go_to_all_at_once) {
  test::Database empty(GetParam());
  Store store(empty.open());
  Programmes programmes(store);
  RolloutPlan plan;
  plan.stages = {1, 100};
  EXPECT_EQ(programmes.take(seal(), test::at(0).wall, plan).status, 200);
  EXPECT_EQ(programmes.offers({"st-1"}).front().version, 2);
  EXPECT_FALSE(programmes.rollout());
}

TEST_P(StagedWeeks, with_a_plan_that_makes_no_sense_are_refused) {
  EXPECT_EQ(publish("100,1").status, 400);
  EXPECT_EQ(publish("0,100", "st-3").status, 200);
  protocol::HttpRequest request{"POST", "", {{"failures", "101"}}, {}, seal(), ""};
  EXPECT_EQ(desk_.take(request, {}, fleet_, test::at(0).wall, read_offer(request.body)).status,
            400);
  request.query = {{"settle", "-1"}};
  EXPECT_EQ(desk_.take(request, {}, fleet_, test::at(0).wall, read_offer(request.body)).status,
            400);
}

INSTANTIATE_TEST_SUITE_P(On, StagedWeeks, test::each_engine(), test::name_of_engine);

// Two centres with one database: each sees what the other did, and one of them moves it.
TEST(StagedWeeksOnPostgres, are_moved_by_one_of_two_centres) {
  const test::Database database(test::Engine::postgres);
  Store one(database.open());
  Store other(database.open());
  Programmes given(one);
  Programmes asked(other);
  trust::testing::Office office;
  RolloutPlan plan;
  plan.stages = {0, 100};
  plan.first = {"st-3"};
  given.take(trust::write_bundle(office.seal()), test::at(0).wall);
  given.take(trust::write_bundle(office.seal()), test::at(0).wall, plan);
  EXPECT_EQ(asked.offers({"st-3"}).front().version, 2);
  EXPECT_EQ(asked.offers({"st-4"}).front().version, 1);
  const auto revision = other.rollout_revision();
  auto next = *given.rollout();
  next.stage = 1;
  EXPECT_TRUE(given.move(next));
  EXPECT_FALSE(other.move_rollout(revision, to_json(next), "")) << "it was quicker";
  EXPECT_EQ(asked.offers({"st-4"}).front().version, 2);
  next.state = RolloutState::done;
  EXPECT_TRUE(asked.move(next));
  EXPECT_EQ(given.fingerprint(), next.fingerprint);
}

}  // namespace
}  // namespace loa::centre
