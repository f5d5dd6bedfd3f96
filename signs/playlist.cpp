// Which picture stands in a rectangle when: rounds of steps, each a page that stands or a strip
// that moves.
#include "signs/playlist.h"

#include <algorithm>
#include <stdexcept>

#include "signs/entry.h"

namespace loa::signs {
namespace {

using base::Duration;

Geometry checked(Geometry size) {
  if (size.width < 16 || size.width > 1024 || size.height < 16 || size.height > 64) {
    throw std::invalid_argument("slogans need 16 to 1024 columns and 16 to 64 rows");
  }
  return size;
}

struct Step {
  const Entry* entry;
  std::size_t number;  // of the entry's
  Course course;
  Duration start{0};  // from the start of the round
};

}  // namespace

struct Playlist::Impl {
  LetterSizes letters;
  std::vector<Slogan> slogans;
  std::vector<Entry> entries;
  std::vector<Step> round;
  Duration round_length{0};
  base::Steady started{};

  // The last step's pictures: as long as it lasts, only their place changes.
  struct Drawn {
    const Step* step = nullptr;
    std::string text;
    Bitmap before;
    Bitmap picture;
  };
  Drawn drawn;

  void lay_out(const Moment& now) {
    drawn = {};
    round.clear();
    entries.clear();
    round_length = Duration{0};
    for (const Slogan& slogan : slogans) entries.emplace_back(slogan, now, letters);
    for (const Entry& entry : entries) {
      for (int i = 0; i < entry.slogan().repeat; ++i) add(entry);
    }
  }

  void add(const Entry& entry) {
    for (std::size_t number = 0; number < entry.steps(); ++number) {
      const Course course = entry.course(number);
      round.push_back({&entry, number, course, round_length});
      round_length += course.length();
    }
  }

  bool needs_other_widths(const Moment& now) const {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const Entry& entry) { return entry.widest(now) != entry.widest(); });
  }

  // The step that runs at `now`, and how long it has run; null while nothing is shown.
  std::pair<const Step*, Duration> at(base::Steady now) const {
    if (round.empty()) return {nullptr, Duration{0}};
    const Duration time = std::max(now - started, Duration{0}) % round_length;
    const auto after =
        std::upper_bound(round.begin(), round.end(), time,
                         [](Duration value, const Step& step) { return value < step.start; });
    const Step& step = *std::prev(after);
    return {&step, time - step.start};
  }

  const Drawn& pictures(const Step& step, const Moment& now) {
    std::string text = step.entry->text(now);
    if (drawn.step == &step && drawn.text == text) return drawn;
    const Course& course = step.course;
    drawn = {&step, std::move(text), Bitmap(course.width, course.height), {}};
    if (step.number > 0) drawn.before = step.entry->picture(step.number - 1, drawn.text);
    drawn.picture = step.entry->picture(step.number, drawn.text);
    return drawn;
  }
};

Playlist::Playlist(Geometry size, Lettering lettering)
    : impl_(new Impl{LetterSizes(checked(size), lettering), {}, {}, {}, {}, {}, {}}) {}
Playlist::~Playlist() = default;
Playlist::Playlist(Playlist&&) noexcept = default;

void Playlist::show(const Moment& now, const std::vector<Slogan>& slogans) {
  if (slogans == impl_->slogans && !impl_->needs_other_widths(now)) return;
  impl_->slogans = slogans;
  impl_->started = now.steady;
  impl_->lay_out(now);
}

Bitmap Playlist::frame(const Moment& now) const {
  const auto [step, time] = impl_->at(now.steady);
  const Geometry& size = impl_->letters.size();
  if (step == nullptr) return {size.width, size.height};
  const auto& drawn = impl_->pictures(*step, now);
  Bitmap area(step->course.width, step->course.height);
  step->course.compose(area, drawn.before, drawn.picture, time);
  return step->entry->framed(std::move(area));
}

std::optional<Passage> Playlist::passage(const Moment& now) const {
  const auto [step, time] = impl_->at(now.steady);
  if (step == nullptr || now.steady < impl_->started) return std::nullopt;
  const Course& course = step->course;
  const Geometry& size = impl_->letters.size();
  const bool right = course.effect == Effect::scroll_right;
  if ((!right && course.effect != Effect::scroll) || course.width != size.width) {
    return std::nullopt;
  }
  const Bitmap& picture = impl_->pictures(*step, now).picture;
  Passage passage;
  passage.strip = Bitmap(course.extent, size.height);
  passage.strip.put(picture, right ? course.extent - picture.width() : 0,
                    (size.height - picture.height()) / 2);
  passage.rightwards = right;
  passage.speed = course.speed;
  passage.repeats = impl_->round.size() == 1;
  passage.started = passage.repeats ? impl_->started : now.steady - time;
  passage.until = step->entry->next_words(now);
  if (!passage.repeats) {
    const auto end = passage.started + course.length();
    passage.until = passage.until ? std::min(*passage.until, end) : end;
  }
  return passage;
}

std::optional<base::Steady> Playlist::next_change(const Moment& now) const {
  const auto [step, time] = impl_->at(now.steady);
  if (step == nullptr) return std::nullopt;
  const auto words = step->entry->next_words(now);
  const Duration next = step->course.next_change(time);
  if (impl_->round.size() == 1 && step->course.stands()) return words;
  const auto picture = std::max(now.steady, impl_->started) + (next - time);
  return words ? std::min(*words, picture) : picture;
}

std::optional<Slogan> Playlist::current(const Moment& now) const {
  const auto [step, time] = impl_->at(now.steady);
  if (step == nullptr) return std::nullopt;
  return impl_->slogans.at(static_cast<std::size_t>(step->entry - impl_->entries.data()));
}

std::string Playlist::text(const Moment& now) const {
  const auto [step, time] = impl_->at(now.steady);
  return step == nullptr ? "" : step->entry->text(now);
}

}  // namespace loa::signs
