#include "signs/drivers/firmware_board.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "signs/drivers/pack.h"
#include "signs/drivers/reconnect.h"
#include "signs/drivers/strip_upload.h"

namespace loa::signs::drivers {
namespace {

namespace link = firmware::link;
using base::Duration;
using base::Steady;

constexpr Duration kAsk = std::chrono::seconds{1};
constexpr Duration kSilent = std::chrono::seconds{5};
// A line that stays open although nobody answers: another process may sit behind it next time.
constexpr Duration kReopen = std::chrono::seconds{20};

link::Millis millis(Steady time) {
  return static_cast<link::Millis>(
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

std::string size_of(int width, int height) { return fmt::format("{} × {}", width, height); }

}  // namespace

std::string described(const link::Identity& identity) {
  return fmt::format("Loa {}.{}.{} ({:08x}), {}", identity.major, identity.minor, identity.patch,
                     identity.git, size_of(identity.width, identity.height));
}

struct FirmwareBoard::Impl final : link::HostEvents {
  FirmwareBoardOptions options;
  base::Timers& timers;
  std::unique_ptr<Line> line;
  std::function<std::uint32_t()> nonce;
  link::HostEnd end;
  StripUpload upload;
  Backoff backoff;
  bool open = false;
  std::string line_error;
  bool strange = false;  // something answers that is not one of our boards
  Steady last_heard;     // an answer, or the start
  Steady last_opened{};
  Steady next_ask{};
  bool asking = false;
  bool ask_soon = false;
  int brightness = -1;
  int sent_brightness = -1;
  int sent_power = -1;
  std::optional<link::Identity> met;
  std::optional<link::Status> status;
  BoardHealth::Picture picture = BoardHealth::Picture::assumed;
  base::Timers::Id timer = 0;
  base::Timers::Id reopen = 0;

  Impl(FirmwareBoardOptions o, base::Timers& t, std::unique_ptr<Line> l,
       std::function<std::uint32_t()> n)
      : options(std::move(o)),
        timers(t),
        line(std::move(l)),
        nonce(std::move(n)),
        end(options.link, *this),
        upload(end),
        last_heard(t.now().steady) {
    line->listen({[this] { opened(); }, [this](std::string_view bytes) { received(bytes); },
                  [this](const std::string& why) { closed(why); }});
    line->open();
  }
  ~Impl() {
    timers.cancel(timer);
    timers.cancel(reopen);
    line->close();
  }

  Steady now() { return timers.now().steady; }

  void opened() {
    open = true;
    line_error.clear();
    last_opened = now();
    end.connect(millis(now()), nonce());
    move();
  }
  void received(std::string_view bytes) {
    end.receive(millis(now()), {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    move();
  }
  void closed(const std::string& why) {
    line_error = why;
    forget();
    open = false;
    end.disconnect();
    timers.cancel(timer);
    timers.cancel(reopen);
    reopen = timers.at(now() + backoff.next(), [this] { line->open(); });
  }
  void forget() {
    met.reset();
    status.reset();
    asking = false;
    picture = BoardHealth::Picture::assumed;
  }

  bool usable() const {
    return met && met->width == options.geometry.width && met->height == options.geometry.height;
  }

  // HostEvents.
  void connected(const link::Identity& identity) override {
    met = identity;
    strange = false;
    backoff.reset();
    last_heard = now();
    sent_brightness = sent_power = -1;
    next_ask = now();
    if (usable()) upload.meet(identity);
  }
  void answered(link::Type type, std::uint8_t count, const link::Ack& ack) override {
    last_heard = now();
    if ((ack.flags & link::kWantsPages) != 0 && upload.wants_status()) ask_soon = true;
    if (type != link::Type::status) return upload.answered(now(), type, count, ack);
    asking = false;
    link::Status told;
    if (ack.error != link::Error::ok || !read(ack.data, told)) return;
    status = told;
    if (usable()) picture = upload.judge(now(), told);
  }
  void noticed(std::uint8_t flags) override {
    if ((flags & link::kInputsChanged) != 0 || upload.wants_status()) ask_soon = true;
  }
  void lost(link::Loss) override { forget(); }
  void misunderstood() override { strange = true; }

  void ask() {
    const Steady at = now();
    if (asking || (at < next_ask && !ask_soon) || !end.can_send(0)) return;
    end.send(link::Type::status, {});
    asking = true;
    ask_soon = false;
    next_ask = at + kAsk;
  }
  void tell(link::Type type, std::uint8_t value) { end.send(type, {&value, 1}); }
  // At zero its scan is switched off as well.
  void dim() {
    if (brightness < 0 || brightness == sent_brightness || !end.can_send(1)) return;
    const std::uint8_t power = brightness > 0 ? 1 : 0;
    if (power != sent_power) {
      tell(link::Type::power, power);
      sent_power = power;
      return dim();
    }
    tell(link::Type::brightness, static_cast<std::uint8_t>((brightness * 255 + 50) / 100));
    sent_brightness = brightness;
  }

  // Everything that can be done now, and a timer for what comes next.
  void move() {
    if (!open) return;
    const Steady at = now();
    end.step(millis(at));
    if (end.connected()) {
      dim();
      if (upload.settled() || ask_soon || at >= next_ask) ask();
      if (usable()) upload.pump(at);
    }
    flush(at);
    if (at - std::max(last_heard, last_opened) > kReopen) {
      line->close();
      return closed("no answer");
    }
    plan(at);
  }
  void flush(Steady at) {
    std::array<std::uint8_t, link::HostEnd::kWindow * link::kMaxWire> out;
    const std::size_t size = end.take(millis(at), out);
    if (size > 0) line->write({reinterpret_cast<const char*>(out.data()), size});
  }
  void plan(Steady at) {
    Steady next = asking ? at + kAsk : std::max(next_ask, at + std::chrono::milliseconds{1});
    if (!end.connected()) next = at + kAsk;
    link::Millis wakeup = 0;
    if (end.next_wakeup(millis(at), wakeup)) {
      const auto wait = std::max<std::int32_t>(static_cast<std::int32_t>(wakeup - millis(at)), 1);
      next = std::min(next, at + std::chrono::milliseconds{wait});
    }
    if (const auto pause = upload.paused_until()) next = std::min(next, std::max(*pause, at));
    timers.cancel(timer);
    timer = timers.at(next, [this] { move(); });
  }
};

FirmwareBoard::FirmwareBoard(FirmwareBoardOptions options, base::Timers& timers,
                             std::unique_ptr<Line> line, std::function<std::uint32_t()> nonce)
    : impl_(std::make_unique<Impl>(std::move(options), timers, std::move(line), std::move(nonce))) {
}
FirmwareBoard::~FirmwareBoard() = default;

Geometry FirmwareBoard::geometry() const { return impl_->options.geometry; }

void FirmwareBoard::show(const Bitmap& picture) {
  impl_->upload.want(picture);
  impl_->move();
}

bool FirmwareBoard::run(const Passage& passage) {
  impl_->upload.want(passage);
  impl_->move();
  return true;
}

std::optional<Bitmap> FirmwareBoard::confirmed() const {
  if (impl_->picture != BoardHealth::Picture::confirmed) return std::nullopt;
  return impl_->upload.confirmed();
}

void FirmwareBoard::set_brightness(int percent) {
  impl_->brightness = std::clamp(percent, 0, 100);
  impl_->move();
}

std::optional<double> FirmwareBoard::temperature() const {
  if (!impl_->status || impl_->status->temperature == link::Status::kNoTemperature) {
    return std::nullopt;
  }
  return impl_->status->temperature / 10.0;
}

std::optional<link::Identity> FirmwareBoard::identity() const { return impl_->met; }
std::optional<link::Status> FirmwareBoard::status() const { return impl_->status; }

BoardHealth FirmwareBoard::health() const {
  BoardHealth health;
  const auto& wanted = impl_->options.geometry;
  health.picture = impl_->picture;
  if (impl_->met) health.what = described(*impl_->met);
  if (impl_->met && !impl_->usable()) {
    health.state = BoardHealth::State::refused;
    health.picture = BoardHealth::Picture::assumed;
    const auto is = size_of(impl_->met->width, impl_->met->height);
    const auto should = size_of(wanted.width, wanted.height);
    health.problem = {fmt::format("bảng báo cỡ {}, còn cấu hình ghi {}", is, should),
                      fmt::format("the board says {}, the configuration {}", is, should)};
  } else if (!impl_->met) {
    const bool long_ago = impl_->timers.now().steady - impl_->last_heard > kSilent;
    health.state = long_ago ? BoardHealth::State::silent : BoardHealth::State::connecting;
    const auto& address = impl_->options.address;
    health.problem = {fmt::format("bảng ở {} không trả lời", address),
                      fmt::format("the board at {} does not answer", address)};
    if (!impl_->line_error.empty()) {
      health.problem.vi += ": " + impl_->line_error;
      health.problem.en += ": " + impl_->line_error;
    } else if (impl_->strange) {
      health.state = BoardHealth::State::refused;
      health.problem = {fmt::format("thiết bị ở {} không phải bảng của Loa", address),
                        fmt::format("what answers at {} is not a board of Loa's", address)};
    }
  }
  return health;
}

}  // namespace loa::signs::drivers
