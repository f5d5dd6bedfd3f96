#include "daemon/slogan_board.h"

#include <date/tz.h>

#include <algorithm>
#include <utility>

namespace loa::daemon {
namespace {

using base::Duration;
using base::Steady;
using signs::Effect;

// No board needs pictures faster than the eye.
constexpr Duration kFastest = std::chrono::milliseconds{16};
// The wall clock may have been set, and a sensor may have warmed up, without a call.
constexpr Duration kLookAgain = std::chrono::seconds{5};
constexpr Duration kGifFrame = std::chrono::milliseconds{50};

Effect effect_named(const std::string& name) {
  constexpr std::pair<std::string_view, Effect> kNames[] = {{"scroll-right", Effect::scroll_right},
                                                            {"scroll-up", Effect::scroll_up},
                                                            {"scroll-down", Effect::scroll_down},
                                                            {"hold", Effect::hold},
                                                            {"page", Effect::page},
                                                            {"wipe", Effect::wipe},
                                                            {"flash", Effect::flash}};
  for (const auto& [known, effect] : kNames) {
    if (known == name) return effect;
  }
  return Effect::scroll;
}

signs::Slogan for_board(const DueSlogan& due) {
  signs::Slogan slogan;
  slogan.id = due.slogan.id;
  slogan.text = due.slogan.text;
  slogan.colour = signs::colour_named(due.slogan.colour).value_or(signs::Colour::red);
  slogan.effect = effect_named(due.slogan.effect);
  slogan.speed = due.slogan.speed;
  slogan.dwell = due.slogan.dwell;
  slogan.repeat = due.slogan.repeat;
  slogan.qr = due.slogan.qr;
  slogan.zone = due.slogan.zone;
  slogan.level = due.level;
  slogan.from = due.from;
  slogan.until = due.until;
  return slogan;
}

// The same but for an end that was reckoned anew from the wall clock.
bool same(const signs::Passage& a, const signs::Passage& b) {
  constexpr Duration kReckoning = std::chrono::milliseconds{50};
  if (a.until.has_value() != b.until.has_value()) return false;
  if (a.until && std::chrono::abs(*a.until - *b.until) > kReckoning) return false;
  signs::Passage other = b;
  other.until = a.until;
  return a == other;
}

}  // namespace

SloganBoard::SloganBoard(signs::ScreenSettings settings, std::unique_ptr<signs::Board> board,
                         base::Timers& timers, const std::string& zone)
    : timers_(timers),
      zone_(date::locate_zone(zone)),
      screen_(std::move(settings)),
      simulated_(board == nullptr),
      board_(simulated_ ? std::make_unique<signs::SimulatedBoard>(screen_.geometry())
                        : std::move(board)) {
  drive();
}

SloganBoard::~SloganBoard() { timers_.cancel(timer_); }

signs::Moment SloganBoard::moment(const base::Now& now) const {
  signs::Moment moment(now.steady);
  if (base::trusted(now.quality)) {
    moment.wall = now.wall;
    moment.civil = signs::LocalTime{zone_->to_local(now.wall).time_since_epoch()};
  }
  moment.on_air = on_air_;
  moment.celsius = board_->temperature();
  return moment;
}

void SloganBoard::show(const std::vector<DueSlogan>& slogans, const std::string& on_air) {
  std::vector<signs::Slogan> list;
  list.reserve(slogans.size());
  for (const auto& slogan : slogans) list.push_back(for_board(slogan));
  screen_.show(std::move(list));
  on_air_ = on_air;
  drive();
}

void SloganBoard::drive() {
  const signs::Moment now = moment();
  screen_.frame(now);  // begins what is due now, even if nobody looks
  if (simulated_) return;
  hand_over(now);
  const auto next = running_ ? running_->until : screen_.next_change(now);
  const Steady latest = now.steady + kLookAgain;
  timers_.cancel(timer_);
  timer_ = timers_.at(std::clamp(next.value_or(latest), now.steady + kFastest, latest),
                      [this] { drive(); });
}

void SloganBoard::hand_over(const signs::Moment& now) {
  const int brightness = screen_.brightness(now);
  if (brightness_ != brightness) board_->set_brightness(brightness);
  brightness_ = brightness;
  auto passage = screen_.passage(now);
  if (passage && running_ && same(*passage, *running_)) return;
  if (passage && board_->run(*passage)) {
    running_ = std::move(passage);
    return;
  }
  running_.reset();
  board_->show(screen_.frame(now));
}

signs::Bitmap SloganBoard::picture() {
  const signs::Moment now = moment();
  signs::Bitmap frame = screen_.frame(now);
  if (simulated_) board_->show(frame);
  const bool differs = health().picture == signs::BoardHealth::Picture::differs;
  return differs ? board_->confirmed().value_or(std::move(frame)) : frame;
}

std::vector<signs::GifFrame> SloganBoard::motion(Duration length) {
  base::Now now = timers_.now();
  const Steady begin = now.steady;
  Steady end = begin + length;
  if (const auto choice = screen_.next_choice(moment(now))) end = std::min(end, *choice);
  std::vector<signs::GifFrame> frames{{screen_.frame(moment(now)), 0}};
  Steady shown = begin;
  while (now.steady < end) {
    const auto next = screen_.next_change(moment(now)).value_or(end);
    const Steady then = std::min(std::max(next, now.steady + kGifFrame), end);
    now.wall += then - now.steady;
    now.steady = then;
    // Counted from the beginning, so that rounding does not add up.
    const auto centiseconds = (now.steady - begin) / std::chrono::milliseconds{10} -
                              (shown - begin) / std::chrono::milliseconds{10};
    frames.back().centiseconds = static_cast<int>(centiseconds);
    shown = now.steady;
    if (now.steady < end) frames.push_back({screen_.frame(moment(now)), 0});
  }
  return frames;
}

std::vector<std::string> SloganBoard::faults() const {
  using signs::BoardHealth;
  const auto now = health();
  if (now.state == BoardHealth::State::silent) return {"board-silent"};
  if (now.state == BoardHealth::State::refused) return {"board-refused"};
  if (now.picture == BoardHealth::Picture::differs) return {"board-differs"};
  return {};
}

std::string SloganBoard::text() { return screen_.text(moment()); }

int SloganBoard::brightness() { return screen_.brightness(moment()); }

}  // namespace loa::daemon
