// Where stations wait for live commands: who has his turn when.
#include "centre/hall.h"

#include <gmock/gmock.h>

#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class HallTest : public ::testing::Test {
 protected:
  void enter(const std::string& station, base::Duration until = 30s) {
    hall_.enter({station, {}, base::Steady{until}},
                [this, station](const protocol::HttpResponse& r) {
                  told_.push_back(station + " " + r.body);
                });
  }
  // Those who have their turn now, and are told so.
  std::vector<std::string> turns(std::size_t most = 100) {
    std::vector<std::string> stations;
    for (const auto& waiting : hall_.next(most)) {
      stations.push_back(waiting.listener.station);
      waiting.reply({200, "text/plain", "told", {}});
    }
    return stations;
  }

  Hall hall_;
  std::vector<std::string> told_;
};

TEST_F(HallTest, KeepsStationsUntilTheyAreCalled) {
  for (const auto* station : {"st-1", "st-2", "st-3"}) enter(station);
  EXPECT_THAT(turns(), IsEmpty());
  hall_.call({"c", false, {"st-3", "st-1", "st-9"}});
  EXPECT_THAT(turns(), ElementsAre("st-3", "st-1")) << "just those that it is for";
  EXPECT_THAT(told_, ElementsAre("st-3 told", "st-1 told"));
  EXPECT_EQ(hall_.size(), 1U);
  hall_.call({"c", false, {"st-3"}});
  EXPECT_THAT(turns(), IsEmpty()) << "it has left";
}

TEST_F(HallTest, EmptiesWhereACommandIsForAll) {
  enter("st-1", 60s);
  enter("st-2", 30s);
  hall_.call({"c", true, {}});
  EXPECT_EQ(hall_.size(), 0U);
  EXPECT_EQ(hall_.turns(), 2U);
  EXPECT_THAT(turns(), ElementsAre("st-2", "st-1")) << "who has waited longest first";
}

TEST_F(HallTest, LeavesThoseWhoHaveGotItInPeace) {
  hall_.enter({"st-1", {"b", "c"}, base::Steady{30s}}, [](const protocol::HttpResponse&) {});
  enter("st-2");
  hall_.call({"c", false, {"st-1"}});
  hall_.call({"c", true, {}});
  EXPECT_THAT(turns(), ElementsAre("st-2"));
  hall_.call({"d", true, {}});
  EXPECT_THAT(turns(), ElementsAre("st-1"));
}

TEST_F(HallTest, KeepsNobodyBeyondHisTime) {
  enter("st-1", 30s);
  enter("st-2", 20s);
  EXPECT_EQ(hall_.next_end(), base::Steady{20s});
  hall_.look(base::Steady{19s});
  EXPECT_THAT(turns(), IsEmpty());
  hall_.look(base::Steady{20s});
  EXPECT_THAT(turns(), ElementsAre("st-2"));
  hall_.look(base::Steady{100s});
  EXPECT_THAT(turns(), ElementsAre("st-1"));
  EXPECT_FALSE(hall_.next_end());
}

TEST_F(HallTest, AnswersTheOldRequestOfAStationThatComesAgain) {
  enter("st-1", 30s);
  enter("st-1", 60s);
  EXPECT_EQ(hall_.size(), 1U) << "one place a station, however often it calls";
  EXPECT_THAT(turns(), ElementsAre("st-1"));
  hall_.look(base::Steady{59s});
  EXPECT_THAT(turns(), IsEmpty()) << "the new one waits its own time";
  hall_.call({"c", false, {"st-1"}});
  EXPECT_THAT(turns(), ElementsAre("st-1"));
}

TEST_F(HallTest, LetsAFewOutAtATimeInOrder) {
  for (int i = 0; i < 5; ++i) enter(std::to_string(i));
  hall_.call_all();
  EXPECT_THAT(turns(2), ElementsAre("0", "1"));
  EXPECT_THAT(turns(2), ElementsAre("2", "3"));
  EXPECT_THAT(turns(2), ElementsAre("4"));
  EXPECT_THAT(turns(2), IsEmpty());
}

}  // namespace
}  // namespace loa::centre
