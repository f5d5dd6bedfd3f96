#include "signs/drivers/line_probe.h"

#include <array>
#include <chrono>

#include "signs/drivers/onbon_commands.h"

namespace loa::signs::drivers {
namespace {

namespace link = firmware::link;

constexpr base::Duration kBetweenPings = std::chrono::seconds{1};
constexpr base::Duration kLook = std::chrono::milliseconds{20};
constexpr std::uint16_t kAnyCard = 0xFFFE;

}  // namespace

LineProbe::LineProbe(base::Timers& timers, std::unique_ptr<Line> line, std::uint32_t nonce)
    : timers_(timers), line_(std::move(line)), nonce_(nonce), end_({}, *this) {
  line_->listen({[this] { opened(); }, [this](std::string_view bytes) { received(bytes); },
                 [this](const std::string& why) {
                   error_ = why;
                   timers_.cancel(timer_);
                 }});
  line_->open();
}

LineProbe::~LineProbe() {
  timers_.cancel(timer_);
  line_->close();
}

link::Millis LineProbe::millis() {
  const auto since = timers_.now().steady.time_since_epoch();
  return static_cast<link::Millis>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

void LineProbe::opened() {
  end_.connect(millis(), nonce_);
  // Our own board first: to it, a ping is noise in front of the greeting.
  next_ping_ = timers_.now().steady + kBetweenPings / 2;
  move();
}

void LineProbe::received(std::string_view bytes) {
  end_.receive(millis(), {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  for (const char byte : bytes) {
    // The description gives no form for the answer: whatever comes back in a whole frame is one.
    if (onbon_receiver_.feed(byte)) onbon_ = onbon_receiver_.device();
  }
}

void LineProbe::move() {
  const auto now = timers_.now().steady;
  end_.step(millis());
  std::array<std::uint8_t, link::kMaxWire> out;
  const std::size_t size = end_.take(millis(), out);
  if (size > 0) line_->write({reinterpret_cast<const char*>(out.data()), size});
  if (now >= next_ping_) {
    line_->write(onbon_frame(kAnyCard, onbon_ping()));
    next_ping_ = now + kBetweenPings;
  }
  timer_ = timers_.at(now + kLook, [this] {
    if (!answered()) move();
  });
}

}  // namespace loa::signs::drivers
