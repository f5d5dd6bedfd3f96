// On in order before the sound, off in reverse order after it.
#include "daemon/amplifier.h"

#include <algorithm>

namespace loa::daemon {

using base::Duration;
using base::Steady;

Amplifier::Amplifier(AmplifierSettings settings)
    : settings_(std::move(settings)), on_since_(settings_.leads.size()) {}

std::vector<Amplifier::Switch> Amplifier::step(Steady now, const AmplifierDemand& demand) {
  if (demand_.sounding || demand.sounding) last_sound_ = now;
  demand_ = demand;
  now_ = now;
  std::vector<Switch> switches;
  for (std::size_t line = 0; line < on_since_.size(); ++line) {
    if (on_since_[line] || !needed(line, now)) continue;
    on_since_[line] = last_on_ = now;
    switches.push_back({line, true});
  }
  for (std::size_t line = on_since_.size(); line-- > 0;) {
    if (!on_since_[line] || needed(line, now) || bridges() || now < off_at(line)) continue;
    switches.push_back({line, false});
    on_since_[line].reset();
  }
  return switches;
}

bool Amplifier::needed(std::size_t line, Steady now) const {
  if (demand_.sounding) return true;
  return demand_.next && now >= *demand_.next - settings_.leads[line] - kMargin;
}

// From then on nothing asks for the lines that are on.
Steady Amplifier::idle_since() const {
  Steady since = Steady::min();
  if (last_sound_) since = *last_sound_ + settings_.hold;
  if (last_on_) since = std::max(since, *last_on_ + settings_.shortest_on);
  return since;
}

// What comes soon is waited for with the lines on.
bool Amplifier::bridges() const {
  return demand_.next && *demand_.next <= idle_since() + settings_.idle_off;
}

Steady Amplifier::off_at(std::size_t line) const {
  const auto behind = static_cast<std::int64_t>(on_since_.size() - 1 - line);
  return idle_since() + behind * kOffStep;
}

std::optional<Steady> Amplifier::next_wakeup() const {
  if (demand_.sounding) return std::nullopt;
  std::optional<Steady> next;
  const auto consider = [&](Steady when) { next = next ? std::min(*next, when) : when; };
  // Whether it has begun indeed: only what sounded is held on for.
  if (demand_.next && *demand_.next > now_) consider(*demand_.next);
  for (std::size_t line = 0; line < on_since_.size(); ++line) {
    if (on_since_[line] && !needed(line, now_) && !bridges()) consider(off_at(line));
    if (!on_since_[line] && demand_.next) {
      consider(*demand_.next - settings_.leads[line] - kMargin);
    }
  }
  return next;
}

Steady Amplifier::ready_at(Steady now) const {
  Steady ready = now;
  for (std::size_t line = 0; line < on_since_.size(); ++line) {
    ready = std::max(ready, on_since_[line].value_or(now) + settings_.leads[line]);
  }
  return ready;
}

bool Amplifier::on() const {
  return std::ranges::any_of(on_since_, [](const auto& since) { return since.has_value(); });
}

}  // namespace loa::daemon
