// The images that are flashed onto the boards, running in QEMU from their bootloaders on: what
// their pins do must be the picture that the station composed, bit for bit.
#include <gtest/gtest.h>

#include <fstream>

#include "base/files.h"
#include "firmware/core/boot_log.h"
#include "firmware/core/image.h"
#include "firmware/core/stored_message.h"
#include "firmware/link/crc32.h"
#include "firmware/targets/f103/layout.h"
#include "signs/typesetter.h"
#include "tests/firmware/flash_model.h"
#include "tests/firmware/hub12_bench.h"
#include "tests/firmware/hub75_bench.h"
#include "tests/firmware/link_host.h"
#include "tests/firmware/qemu_board.h"

namespace loa::firmware {
namespace {

using link::Effect;
using link::Error;
using link::Type;

constexpr int kWidth = 64;
constexpr std::uint8_t kPageBytes = 128;
// QEMU's PLL never locks, so the image stays at 8 MHz and refreshes its panels more slowly.
constexpr int kRefresh = 200;
const char* const kFlashFile = LOA_BUILD_DIR "/firmware/images/hub12-f103.flash";

link::Begin begin(std::uint16_t number, const signs::Bitmap& strip, Effect effect,
                  std::uint16_t speed = 0) {
  return {number, static_cast<std::uint16_t>(strip.width()), effect, speed, 1};
}

auto is(const signs::Bitmap& picture) {
  return [&picture](const signs::Bitmap& shown) { return shown == picture; };
}

class Image : public testing::Test {
 protected:
  Image() { std::filesystem::create_directories(folder_); }
  ~Image() override { std::filesystem::remove_all(folder_); }

  static BoardConfig config() {
    // A serpentine would do as well: the maps have their own tests.
    return {PanelMap::line(2), 255, {'Q', 'E', 'M', 'U'}};
  }
  static signs::Bitmap slogan(const std::string& text) {
    return signs::Typesetter(16).strip(text, signs::Colour::red);
  }
  // The flash of a board that was told to keep this picture.
  static QemuFlash stored(const signs::Bitmap& picture) {
    std::vector<std::uint8_t> memory(4096);
    std::vector<link::StripStore::Slot> slots(memory.size() / kPageBytes);
    link::StripStore strips(memory, slots, kPageBytes, {kWidth, 16, link::Format::mono});
    std::vector<std::uint8_t> columns(kWidth * 2);
    pack(picture, columns);
    const link::Bytes all(columns);
    strips.begin(begin(9, picture, Effect::hold));
    strips.page({9, 0, all});
    strips.commit(0, {9, 1, link::crc32(all), 0});
    FlashModel flash(1024, f103::kMessages.size / 1024);
    EXPECT_EQ(StoredMessage(flash).store(strips), Error::ok);
    return {f103::kMessages, {flash.bytes().begin(), flash.bytes().end()}};
  }
  // The log of an update that is as far as `mark`.
  static QemuFlash log_with(std::optional<BootLog::Mark> mark) {
    FlashModel page(f103::kLog.size, 1);
    BootLog log(page, f103::kRunning.size / 1024);
    EXPECT_TRUE(log.request() && (!mark || log.add(*mark)));
    return {f103::kLog, {page.bytes().begin(), page.bytes().end()}};
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("loa-qemu-" + std::to_string(getpid()));
};

TEST_F(Image, TellsWhatItIs) {
  QemuBoard board(QemuChip::f103(), folder_, config());
  LinkHost host(board.socket(), 30);
  EXPECT_EQ(host.identity().width, kWidth);
  EXPECT_EQ(host.identity().height, 16);
  EXPECT_EQ(host.identity().target, static_cast<std::uint8_t>(link::Target::hub12_f103));
  EXPECT_EQ(host.identity().serial[0], 'Q');
  const auto status = host.status();
  EXPECT_EQ(status.showing, link::Showing::blank);
  EXPECT_EQ(status.crash, 0U);
  EXPECT_EQ(status.refresh_hz, kRefresh);
  EXPECT_EQ(status.temperature, link::Status::kNoTemperature);  // QEMU has no converter
}

TEST_F(Image, ShowsThePictureThatWasCommittedAndNoPartOfItBefore) {
  QemuBoard board(QemuChip::f103(), folder_, config());
  LinkHost host(board.socket(), 30);
  const auto first = noise(kWidth, 16, 1);
  const auto second = noise(kWidth, 16, 2);
  ASSERT_EQ(host.show(begin(1, first, Effect::hold), first), Error::ok);
  ASSERT_TRUE(board.wait_for(is(first)));
  ASSERT_EQ(host.show(begin(2, second, Effect::hold), second), Error::ok);
  ASSERT_TRUE(board.wait_for(is(second)));
  const auto status = host.status();
  EXPECT_NEAR(8e6 / static_cast<double>(board.frame_cycles()), status.refresh_hz, 0.1);
  EXPECT_EQ(status.strip, 2);
  std::vector<std::uint8_t> columns(kWidth * 2);
  pack(second, columns);
  EXPECT_EQ(status.frame_crc, link::crc32(columns));
  board.stop();
  std::vector<signs::Bitmap> pictures;
  for (const auto& shown : board.shown()) pictures.push_back(shown.picture);
  EXPECT_EQ(pictures, (std::vector{signs::Bitmap(kWidth, 16), first, second}));
  EXPECT_EQ(board.faults(), PanelFaults{});
}

// Every frame of the scan is the window of the station's strip at one offset; offsets follow one
// another, and each stands for as many of the board's frames as its speed says.
TEST_F(Image, ScrollsAStripByItselfAtASteadySpeed) {
  constexpr int kSpeed = 100;
  QemuBoard board(QemuChip::f103(), folder_, config());
  const auto strip = slogan("Phường Ngọc Hà");
  {
    LinkHost host(board.socket(), 0);
    ASSERT_EQ(host.show(begin(1, strip, Effect::scroll_left, kSpeed), strip), Error::ok);
  }
  ASSERT_TRUE(board.wait_for(is(strip.window(30, kWidth))));
  board.stop();
  int offset = 1 - kWidth;
  int frames = 0;
  const auto shown = board.shown();
  for (std::size_t i = 1; i + 1 < shown.size(); ++i) {
    // Where two windows look alike there is one entry for both.
    int steps = 0;
    while (offset + steps <= strip.width() &&
           strip.window(offset + steps, kWidth) != shown[i].picture) {
      ++steps;
    }
    ASSERT_LE(steps, 1) << "picture " << i;
    while (strip.window(offset + steps + 1, kWidth) == shown[i].picture) ++steps;
    offset += steps;
    if (offset == 1 - kWidth) continue;
    frames += shown[i].frames;
    const int moved = offset + kWidth - 1;
    EXPECT_NEAR(frames, moved * kRefresh / kSpeed, 2) << "after " << moved << " pixels";
  }
  EXPECT_GE(offset, 30 - 1);
  EXPECT_EQ(board.faults(), PanelFaults{});
}

TEST_F(Image, IsAsBrightAsItIsTold) {
  QemuBoard board(QemuChip::f103(), folder_, config());
  LinkHost host(board.socket(), 30);
  const auto picture = noise(kWidth, 16, 3);
  ASSERT_EQ(host.show(begin(1, picture, Effect::hold), picture), Error::ok);
  ASSERT_TRUE(board.wait_for(is(picture)));
  // A row's turn is a quarter of the frame, and 400 cycles of it are dark at any brightness.
  constexpr double kCycles = 8e6 / (4 * kRefresh);
  for (const int level : {255, 128, 64, 20}) {
    ASSERT_EQ(host.say(Type::brightness, static_cast<std::uint8_t>(level)), Error::ok);
    ASSERT_TRUE(board.wait_frames(4));
    EXPECT_NEAR(board.light(), (kCycles - 400) / kCycles / 4 * level / 255, 1e-4) << level;
  }
}

TEST_F(Image, IsDarkAtBrightnessZeroAndWithoutPower) {
  QemuBoard board(QemuChip::f103(), folder_, config());
  LinkHost host(board.socket(), 30);
  const auto picture = noise(kWidth, 16, 3);
  const signs::Bitmap dark(kWidth, 16);
  ASSERT_EQ(host.show(begin(1, picture, Effect::hold), picture), Error::ok);
  ASSERT_TRUE(board.wait_for(is(picture)));
  ASSERT_EQ(host.say(Type::brightness, 0), Error::ok);
  EXPECT_TRUE(board.wait_for(is(dark)));
  ASSERT_EQ(host.say(Type::brightness, 255), Error::ok);
  EXPECT_TRUE(board.wait_for(is(picture)));
  ASSERT_EQ(host.say(Type::power, 0), Error::ok);
  EXPECT_TRUE(board.wait_for(is(dark)));
  ASSERT_EQ(host.say(Type::power, 1), Error::ok);
  EXPECT_TRUE(board.wait_for(is(picture)));
}

TEST_F(Image, ShowsItsStoredMessageUntilAHostComesAndWhenItIsGone) {
  const auto message = noise(kWidth, 16, 4);
  QemuBoard board(QemuChip::f103(), folder_, config(), {.flash = {stored(message)}});
  ASSERT_TRUE(board.wait_for(is(message)));
  const auto picture = noise(kWidth, 16, 5);
  for (int visit = 0; visit < 2; ++visit) {
    {
      LinkHost host(board.socket(), 1);
      ASSERT_EQ(host.status().showing, link::Showing::stored);
      ASSERT_EQ(host.show(begin(1, picture, Effect::hold), picture), Error::ok);
      ASSERT_TRUE(board.wait_for(is(picture)));
    }
    ASSERT_TRUE(board.wait_for(is(message)));
  }
}

TEST_F(Image, StartsAgainAfterItsPlugWasPulled) {
  const auto picture = noise(kWidth, 16, 5);
  for (int start = 0; start < 2; ++start) {
    QemuBoard board(QemuChip::f103(), folder_, config());
    LinkHost host(board.socket(), 30);
    ASSERT_EQ(host.show(begin(1, picture, Effect::hold), picture), Error::ok);
    ASSERT_TRUE(board.wait_for(is(picture)));
  }
}

TEST_F(Image, RestartsWhenItIsTold) {
  QemuBoard board(QemuChip::f103(), folder_, config());
  LinkHost host(board.socket(), 30);
  const auto picture = noise(kWidth, 16, 6);
  ASSERT_EQ(host.show(begin(1, picture, Effect::hold), picture), Error::ok);
  ASSERT_TRUE(board.wait_for(is(picture)));
  ASSERT_EQ(host.say(Type::boot, 0), Error::ok);
  EXPECT_TRUE(board.wait_for(is(signs::Bitmap(kWidth, 16))));
  host.await_restart(20'000);
  EXPECT_EQ(host.status().crash, 0U);
}

// What the line carries, both ways and one after the other, at 115,200 baud: ten bits a byte.
TEST_F(Image, TakesAStripOf2000PixelsForEightPanelsInTwoSeconds) {
  QemuBoard board(QemuChip::f103(), folder_, {PanelMap::line(8), 255, {}});
  LinkHost host(board.socket(), 30);
  const auto strip = noise(2000, 16, 8);
  const std::size_t before = host.bytes_on_line();
  ASSERT_EQ(host.show(begin(1, strip, Effect::scroll_left, 40), strip), Error::ok);
  const double seconds = static_cast<double>(host.bytes_on_line() - before) / 11'520;
  RecordProperty("ms", static_cast<int>(seconds * 1000));
  EXPECT_LE(seconds, 2.0);
  EXPECT_GE(host.status().strip_crc, 1U);
  EXPECT_EQ(host.status().wanted, link::Status::kNoPage) << "all of it is on the board";
}

// Each image in which one byte is another, or whose signature is somebody else's, ends in the
// chip's own bootloader: no pin of the panels moves.
TEST_F(Image, IsNotRunUnlessItIsSigned) {
  const std::string good = base::read_file(kFlashFile, 1 << 20);
  const std::size_t header = f103::kRunning.address - f103::kBootloader.address;
  const std::size_t places[] = {header + 70, header + 20,
                                header + ImageHeader::kImageOffset + 4000};
  for (const std::size_t at : places) {
    std::string flash = good;
    flash[at] = static_cast<char>(flash[at] ^ 1);
    base::replace_file(folder_ / "changed", flash);
    QemuBoard board(QemuChip::f103(), folder_, config(), {.image = folder_ / "changed"});
    EXPECT_TRUE(board.wait_end());
    EXPECT_EQ(board.pin_writes(), 0U) << "byte " << at;
    EXPECT_FALSE(board.watchdog_started());
  }
}

// QEMU's flash cannot be written, so the refusal is not remembered: the host tests have that.
TEST_F(Image, RunsOnWhenAnUpdateIsNotSigned) {
  const std::string good = base::read_file(kFlashFile, 1 << 20);
  std::vector<std::uint8_t> staged(good.begin() + 0x2000, good.end());
  staged[ImageHeader::kImageOffset + 100] ^= 1;
  QemuBoard board(QemuChip::f103(), folder_, config(),
                  {.flash = {{f103::kStaged, staged}, log_with(std::nullopt)}});
  LinkHost host(board.socket(), 30);
  EXPECT_EQ(host.identity().serial[0], 'Q');
}

TEST_F(Image, TellsWhatBecameOfItsUpdate) {
  const auto flags_after = [this](BootLog::Mark mark) {
    QemuBoard board(QemuChip::f103(), folder_, config(), {.flash = {log_with(mark)}});
    return LinkHost(board.socket(), 30).tell(Type::status, {}).flags;
  };
  EXPECT_EQ(flags_after(BootLog::Mark::confirmed), 0);
  EXPECT_EQ(flags_after(BootLog::Mark::refused), link::kRefused);
  EXPECT_EQ(flags_after(BootLog::Mark::reverted), link::kReverted);
}

TEST_F(Image, RefusesUpdatesThatAreNotForIt) {
  QemuBoard board(QemuChip::f103(), folder_, config());
  LinkHost host(board.socket(), 30);
  const std::string good = base::read_file(kFlashFile, 1 << 20).substr(0x2000, ImageHeader::kSize);
  const auto with = [&](std::size_t at, std::uint8_t value) {
    std::string header = good;
    header[at] = static_cast<char>(value);
    const link::Bytes bytes(reinterpret_cast<const std::uint8_t*>(header.data()), header.size());
    return host.tell(Type::update_begin, bytes).error;
  };
  EXPECT_EQ(with(0, 'X'), Error::bad_payload);
  EXPECT_EQ(with(5, 2), Error::wrong_target);
  EXPECT_EQ(with(16, 0), Error::too_old);
  EXPECT_EQ(with(10, 0xFF), Error::no_room);
  EXPECT_EQ(with(0, 'L'), Error::flash) << "QEMU's cannot be written";
  EXPECT_EQ(host.say(Type::boot, static_cast<std::uint8_t>(link::Boot::staged_once)),
            Error::missing_pages);
}

TEST_F(Image, TellsAfterItsRestartWhereItHadCrashed) {
  QemuBoard board(QemuChip::f103(), folder_, config(), {.debugged = true});
  LinkHost host(board.socket(), 30);
  EXPECT_EQ(host.tell(Type::status, {}).flags & link::kSawCrash, 0);
  constexpr std::uint32_t kNowhere = 0x0900'0000;
  QemuDebugger debugger(board.debugger());
  debugger.stop_in_main_loop();
  debugger.set_program_counter(kNowhere);
  debugger.go_on();
  host.await_restart(20'000);
  const auto status = host.status();
  EXPECT_EQ(status.crash, kNowhere);
  EXPECT_EQ(status.reset_reason, static_cast<std::uint8_t>(link::ResetReason::crash));
  EXPECT_EQ(host.tell(Type::status, {}).flags & link::kSawCrash, link::kSawCrash);
}

// The scan is done by interrupts: it goes on when the main loop hangs. The watchdog is not fooled.
TEST_F(Image, FeedsItsWatchdogOnlyWhileItsMainLoopRuns) {
  QemuBoard board(QemuChip::f103(), folder_, config(), {.debugged = true});
  LinkHost host(board.socket(), 30);
  EXPECT_TRUE(board.watchdog_started());
  const auto before = board.feedings();
  ASSERT_TRUE(board.wait_frames(20));
  EXPECT_GT(board.feedings(), before);
  constexpr std::uint32_t kFree = f103::kScratch.address;
  QemuDebugger debugger(board.debugger());
  debugger.stop_in_main_loop();
  debugger.write(kFree, "fee7");  // jumps to itself
  debugger.set_program_counter(kFree);
  debugger.go_on();
  ASSERT_TRUE(board.wait_frames(20));
  const auto hung = board.feedings();
  ASSERT_TRUE(board.wait_frames(100));
  EXPECT_EQ(board.feedings(), hung);
}

class Hub75Image : public Image {
 protected:
  static BoardConfig config() {
    BoardConfig config;
    config.map = PanelMap::line(2, kHub75Kinds[0]);
    config.serial = {'Q', '7', '5'};
    return config;
  }
};

TEST_F(Hub75Image, ShowsEveryShadeThatWasCommittedAtTheRateThatItTells) {
  QemuBoard board(QemuChip::f405(), folder_, config());
  LinkHost host(board.socket(), 30);
  EXPECT_EQ(host.identity().target, static_cast<std::uint8_t>(link::Target::hub75_f405));
  EXPECT_EQ(host.identity().width, 128);
  EXPECT_EQ(host.identity().height, 32);
  EXPECT_EQ(host.identity().format, link::Format::rgb12);
  const auto first = coloured_noise(128, 32, 1);
  const auto second = coloured_noise(128, 32, 2);
  ASSERT_EQ(host.show(begin(1, first, Effect::hold), first), Error::ok);
  ASSERT_TRUE(board.wait_for(is(first)));
  ASSERT_EQ(host.show(begin(2, second, Effect::hold), second), Error::ok);
  ASSERT_TRUE(board.wait_for(is(second)));
  // QEMU's PLL never locks, so the core stays at 16 MHz.
  EXPECT_NEAR(16e6 / static_cast<double>(board.frame_cycles()), host.status().refresh_hz, 0.1);
  board.stop();
  std::vector<signs::Bitmap> pictures;
  for (const auto& shown : board.shown()) pictures.push_back(shown.picture);
  EXPECT_EQ(pictures, (std::vector{signs::Bitmap(128, 32), first, second}));
  EXPECT_EQ(board.faults(), PanelFaults{});
}

TEST_F(Hub75Image, ScrollsAColouredStripByItself) {
  QemuBoard board(QemuChip::f405(), folder_, config());
  const auto strip = coloured_noise(300, 32, 4);
  {
    LinkHost host(board.socket(), 0);
    ASSERT_EQ(host.show(begin(1, strip, Effect::scroll_left, 20), strip), Error::ok);
  }
  ASSERT_TRUE(board.wait_for(is(strip.window(-112, 128))));
  board.stop();
  int offset = -128;
  for (const auto& shown : board.shown()) {
    int steps = 0;
    while (steps <= 1 && strip.window(offset + steps, 128) != shown.picture) ++steps;
    ASSERT_LE(steps, 1) << "after " << offset;
    offset += steps;
  }
  EXPECT_GE(offset, -112);
  EXPECT_EQ(board.faults(), PanelFaults{});
}

}  // namespace
}  // namespace loa::firmware
