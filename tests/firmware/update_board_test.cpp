// loa-firmware's update against a board on a Unix socket: the real core with its bootloader, on
// flash that keeps what is written.
#include "firmware/tools/update_board.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "firmware/tools/signed_image.h"
#include "tests/firmware/board_bench.h"
#include "tests/firmware/update_bench.h"

namespace loa::firmware {
namespace {

class BoardOnSocket {
 public:
  explicit BoardOnSocket(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener_, 1) != 0) {
      throw std::runtime_error("no socket");
    }
    UpdateBench::put(bench_->running, {.counter = 3, .seed = 1});
    thread_ = std::thread([this] { serve(); });
  }
  ~BoardOnSocket() { stop(); }
  void stop() {
    stopped_ = true;
    if (thread_.joinable()) thread_.join();
    if (listener_ >= 0) close(std::exchange(listener_, -1));
  }
  // Only when stopped.
  BoardBench& bench() { return *bench_; }
  Boot boot() {
    return {
        {bench_->running, bench_->staged, bench_->scratch, bench_->log}, TestImage{}.target, key_};
  }

 private:
  void serve() {
    pollfd waiting{listener_, POLLIN, 0};
    while (!stopped_ && poll(&waiting, 1, 20) <= 0) {
    }
    const int host = stopped_ ? -1 : accept(listener_, nullptr, nullptr);
    while (!stopped_) turn(host);
    if (host >= 0) close(host);
  }
  void turn(int host) {
    pollfd waiting{host, POLLIN, 0};
    std::uint8_t bytes[1024];
    const ssize_t size = poll(&waiting, 1, 1) > 0 ? read(host, bytes, sizeof bytes) : 0;
    for (ssize_t i = 0; i < size; ++i) end_->receive(bench_->now, bytes[i]);
    bench_->now += 1;
    std::vector<std::uint8_t> out;
    for (int byte = end_->take(bench_->now); byte >= 0; byte = end_->take(bench_->now)) {
      out.push_back(static_cast<std::uint8_t>(byte));
    }
    if (!out.empty()) send(host, out.data(), out.size(), MSG_NOSIGNAL);
    bench_->board.step(bench_->now, true, end_->idle());
    if (bench_->electronics.restarted) restart();
  }
  void restart() {
    auto fresh = std::make_unique<BoardBench>(messages_);
    fresh->update_flash = bench_->update_flash;
    bench_ = std::move(fresh);
    end_ = std::make_unique<link::BoardEnd>(bench_->board);
    if (!boot().prepare()) stopped_ = true;
  }

  PublicKey key_ = test_key();
  FlashModel messages_{1024, 8};
  std::unique_ptr<BoardBench> bench_ = std::make_unique<BoardBench>(messages_);
  std::unique_ptr<link::BoardEnd> end_ = std::make_unique<link::BoardEnd>(bench_->board);
  int listener_ = -1;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

std::string file_of(const TestImage& image) {
  const auto header = image.header();
  const auto body = image.image();
  return std::string(header.begin(), header.end()) + std::string(body.begin(), body.end());
}

class UpdateOverTheLine : public testing::Test {
 protected:
  UpdateOverTheLine() { std::filesystem::remove(path_); }
  ~UpdateOverTheLine() override { std::filesystem::remove(path_); }

  // What the operator is told, in English; "" if it went well.
  std::string update(BoardOnSocket& board, const std::string& file) {
    tools::Host host({signs::drivers::LineAddress::Kind::unix_socket, path_.string(), 0}, 30,
                     20'000);
    const auto wrong = tools::update_board(host, file);
    board.stop();
    return wrong ? wrong->en : "";
  }
  static bool runs(BoardBench& bench, const TestImage& image) {
    const auto expected = image.slot();
    return std::equal(expected.begin(), expected.end(), bench.running.bytes().begin());
  }

  const std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / ("loa-update-" + std::to_string(getpid()));
  const TestImage old_{.counter = 3, .seed = 1};
  const TestImage new_{.counter = 3, .seed = 2, .size = 511};
};

TEST_F(UpdateOverTheLine, RunsTheNewImageAndConfirmsIt) {
  BoardOnSocket board(path_);
  EXPECT_EQ(update(board, file_of(new_)), "");
  EXPECT_TRUE(board.boot().prepare()) << "and after the next restart";
  EXPECT_TRUE(runs(board.bench(), new_));
}

TEST_F(UpdateOverTheLine, TellsThatAnImageIsNotSigned) {
  BoardOnSocket board(path_);
  TestImage image = new_;
  image.is_signed = false;
  EXPECT_EQ(update(board, file_of(image)), "its signature is missing or wrong");
  EXPECT_TRUE(runs(board.bench(), old_));
}

TEST_F(UpdateOverTheLine, TellsThatAnImageIsOld) {
  BoardOnSocket board(path_);
  EXPECT_EQ(update(board, file_of({.counter = 2, .seed = 4})),
            "the image is older than the board allows");
  EXPECT_TRUE(runs(board.bench(), old_));
}

TEST(SignedImages, AreCheckedBeforeTheyAreSent) {
  const std::string good = file_of({.size = 300});
  tools::SignedImage image;
  EXPECT_FALSE(tools::read_signed_image(good, image));
  const auto told = [&](const std::string& file) {
    const auto wrong = tools::read_signed_image(file, image);
    return wrong ? wrong->en : "";
  };
  EXPECT_EQ(told(good.substr(0, 400)),
            "the image is cut short or too long: 272 bytes, should be 300");
  EXPECT_EQ(told(good.substr(0, 100)), "not a signed firmware image of Loa's");
  EXPECT_EQ(told(good + "x"), "the image is cut short or too long: 301 bytes, should be 300");
  std::string damaged = good;
  damaged[200] = static_cast<char>(damaged[200] ^ 1);
  EXPECT_EQ(told(damaged), "the image is damaged: its CRC-32 is wrong");
}

TEST(SignedImages, OfTheToolAreWhatTheBoardVerifies) {
  const auto key = base::SigningKey::generate();
  ImageHeader header;
  header.target = 1;
  header.counter = 7;
  const std::string file = tools::sign_image(key, header, "an image, of even size");
  tools::SignedImage image;
  ASSERT_FALSE(tools::read_signed_image(file, image));
  const std::string flash = tools::factory_image("boot", image, 1024);
  FlashModel slot(256, 4);
  const std::string in_slot = flash.substr(1024);
  slot.write(0, {reinterpret_cast<const std::uint8_t*>(in_slot.data()), in_slot.size()});
  const auto found = verified_image(slot, 1, key.public_key);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->counter, 7U);
  EXPECT_FALSE(verified_image(slot, 1, base::SigningKey::generate().public_key));
}

}  // namespace
}  // namespace loa::firmware
