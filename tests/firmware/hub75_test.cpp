// The scan of HUB75 panels, seen through the electronics of the panels: every colour's light is
// the shade that was asked for.
#include <gtest/gtest.h>

#include "firmware/core/calibration.h"
#include "tests/firmware/hub75_bench.h"
#include "tests/firmware/panel_places.h"

namespace loa::firmware {
namespace {

struct Hub75Order {
  const char* name;
  int kind;  // of kHub75Kinds
  std::vector<std::uint8_t> map;
};

std::vector<Hub75Order> hub75_orders() {
  constexpr auto t = kTurned;
  return {
      {"One64x32", 0, {at(0, 0)}},
      {"Two64x32", 0, {at(1, 0), at(0, 0)}},
      {"Two64x32FromTheLeftAndTurned", 0, {at(0, 0) | t, at(1, 0) | t}},
      {"Four32x32", 1, {at(3, 0), at(2, 0), at(1, 0), at(0, 0)}},
      {"EightOf32x16InASerpentine",
       2,
       {at(3, 0), at(2, 0), at(1, 0), at(0, 0), at(0, 1) | t, at(1, 1) | t, at(2, 1) | t,
        at(3, 1) | t}},
      {"FourOutdoors32x16", 3, {at(1, 0), at(0, 0), at(0, 1) | t, at(1, 1) | t}},
      {"TwoOutdoors64x32", 4, {at(1, 0), at(0, 0)}},
      {"TowerOf32x16", 2, {at(0, 1), at(0, 0)}},
  };
}

PanelMap map_of(const Hub75Order& order) {
  return *PanelMap::parse(order.map, kHub75Kinds[static_cast<std::size_t>(order.kind)]);
}

class EveryHub75Order : public testing::TestWithParam<Hub75Order> {
 protected:
  PanelMap map_ = map_of(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Panels, EveryHub75Order, testing::ValuesIn(hub75_orders()),
                         [](const auto& order) { return order.param.name; });

TEST_P(EveryHub75Order, ShowsEveryShadeOfThePictureThatWasDrawn) {
  Hub75Bench bench(map_, GetParam().kind);
  for (unsigned seed = 1; seed <= 2; ++seed) {
    const auto picture = coloured_noise(map_.width(), map_.height(), seed);
    bench.show(picture);
    bench.run_frames(3);
    ASSERT_FALSE(bench.seen().empty());
    EXPECT_EQ(bench.picture(bench.seen().back()), picture);
  }
  EXPECT_EQ(bench.panels().faults(), PanelFaults{});
}

TEST_P(EveryHub75Order, EveryFrameIsOnePictureOrTheNext) {
  Hub75Bench bench(map_, GetParam().kind);
  std::vector<signs::Bitmap> pictures = {signs::Bitmap(map_.width(), map_.height())};
  const int phases = 8 * 2 * map_.kind().rows * kHub75Depth;
  int phase = 0;
  bench.run(phases, [&] {
    if (++phase % (phases / 13) != 0 || !bench.canvas().free()) return;
    pictures.push_back(coloured_noise(map_.width(), map_.height(), static_cast<unsigned>(phase)));
    bench.show(pictures.back());
  });
  std::size_t shown = 0;
  for (const auto& frame : bench.seen()) {
    const auto picture = bench.picture(frame);
    if (picture != pictures[shown]) ++shown;
    ASSERT_LT(shown, pictures.size());
    EXPECT_EQ(picture, pictures[shown]);
  }
  EXPECT_GE(shown, 3U);
}

TEST(Hub75, LightsEveryShadeForItsShareAtEveryBrightness) {
  const auto map = PanelMap::line(1, kHub75Kinds[2]);
  Hub75Bench bench(map, 2);
  bench.show(coloured_noise(32, 16, 7));
  const auto picture = coloured_noise(32, 16, 7);
  for (int brightness = 0; brightness <= 255; brightness += 3) {
    bench.scanner().set_brightness(static_cast<std::uint8_t>(brightness));
    bench.run_frames(4);
    const auto& frame = bench.seen().back();
    const auto unit = std::uint64_t{Hub75Bench::kUnit - Hub75Bench::kMargin} *
                      static_cast<unsigned>(brightness) / 255;
    for (int y = 0; y < 16; ++y) {
      for (int x = 0; x < 32; ++x) {
        const auto led = static_cast<std::size_t>(y * 32 + x) * 3;
        ASSERT_EQ(frame.lit[led], unit * (picture.at(x, y).r() / 17)) << brightness;
        ASSERT_EQ(frame.lit[led + 2], unit * (picture.at(x, y).b() / 17)) << brightness;
      }
    }
    EXPECT_EQ(frame.ended - frame.began, std::uint64_t{8} * kHub75Units * Hub75Bench::kUnit);
  }
  EXPECT_EQ(bench.panels().faults(), PanelFaults{});
}

TEST(Hub75, ADwellWhoseBitsAreLateIsDarkAndCounted) {
  const auto map = PanelMap::line(1, kHub75Kinds[2]);
  Hub75Bench bench(map, 2);
  const auto picture = coloured_noise(32, 16, 3);
  bench.show(picture);
  bench.run_frames(3);
  const auto overruns = bench.scanner().overruns();
  bench.hold_shifts(true);
  bench.run(6);
  bench.hold_shifts(false);
  bench.run_frames(3);
  EXPECT_GE(bench.scanner().overruns() - overruns, 2U);
  EXPECT_EQ(bench.picture(bench.seen().back()), picture);
  for (const auto& frame : bench.seen()) {
    for (std::size_t led = 0; led < frame.lit.size(); ++led) {
      ASSERT_LE(frame.lit[led], std::uint64_t{kHub75Units} * Hub75Bench::kUnit);
    }
  }
  EXPECT_EQ(bench.panels().faults(), PanelFaults{});
}

TEST(Hub75, CountsUnitsOfTimeAsItsClock) {
  Hub75Bench bench(PanelMap::line(1, kHub75Kinds[2]), 2);
  bench.scanner().set_brightness(0);
  bench.run(8 * kHub75Depth * 10);
  EXPECT_NEAR(bench.scanner().ticks(), 10 * 8 * kHub75Units, 2 * kHub75Units);
}

TEST(Calibration, ShowsTheColoursOfEachPanelFromLeftToRight) {
  const auto map = PanelMap::line(2, kHub75Kinds[1]);
  Hub75Bench bench(map, 1);
  draw_calibration(link::Calibration::colours, 0, map, link::Format::rgb12, bench.canvas().draw());
  bench.canvas().present();
  bench.run_frames(3);
  const auto shown = bench.picture(bench.seen().back());
  for (int x = 0; x < 64; ++x) {
    const int third = x % 32 * 3 / 32;
    const auto expected = third == 0   ? signs::Colour::red
                          : third == 1 ? signs::Colour::green
                                       : signs::Colour::blue;
    for (int y = 0; y < 32; ++y) ASSERT_EQ(shown.at(x, y), expected) << x;
  }
}

TEST(PanelMap, CountsInPanelsOfItsKind) {
  const auto map = PanelMap::line(2, kHub75Kinds[0]);
  EXPECT_EQ(map.width(), 128);
  EXPECT_EQ(map.height(), 32);
  EXPECT_EQ(Hub75Scan::clocks(map), 128);
  EXPECT_EQ(Hub75Scan::size_of(map), 8192U);
}

}  // namespace
}  // namespace loa::firmware
