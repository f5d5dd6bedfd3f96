// What `loa` does with the amplifier's lines, through the real libgpiod on test chips.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "daemon/amplified.h"
#include "daemon/gpio_line.h"
#include "program.h"
#include "support/test_chips.h"

namespace loa::cli::testing {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tests::TestChips;

constexpr const char* kBoard = "gpiochip0 pinctrl-test 32 17=RELAY";

daemon::AmplifierConfig power_and_speakers() {
  daemon::AmplifierConfig config;
  config.lines = {{"nguồn", "RELAY", false, seconds{5}},
                  {"loa", "gpiochip0:18", false, seconds{1}}};
  return config;
}

TEST(TestTone, SoundsWhileTheAmplifierIsOn) {
  const TestChips chips({kBoard});
  std::vector<std::string> story;
  const auto heard_so_far = [&] { return std::to_string(chips.events().size()); };
  const auto faults = daemon::with_amplifier(
      power_and_speakers(),
      [&](base::Duration time) {
        story.push_back("wait " + std::to_string(time / seconds{1}) + " after " + heard_so_far());
      },
      [&] { story.push_back("tone after " + heard_so_far()); });
  EXPECT_THAT(faults, IsEmpty());
  EXPECT_THAT(story, ElementsAre("wait 4 after 2", "wait 1 after 4", "tone after 4"));
  EXPECT_THAT(chips.story(), ElementsAre("17 request 0", "17 set 1", "18 request 0", "18 set 1",
                                         "18 set 0", "17 set 0", "17 release 0", "18 release 0"));
}

TEST(TestTone, SoundsWithoutALineThatCannotBeHadAndSaysSo) {
  const TestChips chips({kBoard});
  const daemon::GpioLine held("RELAY", false);
  bool sounded = false;
  const auto faults = daemon::with_amplifier(
      power_and_speakers(), [](base::Duration) {}, [&] { sounded = true; });
  EXPECT_TRUE(sounded);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].vi, "chân GPIO RELAY đang do “loa” giữ");
}

// "code: what" of the findings of `loa doctor` that concern the amplifier.
std::vector<std::string> findings_about_lines(const std::string& config) {
  const auto ran = run_loa({"doctor", "--json", "--config", config});
  std::vector<std::string> found;
  const auto findings = nlohmann::json::parse(ran.out).at("findings");
  for (const auto& finding : findings) {
    const auto code = finding.at("code").get<std::string>();
    if (code.starts_with("amplifier-")) found.push_back(code);
  }
  return found;
}

TEST(Doctor, LooksAtTheAmplifiersLinesWithoutTouchingThem) {
  const TestChips chips({kBoard});
  const Folder folder;
  const auto config = folder.file("station.json", R"({"name": "Đài xã", "state": "state",
    "output": "wav:out.wav", "listen": {"port": 1}, "amplifier": {"lines": [
      {"name": "nguồn", "line": "RELAY", "lead": "5s"},
      {"name": "loa", "line": "gpiochip0:18"},
      {"name": "máy phát", "line": "gpiochip0:40"}]}})");
  const daemon::GpioLine held("gpiochip0:18", false);
  EXPECT_THAT(findings_about_lines(config),
              ElementsAre("amplifier-ok", "amplifier-lost", "amplifier-lost"));
  EXPECT_THAT(chips.story(), ElementsAre("18 request 0")) << "by this test itself";
}

}  // namespace
}  // namespace loa::cli::testing

int main(int count, char** arguments) {
  loa::tests::need_test_chips(arguments);
  ::testing::InitGoogleTest(&count, arguments);
  return RUN_ALL_TESTS();
}
