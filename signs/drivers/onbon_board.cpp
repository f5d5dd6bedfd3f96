#include "signs/drivers/onbon_board.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "signs/drivers/onbon_frame.h"
#include "signs/drivers/reconnect.h"

namespace loa::signs::drivers {
namespace {

using base::Duration;
using base::Steady;

constexpr Duration kAnswer = std::chrono::seconds{3};
constexpr Duration kPing = std::chrono::seconds{10};
constexpr Duration kCardSilent = std::chrono::seconds{5};
// A card writes a new area into its memory and blinks: not more often than that.
constexpr Duration kLeast = std::chrono::milliseconds{500};
constexpr Duration kAfterRefusal = std::chrono::seconds{30};
constexpr int kTries = 3;
// What a card keeps of one area.
constexpr std::size_t kMostBytes = 300'000;

// Pages of the board's size that make up the strip when one follows the other.
OnbonContent content_of(const Passage& passage, int width) {
  OnbonContent content;
  content.mode =
      passage.rightwards ? OnbonContent::Mode::move_right : OnbonContent::Mode::move_left;
  // The description names no speeds: level 1 is taken for 100 pixels a second, 2 for half of it.
  content.speed_level = std::clamp(100 / std::max(passage.speed, 1), 1, 63);
  for (int x = 0; x < passage.strip.width(); x += width) {
    content.pages.push_back(passage.strip.window(x, width));
  }
  return content;
}

// One bit a pixel and colour; rows are padded to 32.
std::size_t bytes_of(const OnbonContent& content, const Geometry& geometry) {
  const auto row = static_cast<std::size_t>(geometry.width + 31) / 32 * 4;
  const std::size_t colours = geometry.palette == Palette::one ? 1 : 2;
  return content.pages.size() * row * static_cast<std::size_t>(geometry.height) * colours;
}

}  // namespace

struct OnbonBoard::Impl {
  enum class Request { none, ping, brightness, area };

  OnbonBoardOptions options;
  base::Timers& timers;
  std::unique_ptr<Line> line;
  OnbonReceiver receiver;
  Backoff backoff;
  bool open = false;
  bool met = false;  // it has answered on this line
  Request asked = Request::none;
  int tries = 0;
  Steady asked_at{};
  Steady heard;
  Steady sent_area{};
  Steady refused_at{};
  OnbonContent wanted;
  std::optional<OnbonContent> there;  // what the card has taken
  OnbonContent on_its_way;
  int brightness = -1;
  int brightness_there = -1;
  std::string line_error;
  std::string refusal;
  base::Timers::Id timer = 0;
  base::Timers::Id reopen = 0;

  Impl(OnbonBoardOptions o, base::Timers& t, std::unique_ptr<Line> l)
      : options(std::move(o)), timers(t), line(std::move(l)), heard(t.now().steady) {
    wanted.pages.emplace_back(options.geometry.width, options.geometry.height);
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
    receiver = {};
    asked = Request::none;
    move();
  }
  void closed(const std::string& why) {
    line_error = why;
    open = false;
    forget();
    timers.cancel(timer);
    timers.cancel(reopen);
    reopen = timers.at(now() + backoff.next(), [this] { line->open(); });
  }
  void forget() {
    met = false;
    asked = Request::none;
    there.reset();
    brightness_there = -1;
  }

  void received(std::string_view bytes) {
    for (const char byte : bytes) {
      const auto data = receiver.feed(byte);
      const auto reply = data ? onbon_reply(*data) : std::nullopt;
      if (reply) answered(*reply);
    }
    if (open) move();
  }
  void answered(const OnbonReply& reply) {
    heard = now();
    met = true;
    backoff.reset();
    const Request answered = std::exchange(asked, Request::none);
    tries = 0;
    // Answers name no question: a refusal that comes late, or after one that was doubled, may be
    // of the area that was taken for accepted.
    if (!reply.accepted() && answered != Request::ping) {
      refusal = onbon_error(reply.error);
      refused_at = heard;
      there.reset();
      return;
    }
    if (answered == Request::brightness) brightness_there = brightness;
    if (answered == Request::area) {
      refusal.clear();
      there = std::move(on_its_way);
    }
  }

  // What is to be asked next, and from when on.
  std::pair<Request, Steady> due() const {
    if (!met) return {Request::ping, asked_at};
    const Steady patience = refusal.empty() ? Steady{} : refused_at + kAfterRefusal;
    if (brightness >= 0 && brightness != brightness_there) return {Request::brightness, patience};
    if (!there || !(*there == wanted)) {
      return {Request::area, std::max(sent_area + kLeast, patience)};
    }
    return {Request::ping, heard + kPing};
  }
  void ask(Request request) {
    asked = request;
    asked_at = now();
    ++tries;
    std::string data = onbon_ping();
    if (request == Request::brightness) data = onbon_brightness((brightness * 15 + 50) / 100);
    if (request == Request::area) {
      on_its_way = wanted;
      sent_area = asked_at;
      data = onbon_area(options.model, options.geometry, on_its_way);
    }
    const bool ping = request == Request::ping;
    line->write(onbon_frame(ping ? std::uint16_t{0xFFFE} : options.model.device, data));
  }

  // Everything that can be done now, and a timer for what comes next. A question at a time.
  void move() {
    const Steady at = now();
    if (asked != Request::none && at - asked_at >= kAnswer) {
      asked = Request::none;
      if (tries >= kTries) {
        tries = 0;
        line->close();
        return closed("no answer");
      }
    }
    if (there && met && at - sent_area >= options.again) there.reset();
    auto [request, from] = due();
    if (asked == Request::none && at >= from) {
      ask(request);
      from = at + kAnswer;
    } else if (asked != Request::none) {
      from = asked_at + kAnswer;
    }
    timers.cancel(timer);
    timer = timers.at(std::max(from, at + std::chrono::milliseconds{1}), [this] { move(); });
  }
  void want(OnbonContent content) {
    if (content == wanted) return;
    wanted = std::move(content);
    refusal.clear();
    if (open) move();
  }
};

OnbonBoard::OnbonBoard(OnbonBoardOptions options, base::Timers& timers, std::unique_ptr<Line> line)
    : impl_(std::make_unique<Impl>(std::move(options), timers, std::move(line))) {}
OnbonBoard::~OnbonBoard() = default;

Geometry OnbonBoard::geometry() const { return impl_->options.geometry; }

void OnbonBoard::show(const Bitmap& picture) {
  OnbonContent content;
  content.pages.push_back(picture);
  impl_->want(std::move(content));
}

bool OnbonBoard::run(const Passage& passage) {
  // Once round is not among what the card can: it would come again before it is replaced, at a time
  // that is its own. Better than forty pictures a second.
  auto content = content_of(passage, impl_->options.geometry.width);
  if (bytes_of(content, impl_->options.geometry) > kMostBytes) return false;
  impl_->want(std::move(content));
  return true;
}

void OnbonBoard::set_brightness(int percent) {
  impl_->brightness = std::clamp(percent, 0, 100);
  if (impl_->open) impl_->move();
}

BoardHealth OnbonBoard::health() const {
  BoardHealth health;
  const auto& address = impl_->options.address;
  if (!impl_->met) {
    const bool long_ago = impl_->timers.now().steady - impl_->heard > kCardSilent;
    health.state = long_ago ? BoardHealth::State::silent : BoardHealth::State::connecting;
    const auto detail = impl_->line_error.empty() ? "" : ": " + impl_->line_error;
    health.problem = {fmt::format("bảng ở {} không trả lời{}", address, detail),
                      fmt::format("the board at {} does not answer{}", address, detail)};
    return health;
  }
  health.what = fmt::format("Onbon BX-{}", impl_->options.model.name);
  if (!impl_->refusal.empty()) {
    health.state = BoardHealth::State::refused;
    health.problem = {
        fmt::format("bảng ở {} từ chối nội dung: {}", address, impl_->refusal),
        fmt::format("the board at {} refuses what it is sent: {}", address, impl_->refusal)};
  }
  return health;
}

}  // namespace loa::signs::drivers
