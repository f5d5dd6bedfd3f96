// The canonical form and its hash: the centre and auditors must compute the same from
// docs/journal.md.
#include "journal/row.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace loa::journal {
namespace {

// The worked example of docs/journal.md.
Row example() {
  Row row;
  row.station = "xa-dong-anh";
  row.epoch = 1;
  row.seq = 1;
  row.kind = Kind::intent;
  row.occurrence = "demo.3/sang-som/2026-11-23T22:00:00Z";
  row.title = "Bản tin sáng";
  row.area = "an-ninh";
  for (int i = 0; i < 32; ++i) row.content += "ab";
  row.nominal = base::Wall(std::chrono::seconds(1795471200));
  row.wall = *row.nominal - std::chrono::milliseconds(500);
  row.monotonic_ns = 81'000'000'000;
  row.boot = "0c9f2a";
  row.quality = base::ClockQuality::synced;
  row.frames_due = 2'880'000;
  row.level = 2;
  row.evidence = R"({"peak":-3.1})";
  return row;
}

TEST(Row, HasTheCanonicalFormOfTheDocumentation) {
  EXPECT_EQ(canonical_form(example()),
            "11:xa-dong-anh,1:1,1:1,6:intent,36:demo.3/sang-som/2026-11-23T22:00:00Z,"
            "15:Bản tin sáng,7:an-ninh,"
            "64:abababababababababababababababababababababababababababababababab,"
            "19:1795471200000000000,19:1795471199500000000,11:81000000000,6:0c9f2a,6:synced,"
            "7:2880000,1:0,1:0,1:2,13:{\"peak\":-3.1},4:none,0:,"
            "64:0000000000000000000000000000000000000000000000000000000000000000,");
}

// Computed apart, by Python's hashlib.
TEST(Row, HasTheHashOfTheDocumentation) {
  EXPECT_EQ(base::to_hex(hash_of(example())),
            "2602652c2c87e06531f193a2e85b3b3d65a489202b0fcde0e1c97b5fa10df40f");
}

TEST(Row, AnAbsentNominalTimeIsAnEmptyField) {
  auto row = example();
  row.nominal.reset();
  EXPECT_NE(canonical_form(row).find(",0:,19:1795471199500000000,"), std::string::npos);
}

TEST(Row, EveryFieldIsHashed) {
  using Change = std::function<void(Row&)>;
  const Change changes[] = {
      [](Row&) {},
      [](Row& r) { r.station += "x"; },
      [](Row& r) { ++r.epoch; },
      [](Row& r) { ++r.seq; },
      [](Row& r) { r.kind = Kind::item; },
      [](Row& r) { r.occurrence += "x"; },
      [](Row& r) { r.title += "x"; },
      [](Row& r) { r.area += "x"; },
      [](Row& r) { r.content += "x"; },
      [](Row& r) { r.nominal.reset(); },
      [](Row& r) { *r.nominal += base::Duration(1); },
      [](Row& r) { r.wall += base::Duration(1); },
      [](Row& r) { ++r.monotonic_ns; },
      [](Row& r) { r.boot += "x"; },
      [](Row& r) { r.quality = base::ClockQuality::holdover; },
      [](Row& r) { ++r.frames_due; },
      [](Row& r) { ++r.frames_played; },
      [](Row& r) { ++r.frames_dropped; },
      [](Row& r) { ++r.level; },
      [](Row& r) { r.evidence += "x"; },
      [](Row& r) { r.outcome = Outcome::played; },
      [](Row& r) { r.reason += "x"; },
      [](Row& r) { r.previous[31] = 1; },
  };
  std::set<base::Sha256> seen;
  for (const auto& change : changes) {
    auto row = example();
    change(row);
    EXPECT_TRUE(seen.insert(hash_of(row)).second) << seen.size();
  }
}

TEST(Row, TextMovedFromOneFieldToTheNextChangesTheHash) {
  auto one = example();
  auto other = example();
  one.occurrence = "ab";
  one.title = "c";
  other.occurrence = "a";
  other.title = "bc";
  EXPECT_NE(hash_of(one), hash_of(other));
}

TEST(Row, ItsOwnHashIsLeftOut) {
  auto row = example();
  row.hash = hash_of(row);
  EXPECT_EQ(hash_of(row), row.hash);
}

TEST(Names, AreReadAsTheyAreWritten) {
  for (auto kind : {Kind::intent, Kind::item, Kind::result, Kind::event}) {
    EXPECT_EQ(kind_named(name_of(kind)), kind);
  }
  for (auto outcome : {Outcome::none, Outcome::played, Outcome::partial, Outcome::failed,
                       Outcome::missed, Outcome::skipped}) {
    EXPECT_EQ(outcome_named(name_of(outcome)), outcome);
  }
  for (const char* bad : {"", "Intent", "intent ", "0"}) {
    EXPECT_FALSE(kind_named(bad));
    EXPECT_FALSE(outcome_named(bad));
  }
}

}  // namespace
}  // namespace loa::journal
