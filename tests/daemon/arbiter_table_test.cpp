// docs/arbiter.md is the specification: its tables are read here, and each row is run against the
// real arbiter and the real time rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

#include "base/duration.h"
#include "daemon/arbiter.h"
#include "daemon/live.h"
#include "schedules/notation.h"

namespace loa::daemon {
namespace {

using base::Duration;
using base::Steady;
using schedules::StartRule;
using std::chrono::minutes;
using std::chrono::seconds;
using Kind = AirAction::Kind;
using Cells = std::vector<std::string>;

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

Cells cells_of(const std::string& line) {
  Cells cells;
  for (std::size_t from = 1; from < line.size();) {
    const auto to = line.find('|', from);
    cells.push_back(trimmed(line.substr(from, to - from)));
    from = to + 1;
  }
  return cells;
}

// The rows of the table whose header line this is.
std::vector<Cells> table(const std::string& header) {
  std::ifstream in(LOA_SOURCE_DIR "/docs/arbiter.md");
  std::vector<Cells> rows;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line == header) inside = true;
    if (inside && !line.starts_with("|")) break;
    const bool is_row = inside && line != header && !line.starts_with("|---");
    if (is_row) rows.push_back(cells_of(line));
  }
  return rows;
}

Steady moment(int second) { return Steady{seconds{second}}; }

Bid bid_of(const std::string& id, const std::string& who, int from) {
  Bid bid;
  bid.id = id;
  bid.level = who.at(0) - '0';
  bid.source = who.find("by hand") != std::string::npos ? Source::hand : Source::schedule;
  bid.start = moment(from);
  bid.start_by = moment(from + 1000);
  bid.end = moment(from + 2000);
  return bid;
}

bool has(const Arbiter::Actions& actions, Kind kind, const std::string& id) {
  return std::ranges::any_of(actions,
                             [&](const AirAction& a) { return a.kind == kind && a.id == id; });
}

// What becomes of `arriving`, which comes 100 s after `running` got the air, in the table's words.
class Meeting {
 public:
  Meeting(Bid running, Bid arriving)
      : running_(std::move(running)), arriving_(std::move(arriving)) {}

  std::string outcome() {
    if (const auto at_start = taken_after({}); at_start) return "at its start; " + *at_start;
    const auto at_item = taken_after({Event::item_over});
    const auto at_wait = taken_after({Event::patience_over});
    if (!at_item && !at_wait) return "waits" + its_end();
    if (at_item && at_wait) return "at the item's end, or after 2 min; " + *at_item;
    return "at the item's end; " + at_item.value_or("?");
  }

 private:
  enum class Event { item_over, patience_over };

  Arbiter meet() {
    Arbiter arbiter;
    EXPECT_TRUE(has(arbiter.arrive(moment(0), running_), Kind::start, running_.id));
    last_ = arbiter.arrive(moment(100), arriving_);
    return arbiter;
  }

  // How the running one leaves if the arriving one gets the air by then; nothing if it does not.
  std::optional<std::string> taken_after(const std::vector<Event>& events) {
    Arbiter arbiter = meet();
    for (const Event event : events) {
      last_ = event == Event::item_over ? arbiter.item_ended(moment(150), running_.id)
                                        : arbiter.tick(moment(100 + 120));
    }
    if (!has(last_, Kind::start, arriving_.id)) return std::nullopt;
    if (has(last_, Kind::finish, running_.id)) return "the other is cut";
    if (has(last_, Kind::lower, running_.id)) {
      EXPECT_TRUE(has(arbiter.ended(moment(300), arriving_.id), Kind::lift, running_.id));
      return "the other plays on, lowered";
    }
    EXPECT_TRUE(has(last_, Kind::suspend, running_.id));
    EXPECT_TRUE(has(arbiter.ended(moment(300), arriving_.id), Kind::resume, running_.id));
    return "the other comes back";
  }

  // Nobody makes room: it leaves for good when it may not begin any more.
  std::string its_end() {
    Arbiter arbiter = meet();
    const auto actions = arbiter.tick(moment(100 + 1001));
    EXPECT_TRUE(has(actions, Kind::finish, arriving_.id));
    return actions.empty() ? "" : "; " + actions.front().reason + " if its time passes";
  }

  Bid running_;
  Bid arriving_;
  Arbiter::Actions last_;
};

TEST(ArbiterTable, EveryPairOfWhatRunsAndWhatArrives) {
  const auto rows = table("| on the air | arrives | hard | next | wait 2m |");
  EXPECT_EQ(rows.size(), 36U);
  std::map<std::pair<std::string, std::string>, int> pairs;
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 5U);
    ++pairs[{row[0], row[1]}];
    const char* rules[] = {"hard", "next", "wait 2m"};
    for (std::size_t i = 0; i < 3; ++i) {
      Bid arriving = bid_of("arriving", row[1], 100);
      arriving.start_rule = *schedules::start_rule_from(rules[i]);
      EXPECT_EQ(Meeting(bid_of("running", row[0], 0), arriving).outcome(), row[i + 2])
          << row[1] << ", " << rules[i] << ", while " << row[0] << " plays";
    }
  }
  EXPECT_EQ(pairs.size(), 36U) << "each pair once";
}

TEST(ArbiterTable, EveryPairOfWhatRunsAndWhatGoesOverIt) {
  const auto rows = table("| on the air | goes over | hard | next | wait 2m |");
  EXPECT_EQ(rows.size(), 24U) << "all but emergencies, over everything";
  const char* rules[] = {"hard", "next", "wait 2m"};
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 5U);
    for (std::size_t i = 0; i < 3; ++i) {
      Bid arriving = bid_of("arriving", row[1], 100);
      arriving.start_rule = *schedules::start_rule_from(rules[i]);
      arriving.over = true;
      EXPECT_EQ(Meeting(bid_of("running", row[0], 0), arriving).outcome(), row[i + 2])
          << row[1] << ", " << rules[i] << ", over " << row[0];
    }
  }
}

TEST(ArbiterTable, FreeAirAndPause) {
  const auto rows = table("| arrives | the air is free | the station is paused |");
  EXPECT_EQ(rows.size(), 6U);
  for (const auto& row : rows) {
    const Bid bid = bid_of("arriving", row[0], 0);
    Arbiter free;
    EXPECT_EQ(has(free.arrive(moment(0), bid), Kind::start, bid.id) ? "starts" : "waits", row[1]);
    Arbiter paused;
    paused.pause(moment(0), true);
    const bool starts = has(paused.arrive(moment(0), bid), Kind::start, bid.id);
    const auto late = paused.tick(moment(1001));
    EXPECT_EQ(starts ? "starts" : "waits; " + late.front().reason + " if its time passes", row[2])
        << row[0];
  }
}

TEST(ArbiterTable, TwoOfLevelTwoInTheOrderThatTheCommuneChose) {
  const auto rows = table("| begins first | begins second | goes first | outcome for the second |");
  EXPECT_EQ(rows.size(), 4U);
  for (const auto& row : rows) {
    Bid first = bid_of("first", "2 scheduled", 0);
    Bid second = bid_of("second", "2 scheduled", 100);
    second.start_rule = *schedules::start_rule_from(row[1]);
    const bool chosen = row[2] == "the second";
    first.order = chosen ? 1 : 0;
    second.order = chosen ? 0 : 1;
    EXPECT_EQ(Meeting(first, second).outcome(), row[3]) << row[1] << ", " << row[2];
  }
}

// A slot of half an hour.
Live live_of(const std::string& start_rule, const std::string& late_rule) {
  Live live;
  live.subject.occurrence = "slot";
  live.start_rule = *schedules::start_rule_from(start_rule);
  live.late_rule = *schedules::late_rule_from(late_rule);
  live.steady_start = moment(3600);
  live.steady_end = live.steady_start + minutes{30};
  return live;
}

Duration duration_of(const std::string& text) { return *base::duration_from(text); }

std::string begins(const Live& live, Duration late) {
  const Steady now = live.steady_start + late;
  Arbiter arbiter;
  const auto actions = arbiter.arrive(now, bid_for(live, Duration{0}));
  if (!has(actions, Kind::start, "slot")) return actions.empty() ? "?" : actions.front().reason;
  const Duration offset = join_offset(live, now);
  if (offset == Duration{0}) return "from its beginning";
  return offset == late ? "where it would be by now" : "?";
}

TEST(ArbiterTable, EveryLateRuleWithEveryStartRule) {
  const auto rows = table(
      "| late rule | start rule | 1s late | 90s late | 3m late | 6m late | 29m late | 31m late |");
  EXPECT_EQ(rows.size(), 9U);
  for (const auto& row : rows) {
    const char* late[] = {"1s", "90s", "3m", "6m", "29m", "31m"};
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_EQ(begins(live_of(row[1], row[0]), duration_of(late[i])), row[i + 2])
          << row[0] << ", " << row[1] << ", " << late[i] << " late";
    }
  }
}

TEST(ArbiterTable, WhatComesBackGoesOnAsItsLateRuleSays) {
  const auto rows = table("| late rule | cut at | back at | goes on at |");
  EXPECT_EQ(rows.size(), 3U);
  for (const auto& row : rows) {
    Live live = live_of("hard", row[0]);
    live.position = duration_of(row[1]);
    EXPECT_EQ(resume_offset(live, live.steady_start + duration_of(row[2])), duration_of(row[3]))
        << row[0];
  }
}

}  // namespace
}  // namespace loa::daemon
