// What the board does when it is told, and when it is left alone.
#include "firmware/core/board.h"

#include <gtest/gtest.h>

#include <set>

#include "firmware/core/board_config.h"
#include "firmware/core/clock.h"
#include "firmware/core/scan_rate.h"
#include "firmware/core/temperature.h"
#include "tests/firmware/board_bench.h"

namespace loa::firmware {
namespace {

using link::Calibration;
using link::Effect;
using link::Error;
using link::Showing;

class TheBoard : public testing::Test {
 protected:
  FlashModel flash_{1024, 8};
  BoardBench bench_{flash_};
  const signs::Bitmap dark_{64, 16};
  const signs::Bitmap picture_ = noise(64, 16, 1);
};

TEST_F(TheBoard, IsDarkUntilAStripIsCommitted) {
  EXPECT_EQ(bench_.after(50), dark_);
  EXPECT_EQ(bench_.board.status().showing, Showing::blank);
  ASSERT_EQ(bench_.show(1, picture_), Error::ok);
  EXPECT_EQ(bench_.after(5), picture_);
  EXPECT_EQ(bench_.board.status().showing, Showing::strip);
}

TEST_F(TheBoard, ScrollsByThePixelsThatHavePassedAndNeverDrifts) {
  const auto strip = noise(300, 16, 2);
  ASSERT_EQ(bench_.show(1, strip, Effect::scroll_left, 37), Error::ok);
  const link::Millis committed = bench_.now;
  for (int i = 0; i < 60; ++i) {
    const auto shown = bench_.after(997);
    const auto moved = static_cast<int>((bench_.now - committed) * 37 / 1000 % (300 + 64 - 1));
    ASSERT_EQ(shown, strip.window(moved - 63, 64)) << "after " << bench_.now << " ms";
  }
}

TEST_F(TheBoard, IsDarkWithoutPowerAndShowsTheSameWhenItReturns) {
  ASSERT_EQ(bench_.show(1, picture_), Error::ok);
  bench_.board.power(false);
  EXPECT_EQ(bench_.after(5), dark_);
  EXPECT_EQ(bench_.board.status().showing, Showing::blank);
  bench_.board.power(true);
  EXPECT_EQ(bench_.after(5), picture_);
}

TEST_F(TheBoard, GivesBrightnessAndOutputsToItsElectronics) {
  bench_.board.brightness(77);
  EXPECT_EQ(bench_.electronics.brightness, 77);
  bench_.board.outputs(0b01, 0b11);
  EXPECT_EQ(bench_.electronics.outputs, 0b01);
  bench_.board.outputs(0b10, 0b10);
  EXPECT_EQ(bench_.electronics.outputs, 0b11);
  bench_.board.outputs(0b01, 0b00);
  EXPECT_EQ(bench_.board.status().outputs, 0b10);
  EXPECT_EQ(bench_.board.status().temperature, 251);
}

TEST_F(TheBoard, ReportsAContactThatHasSettledAndNotItsBouncing) {
  bench_.after(100);
  for (int i = 0; i < 10; ++i) {
    bench_.electronics.contacts ^= 0b100;
    bench_.after(Inputs::kBounce / 2);
  }
  EXPECT_EQ(bench_.board.status().input_changes, 0);
  bench_.electronics.contacts = 0b100;
  bench_.after(Inputs::kBounce + 2);
  EXPECT_EQ(bench_.board.status().inputs, 0b100);
  EXPECT_EQ(bench_.board.flags(), link::kInputsChanged);
  bench_.board.inputs_seen(bench_.board.status().input_changes);
  EXPECT_EQ(bench_.board.flags(), 0);
}

TEST_F(TheBoard, ShowsItsStoredMessageWhenTheHostIsSilent) {
  ASSERT_EQ(bench_.show(1, picture_), Error::ok);
  ASSERT_EQ(bench_.board.store(1), Error::ok);
  const auto other = noise(64, 16, 3);
  ASSERT_EQ(bench_.show(2, other), Error::ok);
  EXPECT_EQ(bench_.after(5), other);
  EXPECT_EQ(bench_.after(5, false), picture_);
  EXPECT_EQ(bench_.board.status().showing, Showing::stored);
  // A host that returns may number its strip as the stored one was.
  ASSERT_EQ(bench_.show(1, other), Error::ok);
  EXPECT_EQ(bench_.after(5), other);
}

TEST_F(TheBoard, IsDarkWithoutAHostAndAStoredMessage) {
  ASSERT_EQ(bench_.show(1, picture_), Error::ok);
  ASSERT_EQ(bench_.board.store(1), Error::ok);
  ASSERT_EQ(bench_.board.store(0), Error::ok);
  EXPECT_EQ(bench_.after(5), picture_);
  EXPECT_EQ(bench_.after(5, false), dark_);
}

TEST_F(TheBoard, StoresOnlyWhatItShowsWhole) {
  EXPECT_EQ(bench_.board.store(5), Error::no_strip);
  FlashModel little(1024, 2);
  BoardBench bench(little);
  const auto strip = noise(900, 16, 4);
  ASSERT_EQ(bench.show(1, strip, Effect::scroll_left, 50), Error::ok);
  EXPECT_EQ(bench.board.store(1), Error::no_room);
}

TEST_F(TheBoard, RestartsOnlyWhenItsAnswerHasLeft) {
  bench_.board.boot(link::Boot::rom);
  bench_.board.step(1, true, false);
  EXPECT_FALSE(bench_.electronics.restarted);
  bench_.board.step(2, true, true);
  EXPECT_EQ(bench_.electronics.restarted, link::Boot::rom);
}

TEST_F(TheBoard, CalibrationCoversTheStripUntilItIsOff) {
  ASSERT_EQ(bench_.show(1, picture_), Error::ok);
  bench_.board.calibration(Calibration::all_on);
  const auto all = bench_.after(5);
  for (int x = 0; x < 64; ++x) EXPECT_TRUE(all.at(x, x % 16).lit());
  bench_.board.calibration(Calibration::columns);
  std::set<int> columns;
  for (int i = 0; i < 130; ++i) {
    const auto shown = bench_.after(50);
    for (int x = 0; x < 64; ++x) {
      if (shown.at(x, 9).lit()) columns.insert(x);
    }
  }
  EXPECT_EQ(columns.size(), 64U);
  bench_.board.calibration(Calibration::off);
  EXPECT_EQ(bench_.after(5), picture_);
}

TEST_F(TheBoard, EveryPanelShowsItsPlaceInTheChain) {
  bench_.board.calibration(Calibration::panels);
  const auto shown = bench_.after(5);
  // The first panel hangs on the right: a 1 there, a 2 on the left, each in its frame.
  EXPECT_NE(shown.window(0, 32), shown.window(32, 32));
  for (int y = 0; y < 16; ++y) {
    for (const int x : {0, 31, 32, 63}) EXPECT_TRUE(shown.at(x, y).lit());
  }
  const auto row = [&](int left, int y) {
    std::string text;
    for (int x = 12; x < 20; ++x) text += shown.at(left + x, y).lit() ? '#' : '.';
    return text;
  };
  EXPECT_EQ(row(32, 3), "...##...");
  EXPECT_EQ(row(32, 5), ".####...");
  EXPECT_EQ(row(0, 3), ".######.");
  EXPECT_EQ(row(0, 5), ".....##.");
}

// Whatever byte the power fails at, the board has the message from before or the new one.
TEST(StoredMessage, SurvivesALossOfPowerAtEveryByte) {
  const auto before = noise(64, 16, 11);
  const auto after = noise(100, 16, 12);
  FlashModel prepared(256, 4);
  {
    BoardBench bench(prepared);
    ASSERT_EQ(bench.show(1, before), Error::ok);
    ASSERT_EQ(bench.board.store(1), Error::ok);
  }
  FlashModel complete = prepared;
  BoardBench whole(complete);
  const auto expected_before = whole.message.crc();
  ASSERT_EQ(whole.show(2, after), Error::ok);
  const auto start = complete.worked();
  ASSERT_EQ(whole.board.store(2), Error::ok);
  const auto expected_after = whole.message.crc();
  for (std::uint64_t cut = 0; cut < complete.worked() - start; ++cut) {
    for (const std::uint8_t torn : std::initializer_list<std::uint8_t>{0x00, 0x5A, 0xFF}) {
      FlashModel flash = prepared;
      BoardBench bench(flash);
      ASSERT_EQ(bench.show(2, after), Error::ok);
      flash.cut_after(cut, torn);
      EXPECT_THROW(bench.board.store(2), PowerCut);
      flash.never_cut();
      const auto found = StoredMessage(flash).crc();
      ASSERT_TRUE(found == expected_before || found == expected_after) << "cut at " << cut;
    }
  }
}

TEST(Clock, LosesNothingByRounding) {
  Clock clock(1600);
  link::Millis now = 0;
  std::uint32_t dwells = 0;
  for (int i = 0; i < 100'000; ++i) now = clock.now(dwells += 7);
  EXPECT_EQ(now, 700'000 / 16 * 10);
}

TEST(BoardConfig, IsReadAsItWasWrittenAndElseIsTheDefault) {
  const BoardConfig config{PanelMap::line(7), 99, {'L', 'O', 'A', '7'}};
  auto bytes = config.bytes();
  const auto read = [](std::span<const std::uint8_t> page) {
    return BoardConfig::parse(page, {&kP10, 1}, 8192, {});
  };
  const auto parsed = read(bytes);
  EXPECT_EQ(parsed.map, config.map);
  EXPECT_EQ(parsed.brightness, 99);
  EXPECT_EQ(parsed.serial, config.serial);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto damaged = bytes;
    damaged[i] ^= 0x10;
    EXPECT_EQ(read(damaged).map, PanelMap::line(4)) << "byte " << i;
  }
  EXPECT_EQ(read(std::vector<std::uint8_t>(1024, 0xFF)).map, PanelMap::line(4));
  EXPECT_EQ(read({}).map, PanelMap::line(4));
  BoardConfig strange = config;
  strange.kind = 1;
  EXPECT_EQ(read(strange.bytes()).map, PanelMap::line(4)) << "a kind that is not in the table";
  EXPECT_EQ(BoardConfig::parse(bytes, {&kP10, 1}, 7 * 512 - 1, {}).map, PanelMap::line(4));
}

TEST(Temperature, FollowsTheThermistor) {
  EXPECT_EQ(temperature_of(2048), 250);
  EXPECT_EQ(temperature_of(3156), 0);
  EXPECT_NEAR(temperature_of(1726), 325, 5);
  EXPECT_EQ(temperature_of(4095), link::Status::kNoTemperature);  // not connected
  EXPECT_EQ(temperature_of(0), link::Status::kNoTemperature);     // shorted
}

TEST(ScanRate, EightPanelsAreRefreshed400TimesASecondAndSixteen200) {
  EXPECT_GE(frame_rate(72'000'000, 8), 400);
  EXPECT_GE(frame_rate(72'000'000, 16), 200);
  EXPECT_GE(hub75_frame_rate(168'000'000, 16, 128), 200);
  for (int panels = 1; panels <= 16; ++panels) {
    for (const std::uint32_t hz : {24'000'000U, 64'000'000U, 72'000'000U}) {
      EXPECT_LE(hub12_dwell_cycles(panels) * kHub12Passes * frame_rate(hz, panels), hz / 5 * 3);
    }
  }
}

}  // namespace
}  // namespace loa::firmware
