// The scan of HUB12 panels, seen through the electronics of the panels.
#include <gtest/gtest.h>

#include "tests/firmware/hub12_bench.h"
#include "tests/firmware/panel_places.h"

namespace loa::firmware {
namespace {

struct Order {
  const char* name;
  std::vector<std::uint8_t> map;
};

std::vector<std::uint8_t> line(int panels) {
  const auto bytes = PanelMap::line(panels);
  return {bytes.bytes().begin(), bytes.bytes().end()};
}

std::vector<Order> orders() {
  constexpr auto t = kTurned;
  return {
      {"OnePanel", {at(0, 0)}},
      {"OnePanelTurned", {at(0, 0) | t}},
      {"EightFromTheRight", line(8)},
      {"SixteenFromTheRight", line(16)},
      {"FourFromTheLeft", {at(0, 0), at(1, 0), at(2, 0), at(3, 0)}},
      {"TwoBandsEachFromTheRight", {at(2, 0), at(1, 0), at(0, 0), at(2, 1), at(1, 1), at(0, 1)}},
      // The second band hangs upside down, so that its cables run back below the first.
      {"Serpentine", {at(2, 0), at(1, 0), at(0, 0), at(0, 1) | t, at(1, 1) | t, at(2, 1) | t}},
      {"SerpentineOfFourBands",
       {at(1, 0), at(0, 0), at(0, 1) | t, at(1, 1) | t, at(1, 2), at(0, 2), at(0, 3) | t,
        at(1, 3) | t}},
      {"Tower", {at(0, 3), at(0, 2), at(0, 1), at(0, 0)}},
  };
}

class EveryOrder : public testing::TestWithParam<Order> {
 protected:
  PanelMap map() const { return *PanelMap::parse(GetParam().map); }
};

INSTANTIATE_TEST_SUITE_P(Panels, EveryOrder, testing::ValuesIn(orders()),
                         [](const auto& order) { return order.param.name; });

TEST_P(EveryOrder, ShowsThePictureThatWasDrawn) {
  Hub12Bench bench(map());
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const auto picture = noise(map().width(), map().height(), seed);
    bench.show(picture);
    bench.run(32);
    ASSERT_FALSE(bench.seen().empty());
    EXPECT_EQ(bench.picture(bench.seen().back()), picture);
  }
  EXPECT_EQ(bench.panels().faults(), PanelFaults{});
}

TEST_P(EveryOrder, EveryFrameIsOnePictureOrTheNext) {
  Hub12Bench bench(map());
  std::vector<signs::Bitmap> pictures = {signs::Bitmap(map().width(), map().height())};
  unsigned phase = 0;
  bench.run(120, [&] {
    if (++phase % 7 != 0 || !bench.frames().free()) return;
    pictures.push_back(noise(map().width(), map().height(), phase));
    bench.show(pictures.back());
  });
  std::size_t shown = 0;
  for (const auto& frame : bench.seen()) {
    const auto picture = bench.picture(frame);
    if (picture != pictures[shown]) ++shown;
    ASSERT_LT(shown, pictures.size());
    EXPECT_EQ(picture, pictures[shown]);
  }
  EXPECT_GT(shown, 5U);
}

TEST(Hub12, LightsEveryLedForTheShareOfTheDwellThatTheBrightnessAsksFor) {
  const auto map = PanelMap::line(1);
  Hub12Bench bench(map);
  bench.show(noise(32, 16, 7));
  for (int brightness = 0; brightness <= 255; ++brightness) {
    bench.scanner().set_brightness(static_cast<std::uint8_t>(brightness));
    bench.run(24);
    const auto& frame = bench.seen().back();
    const std::uint64_t expected = std::uint64_t{Hub12Bench::kDwell - Hub12Bench::kMargin} *
                                   static_cast<unsigned>(brightness) / 255;
    for (const std::uint64_t lit : frame.lit) {
      if (lit != 0) {
        ASSERT_EQ(lit, expected) << "brightness " << brightness;
      }
    }
    EXPECT_EQ(frame.ended - frame.began, 4 * Hub12Bench::kDwell) << "brightness " << brightness;
  }
  EXPECT_EQ(bench.panels().faults(), PanelFaults{});
}

TEST(Hub12, FramesHaveOneLengthWhateverTheBrightness) {
  Hub12Bench bench(PanelMap::line(2));
  unsigned phase = 0;
  bench.run(500, [&] { bench.scanner().set_brightness(static_cast<std::uint8_t>(phase += 37)); });
  ASSERT_GT(bench.seen().size(), 30U);
  for (const auto& frame : bench.seen())
    EXPECT_EQ(frame.ended - frame.began, 4 * Hub12Bench::kDwell);
}

TEST(Hub12, ALateRowShowsTheRowBeforeOnceMoreAndIsCounted) {
  Hub12Bench bench(PanelMap::line(2));
  const auto picture = noise(64, 16, 3);
  bench.show(picture);
  bench.run(32);
  const auto overruns = bench.scanner().overruns();
  bench.hold_shifts(true);
  bench.run(6);
  bench.hold_shifts(false);
  bench.run(32);
  EXPECT_GE(bench.scanner().overruns() - overruns, 2U);
  for (std::size_t i = 2; i < bench.seen().size(); ++i) {
    EXPECT_EQ(bench.picture(bench.seen()[i]), picture);
  }
  EXPECT_EQ(bench.panels().faults(), PanelFaults{});
}

TEST(Hub12, CountsDwellsAsItsClock) {
  Hub12Bench bench(PanelMap::line(1));
  bench.scanner().set_brightness(0);
  bench.run(100);
  EXPECT_NEAR(bench.scanner().ticks(), 100, 2);
}

TEST(PanelMap, RefusesWhatIsNotARectangleOfPanels) {
  const auto refused = [](std::vector<std::uint8_t> bytes) {
    return !PanelMap::parse(bytes).has_value();
  };
  EXPECT_TRUE(refused({}));
  EXPECT_TRUE(refused(std::vector<std::uint8_t>(17)));
  EXPECT_TRUE(refused({at(0, 0), at(0, 0)}));
  EXPECT_TRUE(refused({at(0, 0), at(0, 0) | kTurned}));
  EXPECT_TRUE(refused({at(0, 0), at(2, 0)}));
  EXPECT_TRUE(refused({at(0, 0), at(1, 0), at(0, 1)}));
  EXPECT_FALSE(refused({at(0, 0), at(1, 0), at(0, 1), at(1, 1)}));
}

}  // namespace
}  // namespace loa::firmware
