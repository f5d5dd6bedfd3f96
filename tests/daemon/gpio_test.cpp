// The amplifier's lines through the real libgpiod, on chips that the test makes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/gpio_lines.h"
#include "shell_support.h"
#include "support/test_chips.h"

namespace loa::daemon::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using tests::LineEvent;
using tests::TestChips;

constexpr const char* kBoard = "gpiochip0 pinctrl-test 32 17=AMP_POWER 18=SPEAKERS";
constexpr const char* kRelays = "gpiochip1 usb-relay 8";

base::Text why_no(const std::string& line) {
  try {
    const GpioLine taken(line, false);
  } catch (const NoLine& none) {
    return none.why();
  }
  return {};
}

TEST(GpioLine, IsFoundByChipNameChipLabelPathOrItsOwnName) {
  const TestChips chips({kBoard, kRelays});
  GpioLine by_name("gpiochip0:4", false);
  GpioLine by_label("usb-relay:3", false);
  GpioLine by_path("/dev/gpiochip0:5", false);
  GpioLine by_itself("AMP_POWER", false);
  for (auto* line : {&by_name, &by_label, &by_path, &by_itself}) line->set(true);
  EXPECT_EQ(chips.voltage("gpiochip0", 4), 1);
  EXPECT_EQ(chips.voltage("gpiochip1", 3), 1);
  EXPECT_EQ(chips.voltage("gpiochip0", 5), 1);
  EXPECT_EQ(chips.voltage("gpiochip0", 17), 1);
}

TEST(GpioLine, IsOffFromTheMomentThatItIsTaken) {
  const TestChips chips({kBoard});
  const GpioLine high("gpiochip0:1", false);
  const GpioLine low("gpiochip0:2", true);
  EXPECT_EQ(chips.voltage("gpiochip0", 1), 0);
  EXPECT_EQ(chips.voltage("gpiochip0", 2), 1) << "active low: off is high";
}

TEST(GpioLine, ActiveLowIsOnAtLowVoltage) {
  const TestChips chips({kBoard});
  GpioLine line("gpiochip0:2", true);
  line.set(true);
  EXPECT_EQ(chips.voltage("gpiochip0", 2), 0);
}

TEST(GpioLine, IsLetGoWithTheObject) {
  const TestChips chips({kBoard});
  { const GpioLine line("gpiochip0:2", false); }
  EXPECT_EQ(chips.voltage("gpiochip0", 2), std::nullopt);
  EXPECT_EQ(why_no("gpiochip0:2"), base::Text());
}

TEST(GpioLine, SaysInVietnameseWhyItCannotBeHad) {
  TestChips chips({kBoard, kRelays});
  const GpioLine held("gpiochip0:2", false);
  EXPECT_EQ(why_no("gpiochip0:2").vi, "chân GPIO gpiochip0:2 đang do “loa” giữ");
  EXPECT_EQ(why_no("gpiochip0:32").vi, "không thấy chân GPIO gpiochip0:32");
  EXPECT_EQ(why_no("gpiochip7:1").vi, "không thấy chân GPIO gpiochip7:1");
  EXPECT_EQ(why_no("KHONG_CO").vi, "không thấy chân GPIO KHONG_CO");
  chips.forbid("gpiochip1");
  EXPECT_EQ(why_no("gpiochip1:1").vi, "không được phép dùng chân GPIO gpiochip1:1");
}

TEST(GpioLine, IsLookedAtWithoutBeingTouched) {
  const TestChips chips({kBoard});
  EXPECT_EQ(fault_of_line("AMP_POWER"), std::nullopt);
  EXPECT_THAT(chips.story(), IsEmpty());
  const GpioLine held("AMP_POWER", false);
  EXPECT_THAT(fault_of_line("gpiochip0:17")->en, HasSubstr("held by “loa”"));
}

TEST(GpioChips, AreListed) {
  const TestChips chips({kBoard, kRelays});
  const auto found = gpio_chips();
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[1].name, "gpiochip1");
  EXPECT_EQ(found[1].label, "usb-relay");
  EXPECT_EQ(found[1].lines, 8U);
}

AmplifierConfig two_lines() {
  AmplifierConfig config;
  config.lines = {{"nguồn", "gpiochip1:1", false, seconds{2}},
                  {"loa", "gpiochip1:2", false, seconds{1}}};
  return config;
}

class Lines : public ::testing::Test {
 protected:
  void take() {
    lines_ = std::make_unique<GpioLines>(
        two_lines(), timers_, [this](const LinesChange& change) { told_.push_back(change); });
    timers_.run_until(timers_.now().steady);
  }
  void wait(base::Duration time) { timers_.run_until(timers_.now().steady + time); }

  TestChips chips_{{kBoard, kRelays}};
  base::VirtualTimers timers_{{base::Steady{seconds{1}}, base::Wall{}, base::ClockQuality::synced}};
  std::vector<LinesChange> told_;
  std::unique_ptr<GpioLines> lines_;
};

TEST_F(Lines, AreTakenAtOnceAndOffAtTheEndInReverseOrder) {
  take();
  EXPECT_THAT(told_, IsEmpty());
  lines_->set(0, true);
  lines_->set(1, true);
  lines_.reset();
  EXPECT_THAT(chips_.story(), ElementsAre("1 request 0", "2 request 0", "1 set 1", "2 set 1",
                                          "2 set 0", "1 set 0", "1 release 0", "2 release 0"));
}

TEST_F(Lines, AChipThatIsNotThereIsAFaultUntilItIsAndThenGetsItsState) {
  chips_.unplug("gpiochip1");
  take();
  ASSERT_THAT(told_, SizeIs(1));
  EXPECT_TRUE(told_[0].lost);
  EXPECT_THAT(told_[0].detail, HasSubstr("nguồn: there is no GPIO line gpiochip1:1"));
  EXPECT_EQ(lines_->view()[0].fault.vi, "không thấy chân GPIO gpiochip1:1");
  lines_->set(0, true);
  wait(seconds{60});
  EXPECT_THAT(told_, SizeIs(1)) << "said once";
  chips_.plug_in("gpiochip1");
  wait(GpioLines::kTryAgain);
  ASSERT_THAT(told_, SizeIs(2));
  EXPECT_FALSE(told_[1].lost);
  EXPECT_EQ(chips_.voltage("gpiochip1", 1), 1);
  EXPECT_EQ(chips_.voltage("gpiochip1", 2), 0);
}

TEST_F(Lines, AChipThatGoesIsSeenBeforeItIsNeeded) {
  take();
  chips_.unplug("gpiochip1");
  wait(GpioLines::kTryAgain);
  ASSERT_THAT(told_, SizeIs(1));
  EXPECT_TRUE(told_[0].lost);
}

TEST_F(Lines, ALineThatFailsAsItIsSwitchedIsAFaultAtOnce) {
  take();
  chips_.unplug("gpiochip1");
  lines_->set(0, true);
  timers_.run_until(timers_.now().steady);
  EXPECT_THAT(told_, SizeIs(1));
}

// --- The whole station
// -----------------------------------------------------------------------------

Config amplified(const Folder& folder) {
  Config config = config_in(folder);
  config.amplifier = two_lines();
  config.amplifier.hold = seconds{1};
  config.amplifier.idle_off = seconds{0};
  config.amplifier.shortest_on = seconds{1};
  return config;
}

// When the line got that voltage first.
std::optional<base::Steady> first_set(const TestChips& chips, unsigned line, int voltage) {
  for (const auto& event : chips.events()) {
    if (event.line == line && event.what == "set" && event.voltage == voltage) return event.when;
  }
  return std::nullopt;
}

bool at_rest(const Json& status) {
  return status.at("onAir").is_null() && !status.at("amplifier").at("on").get<bool>();
}

// When the first item of the record was to begin, by the steady clock.
base::Steady start_in(const RunningStation& station) {
  const auto rows = station.get("/v1/log").json().at("rows");
  const auto item =
      std::ranges::find_if(rows, [](const Json& row) { return row.at("kind") == "item"; });
  const auto number = [&](const char* key) { return item->at(key).get<std::int64_t>(); };
  return base::Steady{
      base::Duration{number("monotonicNs") + number("nominalNs") - number("wallNs")}};
}

TEST(AmplifiedApp, AnAnnouncementBeginsWhenTheAmplifierIsWarmAndIsWhole) {
  const TestChips chips({kBoard, kRelays});
  const Folder folder;
  RunningStation station(amplified(folder));
  ASSERT_EQ(station.post("/v1/play", R"({"chime": "ba-tieng", "level": 1})").status, 202);
  station.wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  station.wait_until(at_rest);
  const auto power = first_set(chips, 1, 1);
  const auto speakers = first_set(chips, 2, 1);
  ASSERT_TRUE(power && speakers);
  // A machine that is busy is late by less than half a second; without a lead it would be that half
  // second only.
  EXPECT_GE(start_in(station) - *power, seconds{2} - milliseconds{500});
  EXPECT_GE(start_in(station) - *speakers, seconds{1});
  EXPECT_LT(*first_set(chips, 2, 0), *first_set(chips, 1, 0)) << "off in reverse order";
  const auto rows = station.get("/v1/log").json().at("rows");
  EXPECT_EQ(
      std::ranges::count_if(rows, [](const Json& row) { return row.at("outcome") == "played"; }), 2)
      << "the item and its result";
}

TEST(AmplifiedApp, AStopSwitchesOffAndLetsTheLinesGo) {
  const TestChips chips({kBoard, kRelays});
  const Folder folder;
  {
    RunningStation station(amplified(folder));
    EXPECT_EQ(chips.voltage("gpiochip1", 1), 0);
    ASSERT_EQ(station.post("/v1/play", R"({"chime": "nhac-hieu"})").status, 202);
    station.wait_until([&](const Json&) { return chips.voltage("gpiochip1", 2) == 1; });
  }
  auto story = chips.story();
  ASSERT_GE(story.size(), 4U);
  story.erase(story.begin(), story.end() - 4);
  EXPECT_THAT(story, ElementsAre("2 set 0", "1 set 0", "1 release 0", "2 release 0"));
}

TEST(AmplifiedApp, ALostChipIsAFaultOnTheStatusAndTheSoundGoesOn) {
  TestChips chips({kBoard, kRelays});
  chips.unplug("gpiochip1");
  const Folder folder;
  RunningStation station(amplified(folder));
  const auto lost =
      station.wait_until([](const Json& status) { return !status.at("faults").empty(); });
  EXPECT_THAT(lost.at("faults"), ::testing::Contains("amplifier-lost"));
  const auto& line = lost.at("amplifier").at("lines").at(0);
  EXPECT_EQ(line.at("problem").at("vi"), "không thấy chân GPIO gpiochip1:1");
  EXPECT_EQ(line.at("on"), false);
  ASSERT_EQ(station.post("/v1/play", R"({"chime": "ba-tieng"})").status, 202);
  station.wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  station.wait_until(at_rest);
  const auto rows = station.get("/v1/log").json().at("rows");
  EXPECT_TRUE(std::ranges::any_of(rows, [](const Json& row) {
    return row.at("kind") == "result" && row.at("outcome") == "played";
  }));
  chips.plug_in("gpiochip1");
  const auto back = station.wait_until([](const Json& status) {
    return std::ranges::find(status.at("faults"), "amplifier-lost") == status.at("faults").end();
  });
  EXPECT_EQ(back.at("amplifier").at("lines").at(0).at("problem"), nullptr);
}

TEST(AmplifiedApp, WithoutLinesThereIsNoAmplifierInTheStatus) {
  const Folder folder;
  const RunningStation station(config_in(folder));
  EXPECT_EQ(station.get("/v1/status").json().at("amplifier"), nullptr);
}

}  // namespace
}  // namespace loa::daemon::testing

int main(int count, char** arguments) {
  loa::tests::need_test_chips(arguments);
  ::testing::InitGoogleTest(&count, arguments);
  return RUN_ALL_TESTS();
}
