// Whose slot it is, and slips of the pen in names of clusters.
#include "schedules/slot_clusters.h"

#include <gmock/gmock.h>

#include "schedules/read.h"

namespace loa::schedules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Slot named(std::vector<std::string> clusters) {
  Slot slot;
  slot.clusters = std::move(clusters);
  return slot;
}

TEST(SlotClusters, ASlotIsForWhomItNamesAndForAllIfItNamesNobody) {
  const std::vector<std::string> ours{"Đông", "Đoài"};
  EXPECT_TRUE(is_for(named({}), ours));
  EXPECT_TRUE(is_for(named({"Nam", "Đoài"}), ours));
  EXPECT_FALSE(is_for(named({"Nam"}), ours));
  EXPECT_TRUE(is_for(named({"Nam"}), {})) << "a station that names none takes all for its own";
}

constexpr auto kWeek = R"({
  "id": "w", "version": 1, "title": "T", "zone": "Asia/Ho_Chi_Minh",
  "valid": {"from": "2026-01-05", "to": "2026-01-11"},
  "programmes": [{"id": "p", "title": "P", "items": [{"chime": "nhac-hieu"}]}],
  "slots": [{"id": "s", "days": ["T2"], "start": "05:00", "length": "10m", "programme": "p",
             "clusters": ["Đông", "Đòai"]}],
  "exceptions": [{"date": "2026-01-06", "add": [{"id": "x", "start": "06:00", "length": "10m",
                  "programme": "p", "clusters": ["Nam"]}]}]
})";

TEST(SlotClusters, NamesThatTheStationDoesNotHaveAreWarnedOfAtTheirPlace) {
  const auto read = read_schedule(kWeek, "w.json");
  ASSERT_TRUE(read.schedule);
  const auto found = foreign_clusters(*read.schedule, {"Đông", "Đoài"});
  std::vector<std::string> fields;
  for (const auto& problem : found) {
    EXPECT_EQ(problem.severity, base::Severity::warning);
    EXPECT_EQ(problem.code, "cluster-elsewhere");
    fields.push_back(problem.field);
  }
  EXPECT_THAT(fields, ElementsAre("slots[0].clusters[1]", "exceptions[0].add[0].clusters[0]"));
  EXPECT_THAT(foreign_clusters(*read.schedule, {}), IsEmpty());
}

TEST(SlotClusters, AClusterStandsOnceInASlot) {
  std::string twice = kWeek;
  twice.replace(twice.find("Đòai"), std::string("Đòai").size(), "Đông");
  const auto read = read_schedule(twice, "w.json");
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, "cluster-twice");
  EXPECT_EQ(read.problems[0].field, "slots[0].clusters[1]");
}

}  // namespace
}  // namespace loa::schedules
