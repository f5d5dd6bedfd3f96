// A panel that is only memory, and a line that loses, doubles, swaps and invents bytes, both on
// virtual time. For the tests of the link and of its driver.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "firmware/link/board_end.h"
#include "firmware/link/strip_store.h"

namespace loa::firmware::link::testing {

// Does what it is told with a StripStore, and keeps a count of it.
class SimPanel final : public BoardCommands {
 public:
  struct Options {
    std::uint16_t width = 256;
    std::uint8_t height = 16;
    Format format = Format::mono;
    std::uint8_t page_bytes = 128;
    std::uint16_t pages = 40;
    std::uint8_t window = 4;
    std::uint16_t receive_bytes = 512;
  };

  explicit SimPanel(Options options);

  Identity identity() override;
  Status status() override;
  Error begin(const Begin& begin) override;
  Error page(const Page& page) override;
  Error commit(Millis now, const Commit& commit) override;
  Error brightness(std::uint8_t level) override;
  Error power(bool on) override;
  Error store(std::uint16_t strip) override;
  Error outputs(std::uint8_t mask, std::uint8_t levels) override;
  Error inputs_seen(std::uint8_t changes) override;
  Error calibration(Calibration pattern) override;
  Error update_begin(Bytes) override { return Error::unsupported; }
  Error update_page(std::uint32_t, Bytes) override { return Error::unsupported; }
  Error update_end(std::uint32_t) override { return Error::unsupported; }
  Error boot(Boot) override { return Error::unsupported; }
  Error confirm() override { return Error::ok; }
  std::uint8_t flags() override;

  // The board's columns now, blank ones as zeros.
  std::vector<std::uint8_t> picture();
  void press_button() { ++state_.input_changes, state_.inputs ^= 1U; }

  StripStore& strips() { return strips_; }
  Options options;
  Status state_;
  int begins = 0, pages = 0, commits = 0, settings = 0;
  Millis last_commit = 0;

 private:
  std::vector<std::uint8_t> memory_;
  std::vector<StripStore::Slot> slots_;
  StripStore strips_;
  std::uint8_t seen_ = 0;
};

// One direction of a line.
class SimWire {
 public:
  struct Faults {
    double lose = 0;    // of each byte
    double damage = 0;  // one bit of it
    double twice = 0;
    double swap = 0;    // with the byte before it
    double invent = 0;  // a byte, at each millisecond
    bool dead = false;  // nothing arrives
  };

  SimWire(double bytes_per_ms, unsigned seed) : bytes_per_ms_(bytes_per_ms), random_(seed) {}

  void write(Bytes bytes) { queue_.insert(queue_.end(), bytes.begin(), bytes.end()); }
  // What arrives in the next millisecond.
  std::vector<std::uint8_t> pass();
  std::size_t waiting() const { return queue_.size(); }
  void clear() { queue_.clear(); }

  Faults faults;

 private:
  bool happens(double probability);
  void deliver(std::uint8_t byte, std::vector<std::uint8_t>& out);

  double bytes_per_ms_;
  double credit_ = 0;
  std::mt19937 random_;
  std::deque<std::uint8_t> queue_;
};

// A board at the other end of two wires.
struct SimBoard {
  explicit SimBoard(SimPanel::Options options = {}) : panel(options) { reboot(); }
  void reboot();
  // What came from the host in this millisecond; what goes back.
  std::vector<std::uint8_t> run(Millis now, const std::vector<std::uint8_t>& bytes);

  SimPanel panel;
  std::unique_ptr<BoardEnd> end;
};

// Columns of a picture in which every column differs from its neighbours.
std::vector<std::uint8_t> pattern(std::size_t columns, std::size_t column_bytes, unsigned seed);

}  // namespace loa::firmware::link::testing
