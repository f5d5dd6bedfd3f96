// A line to a simulated board of ours, on virtual time: bytes take as long as they would.
#pragma once

#include <memory>

#include "base/timers.h"
#include "signs/drivers/line.h"
#include "sim.h"

namespace loa::signs::drivers::testing {

namespace link = firmware::link;

// What is at the far end, and outlives the line.
struct FarEnd {
  explicit FarEnd(link::testing::SimPanel::Options options = {}) : board(options) {}
  link::testing::SimBoard board;
  link::testing::SimWire to_board{11.52, 1};
  link::testing::SimWire to_host{11.52, 2};
  bool refuses = false;  // to be opened
  int opened = 0;
  std::size_t bytes_to_board = 0;
};

class SimLine final : public Line {
 public:
  SimLine(base::Timers& timers, FarEnd& far) : timers_(timers), far_(far) {}
  ~SimLine() override { close(); }

  void listen(LineEvents events) override { events_ = std::move(events); }
  void open() override;
  void close() override;
  void write(std::string_view bytes) override;

 private:
  void tick();

  base::Timers& timers_;
  FarEnd& far_;
  LineEvents events_;
  base::Timers::Id timer_ = 0;
};

}  // namespace loa::signs::drivers::testing
