#include "sim_line.h"

namespace loa::signs::drivers::testing {

void SimLine::open() {
  ++far_.opened;
  timers_.cancel(timer_);
  timer_ = timers_.at(timers_.now().steady, [this] {
    if (far_.refuses) return events_.closed("Connection refused");
    timer_ = timers_.at(timers_.now().steady, [this] { tick(); });
    events_.opened();
  });
}

void SimLine::close() {
  timers_.cancel(timer_);
  timer_ = 0;
  far_.to_board.clear();
  far_.to_host.clear();
}

void SimLine::write(std::string_view bytes) {
  far_.bytes_to_board += bytes.size();
  far_.to_board.write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

void SimLine::tick() {
  const auto now = timers_.now().steady;
  const auto ms = static_cast<link::Millis>(
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  far_.to_host.write(far_.board.run(ms, far_.to_board.pass()));
  const auto back = far_.to_host.pass();
  timer_ = timers_.at(now + std::chrono::milliseconds{1}, [this] { tick(); });
  if (!back.empty()) {
    events_.received({reinterpret_cast<const char*>(back.data()), back.size()});
  }
}

}  // namespace loa::signs::drivers::testing
