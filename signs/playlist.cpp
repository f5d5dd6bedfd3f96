// Which picture the board shows when: rounds of steps, each a page that stands or a strip that
// moves.
#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "signs/sign.h"

namespace loa::signs {
namespace {

using base::Duration;

constexpr Duration kHold = std::chrono::seconds{8};
constexpr std::int64_t kSecond = 1'000'000'000;

Geometry checked(Geometry geometry) {
  if (geometry.width < 16 || geometry.width > 1024) {
    throw std::invalid_argument("a board is 16 to 1024 pixels wide");
  }
  return geometry;
}

// One page, or one strip on its way across the board.
struct Step {
  const Slogan* slogan;
  Bitmap picture;
  int speed;          // pixels a second; 0 for a page
  Duration start{0};  // from the start of the round
  Duration length{0};

  // Pixels moved after `time`. At 65,535 + 1,024 pixels and one a second this stays far below 2^63.
  std::int64_t moved_at(Duration time) const { return time.count() * speed / kSecond; }
  // When it has moved `pixels`: the first nanosecond for which moved_at() says so.
  Duration time_of(std::int64_t pixels) const {
    return Duration{(pixels * kSecond + speed - 1) / speed};
  }
};

}  // namespace

struct Playlist::Impl {
  Geometry geometry;
  Typesetter typesetter;
  std::vector<Slogan> slogans;
  std::vector<Step> round;
  Duration round_length{0};
  base::Steady started{};

  void add(Step step, Duration length) {
    step.start = round_length;
    step.length = length;
    round_length += length;
    round.push_back(std::move(step));
  }

  void add_scroll(const Slogan& slogan) {
    Step step{&slogan, typesetter.strip(slogan.text, slogan.colour),
              std::clamp(slogan.speed, 1, 400)};
    if (step.picture.blank()) return;
    // From its first column at the right edge to its last at the left edge.
    const Duration length = step.time_of(step.picture.width() + geometry.width - 1);
    add(std::move(step), length);
  }

  void add_hold(const Slogan& slogan) {
    for (Bitmap& page : typesetter.pages(slogan.text, slogan.colour, geometry.width)) {
      add({&slogan, std::move(page), 0}, kHold);
    }
  }

  // The step on the board at `now`, and how long it has run; null while the board is blank.
  std::pair<const Step*, Duration> at(base::Steady now) const {
    if (round.empty()) return {nullptr, Duration{0}};
    const Duration time = std::max(now - started, Duration{0}) % round_length;
    const auto after =
        std::upper_bound(round.begin(), round.end(), time,
                         [](Duration value, const Step& step) { return value < step.start; });
    const Step& step = *std::prev(after);
    return {&step, time - step.start};
  }
};

Playlist::Playlist(Geometry geometry)
    : impl_(new Impl{checked(geometry), Typesetter(geometry.height), {}, {}, {}, {}}) {}
Playlist::~Playlist() = default;
Playlist::Playlist(Playlist&&) noexcept = default;

void Playlist::show(base::Steady now, const std::vector<Slogan>& slogans) {
  if (slogans == impl_->slogans) return;
  impl_->round.clear();
  impl_->round_length = Duration{0};
  impl_->slogans = slogans;
  impl_->started = now;
  for (const Slogan& slogan : impl_->slogans) {
    if (slogan.effect == Slogan::Effect::scroll) {
      impl_->add_scroll(slogan);
    } else {
      impl_->add_hold(slogan);
    }
  }
}

Bitmap Playlist::frame(base::Steady now) const {
  const auto [step, time] = impl_->at(now);
  if (step == nullptr) return {impl_->geometry.width, impl_->geometry.height};
  if (step->speed == 0) return step->picture;
  const int left = static_cast<int>(step->moved_at(time)) - (impl_->geometry.width - 1);
  return step->picture.window(left, impl_->geometry.width);
}

std::optional<base::Steady> Playlist::next_change(base::Steady now) const {
  const auto [step, time] = impl_->at(now);
  if (step == nullptr || (impl_->round.size() == 1 && step->speed == 0)) return std::nullopt;
  const Duration next = step->speed == 0 ? step->length : step->time_of(step->moved_at(time) + 1);
  return std::max(now, impl_->started) + (next - time);
}

std::optional<Slogan> Playlist::current(base::Steady now) const {
  const auto [step, time] = impl_->at(now);
  if (step == nullptr) return std::nullopt;
  return *step->slogan;
}

}  // namespace loa::signs
