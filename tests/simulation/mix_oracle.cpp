#include "tests/simulation/mix_oracle.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::simulation {
namespace {

using base::Duration;
using base::Steady;

constexpr Duration kOverlapFade = std::chrono::milliseconds{250};
// What goes over begins, or fails to, after what it goes over was told.
constexpr Duration kTellingTime = std::chrono::milliseconds{1500};

// How much of [from, to) the spells leave out.
Duration left_out(std::vector<Spell> spells, Steady from, Steady to) {
  std::ranges::sort(spells, {}, &Spell::from);
  Duration out{0};
  for (const Spell& spell : spells) {
    if (spell.from > from) out += std::min(spell.from, to) - from;
    from = std::max(from, spell.to);
    if (from >= to) return out;
  }
  return out + (to - from);
}

bool one_is_low(const Heard& a, const Heard& b, const std::vector<Low>& low) {
  const Steady from = std::max(a.from, b.from);
  const Steady to = std::min(a.to, b.to);
  std::vector<Spell> spells;
  for (const Low& one : low) {
    if (one.source == a.source || one.source == b.source) spells.push_back({one.from, one.to});
  }
  return left_out(std::move(spells), from, to) <= kOverlapFade;
}

// Its own cue does not count.
bool lies_under_something(const Low& low, const std::vector<Spell>& cued) {
  std::vector<Spell> others;
  for (const Spell& spell : cued) {
    if (spell.to > low.from && spell.from < low.to) others.push_back(spell);
  }
  const auto own = std::ranges::find_if(
      others, [&](const Spell& spell) { return spell.from <= low.from && spell.to >= low.to; });
  if (own != others.end()) others.erase(own);
  return left_out(std::move(others), low.from, low.to) <= kTellingTime;
}

}  // namespace

std::vector<std::string> mix_faults(const std::vector<Heard>& heard, const std::vector<Low>& low,
                                    const std::vector<Spell>& cued) {
  std::vector<std::string> faults;
  for (std::size_t i = 1; i < heard.size(); ++i) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(i, 4); ++back) {
      const Heard& earlier = heard[i - back];
      if (std::min(earlier.to, heard[i].to) - heard[i].from <= kOverlapFade) continue;
      if (one_is_low(earlier, heard[i], low)) continue;
      faults.push_back(fmt::format("{} over {} at {}", heard[i].source, earlier.source,
                                   base::to_rfc3339(heard[i].wall)));
    }
  }
  for (const Low& one : low) {
    if (lies_under_something(one, cued)) continue;
    faults.push_back(fmt::format("{} was low for nothing, {} s", one.source,
                                 (one.to - one.from).count() / 1'000'000'000));
  }
  return faults;
}

}  // namespace loa::simulation
