// A station whose record somebody changed on the card: what was not changed comes to the centre all
// the same, through a bad link and power cuts, and without a storm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/sqlite.h"
#include "tests/simulation/lone_station.h"
#include "tests/simulation/sim_centre.h"
#include "tests/simulation/week.h"

namespace loa::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class ChangedRecord : public testing::Test {
 protected:
  void SetUp() override {
    station_.load(example_week(1));
    link_.set_up(false);
    station_.power_on("boot-1");
  }

  void run(base::Duration length) { timers_.run_until(timers_.now().steady + length); }
  std::vector<journal::Row> recorded() {
    return station_.journal().since(base::Wall{base::Duration::min()}, 10'000);
  }
  // Beside the station, as with the card in another machine.
  void change(const std::string& which) {
    base::Database(station_.journal_path())
        .execute("UPDATE rows SET title = 'khác' WHERE id & 1099511627775 " + which);
  }
  // Of `rows` of the station, by their seq.
  std::vector<std::uint64_t> not_at_the_centre(const std::vector<journal::Row>& rows) {
    const auto kept = centre_.rows(10'000);
    std::vector<std::uint64_t> missing;
    for (const auto& row : rows)
      if (std::ranges::find(kept, row) == kept.end()) missing.push_back(row.seq);
    return missing;
  }
  std::vector<std::string> told() {
    std::vector<std::string> evidence;
    for (const auto& row : recorded())
      if (row.title == "row-refused") evidence.push_back(row.evidence);
    return evidence;
  }

  ScratchFolder folder_;
  Random random_{1};
  base::VirtualTimers timers_{{base::Steady{seconds{1}}, monday(4), base::ClockQuality::synced}};
  int batches_ = 0;
  SimCentre centre_{folder_.path() / "centre.db", timers_};
  SimLink link_{timers_, random_, [this](const daemon::Letter& letter, const SimLink::Done& done) {
                  batches_ += letter.path == "/v1/journal" ? 1 : 0;
                  done(centre_.answer(letter));
                }};
  SimStation station_{timers_, link_, folder_.path()};
};

TEST_F(ChangedRecord, ReachesTheCentreButForTheRowsThatWereChanged) {
  run(hours{4});
  ASSERT_GT(recorded().size(), 8U);
  change("IN (3, 7)");
  // At its next start the station puts the changed file aside and goes on with what is true of it.
  const auto changed = recorded();
  link_.set_loss(20);
  link_.set_up(true);
  run(minutes{2});
  station_.cut_power();
  station_.power_on("boot-2");
  run(hours{1});
  EXPECT_THAT(not_at_the_centre(changed), ElementsAre(3U, 7U));
  EXPECT_THAT(not_at_the_centre(recorded()), IsEmpty());
  EXPECT_EQ(station_.journal().unacknowledged(), 0U);
  EXPECT_THAT(told(), ElementsAre(R"({"epoch":1,"seq":3})", R"({"epoch":1,"seq":7})"));
}

TEST_F(ChangedRecord, IsNoStormWhereEveryRowWasChanged) {
  run(hours{4});
  const auto changed = recorded().size();
  change("> 0");
  link_.set_up(true);
  run(hours{2});
  EXPECT_EQ(told().size(), changed);
  EXPECT_EQ(not_at_the_centre(recorded()).size(), changed);
  EXPECT_EQ(station_.journal().unacknowledged(), 0U);
  EXPECT_LE(static_cast<std::size_t>(batches_), changed + 10);
}

}  // namespace
}  // namespace loa::simulation
