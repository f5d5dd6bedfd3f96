#include "signs/drivers/pixel_board.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::signs::drivers {
namespace {

using base::Duration;
using base::Steady;

constexpr Duration kAskEvery = std::chrono::seconds{3};
constexpr Duration kReceiverSilent = std::chrono::seconds{10};
// A port that nobody listens on shows in the packet after the next: one error alone is no silence.
constexpr int kSendFailures = 3;

}  // namespace

struct PixelBoard::Impl {
  PixelBoardOptions options;
  base::Timers& timers;
  std::unique_ptr<PixelProtocol> protocol;
  std::unique_ptr<Packets> packets;
  Bitmap picture;
  int percent = 100;
  Steady sent{};  // the last picture
  bool ever_sent = false;
  bool fresh = false;  // not sent yet
  Steady asked{};
  std::optional<Steady> answered;
  int failures = 0;
  std::string error;
  base::Timers::Id timer = 0;

  Impl(PixelBoardOptions o, base::Timers& t, std::unique_ptr<PixelProtocol> p,
       std::unique_ptr<Packets> k)
      : options(std::move(o)),
        timers(t),
        protocol(std::move(p)),
        packets(std::move(k)),
        picture(options.geometry.width, options.geometry.height) {
    plan();
  }
  ~Impl() { timers.cancel(timer); }

  void changed() {
    fresh = true;
    timers.cancel(timer);
    plan();
  }
  Steady next() const {
    if (!ever_sent) return sent;
    return sent + (fresh ? options.least : options.again);
  }
  void plan() {
    const Steady now = timers.now().steady;
    timer = timers.at(std::max(now, next()), [this] { tick(); });
  }
  void tick() {
    const Steady now = timers.now().steady;
    listen(now);
    ask(now);
    send();
    sent = now;
    ever_sent = true;
    fresh = false;
    plan();
  }
  void send() {
    for (const std::string& packet : protocol->frame(picture, percent)) {
      std::string failed = packets->send(packet);
      if (!failed.empty()) {
        error = std::move(failed);
        ++failures;
        return;
      }
    }
    failures = std::max(failures - 1, 0);
  }
  void listen(Steady now) {
    for (const std::string& packet : packets->received()) {
      if (protocol->is_answer(packet)) answered = now;
    }
  }
  void ask(Steady now) {
    const std::string question = protocol->question();
    if (question.empty() || (ever_sent && now - asked < kAskEvery)) return;
    asked = now;
    packets->send(question);
  }
};

PixelBoard::PixelBoard(PixelBoardOptions options, base::Timers& timers,
                       std::unique_ptr<PixelProtocol> protocol, std::unique_ptr<Packets> packets)
    : impl_(std::make_unique<Impl>(std::move(options), timers, std::move(protocol),
                                   std::move(packets))) {}
PixelBoard::~PixelBoard() = default;

Geometry PixelBoard::geometry() const { return impl_->options.geometry; }

void PixelBoard::show(const Bitmap& picture) {
  if (picture == impl_->picture) return;
  impl_->picture = picture;
  impl_->changed();
}

void PixelBoard::set_brightness(int percent) {
  percent = std::clamp(percent, 0, 100);
  if (percent == impl_->percent) return;
  impl_->percent = percent;
  impl_->changed();
}

BoardHealth PixelBoard::health() const {
  BoardHealth health;
  const auto& address = impl_->options.address;
  const bool quiet =
      impl_->answered && impl_->timers.now().steady - *impl_->answered > kReceiverSilent;
  if (impl_->failures >= kSendFailures) {
    health.state = BoardHealth::State::silent;
    health.problem = {fmt::format("không gửi được tới bảng ở {}: {}", address, impl_->error),
                      fmt::format("cannot send to the board at {}: {}", address, impl_->error)};
  } else if (quiet) {
    health.state = BoardHealth::State::silent;
    health.problem = {fmt::format("bảng ở {} không trả lời", address),
                      fmt::format("the board at {} does not answer", address)};
  }
  return health;
}

}  // namespace loa::signs::drivers
