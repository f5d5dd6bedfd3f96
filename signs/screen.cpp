// Which slogans are due in which zone.
#include "signs/screen.h"

#include <algorithm>
#include <stdexcept>

namespace loa::signs {
namespace {

using base::Steady;

std::optional<Steady> sooner(std::optional<Steady> a, std::optional<Steady> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

bool due(const Slogan& slogan, const Moment& now) {
  if (!slogan.from && !slogan.until) return true;
  if (!now.wall) return false;
  return (!slogan.from || *slogan.from <= *now.wall) &&
         (!slogan.until || *now.wall < *slogan.until);
}

// A zone, or the whole board in an emergency.
struct LitZone {
  Zone zone;
  Playlist playlist;
  std::optional<std::vector<std::size_t>> chosen{};  // of all slogans; nothing: to be chosen anew
  std::vector<Slogan> shown{};                       // the same

  void choose(std::vector<std::size_t> wanted, const std::vector<Slogan>& all, const Moment& now) {
    if (chosen != wanted) {
      shown.clear();
      for (const auto index : wanted) shown.push_back(all[index]);
      chosen = std::move(wanted);
    }
    playlist.show(now, shown);
  }
};

LitZone part_for(const Zone& zone, const ScreenSettings& settings) {
  const Geometry size{zone.width, zone.height, settings.geometry.palette};
  return {zone, Playlist(size, settings.lettering)};
}

std::vector<Zone> zones_of(const ScreenSettings& settings) {
  if (!settings.zones.empty()) return settings.zones;
  return {{"", 0, 0, settings.geometry.width, settings.geometry.height}};
}

// Shown where nothing else is due.
Slogan message_of(const std::string& text) {
  Slogan message;
  message.text = text;
  message.level = 5;
  return message;
}

}  // namespace

struct Screen::Impl {
  ScreenSettings settings;
  std::vector<LitZone> parts;    // the zones
  std::optional<LitZone> whole;  // for emergencies, unless a zone is the whole board
  std::vector<Slogan> slogans;   // the last one is the message
  bool emergency = false;

  explicit Impl(ScreenSettings given)
      : settings(std::move(given)), slogans{message_of(settings.message)} {
    const auto& geometry = settings.geometry;
    if (const auto fault = zones_fault(geometry, settings.zones)) {
      throw std::invalid_argument(fault->en);
    }
    for (const Zone& zone : zones_of(settings)) parts.push_back(part_for(zone, settings));
    const bool one =
        parts.front().zone.width == geometry.width && parts.front().zone.height == geometry.height;
    if (!one) whole.emplace(part_for({"", 0, 0, geometry.width, geometry.height}, settings));
  }

  std::size_t part_of(const Slogan& slogan) const {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].zone.name == slogan.zone) return i;
    }
    return 0;
  }

  // The most urgent ones among those that are due.
  std::vector<std::size_t> chosen_for(std::size_t part, const Moment& now) const {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < slogans.size(); ++i) {
      if (!due(slogans[i], now) || part_of(slogans[i]) != part) continue;
      const int best = chosen.empty() ? slogans[i].level : slogans[chosen.front()].level;
      if (slogans[i].level < best) chosen.clear();
      if (slogans[i].level <= best) chosen.push_back(i);
    }
    return chosen;
  }

  std::vector<std::size_t> emergencies(const Moment& now) const {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < slogans.size(); ++i) {
      if (slogans[i].level == 1 && due(slogans[i], now)) chosen.push_back(i);
    }
    return chosen;
  }

  void choose(const Moment& now) {
    auto urgent = emergencies(now);
    emergency = !urgent.empty();
    if (emergency) return (whole ? *whole : parts.front()).choose(std::move(urgent), slogans, now);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      parts[i].choose(chosen_for(i, now), slogans, now);
    }
  }

  // What is on the board now.
  template <class Visit>
  void each(Visit visit) {
    if (emergency) return visit(whole ? *whole : parts.front());
    for (LitZone& part : parts) visit(part);
  }

  int percent(const Moment& now) const {
    return emergency ? settings.lighting.cap : settings.lighting.percent(now);
  }

  Bitmap frame(const Moment& now) {
    choose(now);
    Bitmap board(settings.geometry.width, settings.geometry.height);
    if (percent(now) == 0) return board;
    each([&](LitZone& part) { board.put(part.playlist.frame(now), part.zone.x, part.zone.y); });
    return board;
  }

  std::optional<Steady> next_bound(const Moment& now) const {
    std::optional<Steady> next;
    if (!now.wall) return next;
    for (const Slogan& slogan : slogans) {
      for (const auto& bound : {slogan.from, slogan.until}) {
        if (bound && *bound > *now.wall) next = sooner(next, now.steady + (*bound - *now.wall));
      }
    }
    return next;
  }
};

Screen::Screen(ScreenSettings settings) : impl_(new Impl(std::move(settings))) {}
Screen::~Screen() = default;
Screen::Screen(Screen&&) noexcept = default;

void Screen::show(std::vector<Slogan> slogans) {
  slogans.push_back(message_of(impl_->settings.message));
  if (slogans == impl_->slogans) return;
  impl_->slogans = std::move(slogans);
  for (LitZone& part : impl_->parts) part.chosen.reset();
  if (impl_->whole) impl_->whole->chosen.reset();
}

Bitmap Screen::frame(const Moment& now) { return impl_->frame(now); }

std::optional<Passage> Screen::passage(const Moment& now) {
  impl_->choose(now);
  if (impl_->percent(now) == 0) return std::nullopt;
  if (!impl_->emergency && impl_->whole) return std::nullopt;
  const LitZone& part = impl_->emergency && impl_->whole ? *impl_->whole : impl_->parts.front();
  auto passage = part.playlist.passage(now);
  if (passage) {
    passage->until = sooner(passage->until, impl_->next_bound(now));
    passage->until = sooner(passage->until, impl_->settings.lighting.next_change(now));
  }
  return passage;
}

std::optional<Steady> Screen::next_change(const Moment& now) {
  impl_->choose(now);
  auto next = sooner(impl_->next_bound(now), impl_->settings.lighting.next_change(now));
  if (impl_->percent(now) == 0) return next;
  impl_->each([&](LitZone& part) { next = sooner(next, part.playlist.next_change(now)); });
  return next;
}

std::string Screen::text(const Moment& now) {
  impl_->choose(now);
  std::string words;
  if (impl_->percent(now) == 0) return words;
  impl_->each([&](LitZone& part) {
    const auto text = part.playlist.text(now);
    if (!text.empty()) words += (words.empty() ? "" : " · ") + text;
  });
  return words;
}

int Screen::brightness(const Moment& now) {
  impl_->choose(now);
  const Lighting& lighting = impl_->settings.lighting;
  const int percent = impl_->percent(now);
  if (!lighting.limits_power()) return percent;
  const Geometry& size = impl_->settings.geometry;
  const auto passing = passage(now);
  const Bitmap picture = passing ? brightest_window(passing->strip, size.width) : impl_->frame(now);
  return lighting.within_power(percent, picture, size.palette);
}

std::optional<Steady> Screen::next_choice(const Moment& now) const {
  return impl_->next_bound(now);
}

const Geometry& Screen::geometry() const { return impl_->settings.geometry; }

}  // namespace loa::signs
