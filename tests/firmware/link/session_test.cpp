// Both ends over a line that fails in every way: each command is done once, in order.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "firmware/link/crc32.h"
#include "firmware/link/host_end.h"
#include "sim.h"

namespace loa::firmware::link {
namespace {

using testing::SimBoard;
using testing::SimWire;

struct Desk final : HostEvents {
  explicit Desk(HostEnd::Options options = {}, unsigned seed = 1,
                testing::SimPanel::Options board_options = {})
      : board(board_options), end(options, *this), to_board(11.52, seed), to_host(11.52, seed + 1) {
    end.connect(now, 0xC0FFEE00U + seed);
  }
  void connected(const Identity& met) override { identity = met, ++connections; }
  void answered(Type, std::uint8_t count, const Ack& ack) override {
    answers.push_back(count);
    errors[ack.error]++;
    EXPECT_TRUE(ack.data.empty() || read(ack.data, status));
  }
  void noticed(std::uint8_t flags) override { notices |= flags; }
  void lost(Loss loss) override { losses.push_back(loss); }
  void misunderstood() override { ++misunderstandings; }

  void run_ms(int ms) {
    for (int i = 0; i < ms; ++i, ++now) {
      end.step(now);
      std::vector<std::uint8_t> out(4096);
      out.resize(end.take(now, out));
      to_board.write(out);
      to_host.write(board.run(now, to_board.pass()));
      end.receive(now, to_host.pass());
    }
  }
  bool run_until(const std::function<bool()>& so, int ms) {
    for (int i = 0; i < ms && !so(); ++i) run_ms(1);
    return so();
  }
  // Sends brightness 1, 2, 3 ..., as the window allows; the board must see them in order.
  int send_settings(int count, int ms) {
    int sent = 0;
    run_until(
        [&] {
          while (sent < count && end.connected() && end.can_send(1)) {
            const auto level = static_cast<std::uint8_t>(++sent & 0xFF);
            end.send(Type::brightness, Bytes(&level, 1));
          }
          return sent == count && end.connected() && end.idle();
        },
        ms);
    return sent;
  }
  void set_faults(SimWire::Faults faults) { to_board.faults = to_host.faults = faults; }

  Millis now = 0xFFFFFF00U;  // wraps soon
  SimBoard board;
  HostEnd end;
  SimWire to_board, to_host;
  Identity identity;
  Status status;
  int connections = 0, misunderstandings = 0;
  std::uint8_t notices = 0;
  std::vector<std::uint8_t> answers;
  std::vector<Loss> losses;
  std::map<Error, int> errors;
};

TEST(Session, BeginsWithWhoTheBoardIs) {
  Desk desk;
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 100));
  EXPECT_EQ(desk.identity.width, 256);
  EXPECT_EQ(desk.identity.height, 16);
  EXPECT_EQ(desk.identity.git, 0x5EED1234U);
  EXPECT_EQ(desk.identity.page_bytes, 128);
}

TEST(Session, DoesEachCommandOnceOnAGoodLine) {
  Desk desk;
  EXPECT_EQ(desk.send_settings(1000, 20'000), 1000);
  EXPECT_EQ(desk.board.panel.settings, 1000);
  EXPECT_EQ(desk.errors[Error::ok], 1000);
  EXPECT_EQ(desk.end.sent_again(), 0U);
}

struct Trouble {
  const char* name;
  SimWire::Faults faults;
};
class OnABadLine : public ::testing::TestWithParam<Trouble> {};

TEST_P(OnABadLine, EachCommandIsStillDoneOnceAndAnsweredOnce) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    Desk desk({}, seed * 10);
    ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 5'000));
    desk.set_faults(GetParam().faults);
    EXPECT_EQ(desk.send_settings(300, 120'000), 300);
    EXPECT_TRUE(desk.losses.empty());
    EXPECT_EQ(desk.board.panel.settings, 300);
    EXPECT_EQ(desk.board.panel.state_.brightness, 300 & 0xFF);
    EXPECT_EQ(desk.errors[Error::ok], 300);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Lines, OnABadLine,
    ::testing::Values(
        Trouble{"loses", {.lose = 0.005}}, Trouble{"damages", {.damage = 0.005}},
        Trouble{"doubles", {.twice = 0.005}}, Trouble{"swaps", {.swap = 0.005}},
        Trouble{"invents", {.invent = 0.05}},
        Trouble{"all",
                {.lose = 0.001, .damage = 0.001, .twice = 0.001, .swap = 0.001, .invent = 0.02}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Session, IsLostWhenTheBoardFallsSilentAndComesBackByItself) {
  Desk desk;
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 100));
  desk.set_faults({.dead = true});
  desk.end.send(Type::status, {});
  ASSERT_TRUE(desk.run_until([&] { return !desk.losses.empty(); }, 15'000));
  EXPECT_EQ(desk.losses[0], Loss::silent);
  desk.run_ms(60'000);
  desk.set_faults({});
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 5'000));
  EXPECT_EQ(desk.connections, 2);
}

TEST(Session, OverALineThatIsDeadInOneDirectionIsLostToo) {
  Desk desk;
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 100));
  desk.to_host.faults.dead = true;
  const std::uint8_t level = 9;
  desk.end.send(Type::brightness, Bytes(&level, 1));
  ASSERT_TRUE(desk.run_until([&] { return !desk.losses.empty(); }, 15'000));
  EXPECT_EQ(desk.board.panel.settings, 1) << "what was sent again was done once";
}

TEST(Session, IsBegunAnewWhenTheBoardHasRestarted) {
  Desk desk;
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 100));
  desk.board.reboot();
  desk.end.send(Type::status, {});
  ASSERT_TRUE(desk.run_until([&] { return desk.connections == 2; }, 2'000));
  EXPECT_EQ(desk.losses, std::vector{Loss::restarted});
  EXPECT_EQ(desk.send_settings(20, 2'000), 20);
}

TEST(Session, IsTakenOverByAHostThatHasRestarted) {
  Desk desk;
  EXPECT_EQ(desk.send_settings(20, 2'000), 20);
  desk.end.disconnect();
  desk.end.connect(desk.now, 77);
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 1'000));
  EXPECT_EQ(desk.send_settings(20, 2'000), 20);
  EXPECT_EQ(desk.board.panel.settings, 40);
}

TEST(Session, OnAHalfDuplexLineNeverTwoSpeakAndEachWaitsItsTurn) {
  HostEnd::Options options;
  options.half_duplex = true;
  options.turnaround_ms = 3;
  Desk desk(options);
  int overlaps = 0;
  Millis last_heard = 0;
  int sent = 0;
  desk.run_until(
      [&] {
        if (desk.to_board.waiting() > 0 && desk.to_host.waiting() > 0) ++overlaps;
        if (desk.to_host.waiting() > 0) last_heard = desk.now;
        if (desk.end.can_send(1) && desk.end.idle() && sent < 50) {
          const std::uint8_t level = 1;
          desk.end.send(Type::brightness, Bytes(&level, 1));
          ++sent;
        }
        desk.board.panel.press_button();
        return sent == 50 && desk.end.idle();
      },
      10'000);
  EXPECT_EQ(desk.board.panel.settings, 50);
  EXPECT_EQ(overlaps, 0);
  EXPECT_EQ(desk.notices, 0) << "a board on a half-duplex line speaks only when asked";
}

TEST(Session, HearsOfAnInputAtOnceOnAFullDuplexLine) {
  Desk desk;
  desk.run_ms(500);
  desk.board.panel.press_button();
  desk.run_ms(120);
  EXPECT_EQ(desk.notices & kInputsChanged, kInputsChanged);
  desk.end.send(Type::status, {});
  desk.run_ms(50);
  EXPECT_EQ(desk.status.input_changes, 1);
  desk.end.send(Type::inputs_seen, Bytes(&desk.status.input_changes, 1));
  desk.run_ms(50);
  desk.notices = 0;
  desk.run_ms(500);
  EXPECT_EQ(desk.notices, 0);
}

TEST(Session, TellsTheBoardWhetherAHostIsThere) {
  HostEnd::Options options;
  options.silence_s = 2;
  Desk desk(options);
  EXPECT_FALSE(desk.board.end->host_present(desk.now));
  desk.run_ms(100);
  EXPECT_TRUE(desk.board.end->host_present(desk.now));
  desk.run_ms(2'500);
  EXPECT_FALSE(desk.board.end->host_present(desk.now));
}

TEST(Session, RefusesWhatItDoesNotKnow) {
  Desk desk;
  desk.run_ms(100);
  desk.end.send(static_cast<Type>(0x55), {});
  desk.end.send(Type::power, std::vector<std::uint8_t>{2});
  desk.end.send(Type::begin, std::vector<std::uint8_t>{1, 2});
  desk.run_ms(100);
  EXPECT_EQ(desk.errors[Error::unknown_type], 1);
  EXPECT_EQ(desk.errors[Error::bad_payload], 2);
}

// The HUB12 board with eight panels, at 115,200 baud: what the link adds, and answers, are in it.
const testing::SimPanel::Options kEightPanels{
    .width = 256, .page_bytes = 128, .pages = 36, .window = 8, .receive_bytes = 255};

// Sends begin, all pages and the commit as fast as the window allows; the milliseconds it took.
int upload_ms(Desk& desk, const Begin& begin) {
  const auto bytes = testing::pattern(begin.columns, 2, 7);
  const Bytes all(bytes);
  const Millis start = desk.now;
  std::size_t from = 0;
  std::uint16_t pages = 0;
  std::uint8_t raw[kMaxPayload];
  const auto send = [&](Type type, const auto& payload) {
    Writer writer(raw);
    write(writer, payload);
    desk.run_until([&] { return desk.end.can_send(writer.size()); }, 5'000);
    desk.end.send(type, writer.written());
  };
  send(Type::begin, begin);
  for (; from < all.size(); from += 128, ++pages) {
    send(Type::page, Page{begin.strip, pages,
                          all.subspan(from, std::min<std::size_t>(128, all.size() - from))});
  }
  send(Type::commit, Commit{begin.strip, pages, crc32(all), 0});
  EXPECT_TRUE(desk.run_until([&] { return desk.end.idle(); }, 5'000));
  EXPECT_EQ(desk.board.panel.strips().shown(), begin.strip);
  return static_cast<int>(desk.now - start);
}

TEST(Upload, Of2000PixelsForEightPanelsTakesLessThanTwoSeconds) {
  Desk desk({}, 1, kEightPanels);
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 100));
  const int took = upload_ms(desk, {1, 2000, Effect::scroll_left, 40, 1});
  RecordProperty("ms", took);
  EXPECT_LE(took, 2000);
}

TEST(Upload, OnAHalfDuplexLineTakesLessThanTwoSecondsToo) {
  HostEnd::Options options;
  options.half_duplex = true;
  Desk desk(options, 1, kEightPanels);
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 200));
  const int took = upload_ms(desk, {1, 2000, Effect::scroll_left, 40, 1});
  RecordProperty("ms", took);
  EXPECT_LE(took, 2000);
}

TEST(Upload, OfWhatStandsOnEightPanelsIsCommittedWithin100Milliseconds) {
  Desk desk({}, 1, kEightPanels);
  ASSERT_TRUE(desk.run_until([&] { return desk.end.connected(); }, 100));
  const Millis start = desk.now;
  upload_ms(desk, {1, 256, Effect::hold, 0, 0});
  const auto took = static_cast<int>(desk.board.panel.last_commit - start);
  RecordProperty("ms", took);
  EXPECT_LE(took, 100);
}

TEST(Session, WithABoardWhoseIdentityMakesNoSenseIsNotBegun) {
  Desk desk({}, 1, {.width = 0});
  desk.run_ms(3'000);
  EXPECT_FALSE(desk.end.connected());
  EXPECT_GT(desk.misunderstandings, 0);
}

}  // namespace
}  // namespace loa::firmware::link
