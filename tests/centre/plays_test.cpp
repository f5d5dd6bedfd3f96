// From rows to plays, and from days to times.
#include "centre/plays.h"

#include <gtest/gtest.h>

#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using journal::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::at;

journal::Row row(Kind kind, const std::string& occurrence, std::int64_t due) {
  journal::Row row;
  row.kind = kind;
  row.occurrence = occurrence;
  row.title = "Bản tin";
  row.nominal = at(due).wall;
  row.wall = at(due).wall - seconds(1);
  row.level = 3;
  row.quality = base::ClockQuality::synced;
  return row;
}

journal::Row item(const std::string& occurrence, std::int64_t due, const std::string& evidence) {
  auto item = row(Kind::item, occurrence, due);
  item.title = "mục";
  item.evidence = evidence;
  return item;
}

TEST(Plays, take_the_rows_of_an_occurrence_together) {
  auto result = row(Kind::result, "a", 100);
  result.outcome = journal::Outcome::played;
  result.reason = "completed";
  result.frames_played = 48'000 * 65 + 24'000;
  result.evidence = R"({"proof":3})";
  result.epoch = 2;
  result.seq = 9;
  const auto plays =
      plays_of({row(Kind::intent, "a", 100), item("a", 100, R"({"startErrorUs":412})"),
                item("a", 130, R"({"startErrorUs":-9})"), result});
  ASSERT_EQ(plays.size(), 1U);
  EXPECT_EQ(plays[0].title, "Bản tin");
  EXPECT_EQ(plays[0].nominal, at(100).wall);
  EXPECT_EQ(plays[0].started, at(100).wall + std::chrono::microseconds(412));
  EXPECT_EQ(plays[0].start_error, std::chrono::microseconds(412));
  EXPECT_EQ(plays[0].length, milliseconds(65'500));
  EXPECT_EQ(plays[0].outcome, journal::Outcome::played);
  EXPECT_EQ(plays[0].reason, "completed");
  EXPECT_EQ(plays[0].proof, 3);
  EXPECT_EQ(plays[0].epoch, 2U);
  EXPECT_EQ(plays[0].seq, 9U);
}

TEST(Plays, have_no_outcome_before_their_result) {
  const auto plays = plays_of({row(Kind::intent, "a", 100)});
  ASSERT_EQ(plays.size(), 1U);
  EXPECT_FALSE(plays[0].outcome);
  EXPECT_FALSE(plays[0].started);
  EXPECT_FALSE(plays[0].length);
}

TEST(Plays, show_what_was_missed_though_nothing_was_begun) {
  auto result = row(Kind::result, "a", 100);
  result.outcome = journal::Outcome::missed;
  result.reason = "station-off";
  const auto plays = plays_of({result});
  ASSERT_EQ(plays.size(), 1U);
  EXPECT_EQ(plays[0].outcome, journal::Outcome::missed);
}

TEST(Plays, stand_in_the_order_in_which_they_were_due) {
  const auto plays = plays_of({row(Kind::intent, "a", 200), row(Kind::intent, "b", 100)});
  ASSERT_EQ(plays.size(), 2U);
  EXPECT_EQ(plays[0].occurrence, "b");
}

TEST(Plays, pass_over_events_and_evidence_that_is_not_what_we_write) {
  journal::Row event;
  event.title = "boot";
  for (const char* evidence :
       {"", "{", "[]", "7", R"({"startErrorUs":"x"})", R"({"startErrorUs":9223372036854775807})",
        R"({"startErrorUs":1e300})"})
    EXPECT_FALSE(plays_of({event, item("a", 100, evidence)})[0].started) << evidence;
}

TEST(Plays, believe_no_level_of_proof_that_there_is_not) {
  for (const char* evidence : {"", R"({"proof":"3"})", R"({"proof":4})", R"({"proof":-1})"}) {
    auto result = row(Kind::result, "a", 100);
    result.evidence = evidence;
    EXPECT_EQ(plays_of({result})[0].proof, 0) << evidence;
  }
}

TEST(Day, begins_at_midnight_of_the_zone) {
  const auto day = day_in("Asia/Ho_Chi_Minh", "2026-11-24");
  ASSERT_TRUE(day);
  EXPECT_EQ(base::to_rfc3339(day->first), "2026-11-23T17:00:00.000Z");
  EXPECT_EQ(day->second - day->first, std::chrono::hours(24));
  EXPECT_EQ(day_at("Asia/Ho_Chi_Minh", day->first), "2026-11-24");
  EXPECT_EQ(day_at("Asia/Ho_Chi_Minh", day->first - base::Duration(1)), "2026-11-23");
}

TEST(Day, of_a_zone_with_summer_time_is_as_long_as_it_is) {
  const auto day = day_in("Europe/Berlin", "2026-03-29");
  ASSERT_TRUE(day);
  EXPECT_EQ(day->second - day->first, std::chrono::hours(23));
}

TEST(Day, is_refused_where_it_is_none) {
  for (const char* bad :
       {"", "2026-02-30", "2026-13-01", "24/11/2026", "2026-11-24x", " 2026-11-24", "2026-11-2",
        "9999-01-01", "0001-01-01", "2026-11-24T00:00:00Z"})
    EXPECT_FALSE(day_in("Asia/Ho_Chi_Minh", bad)) << bad;
}

}  // namespace
}  // namespace loa::centre
