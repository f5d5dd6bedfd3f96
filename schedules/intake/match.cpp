// The library of what can sound, by name.
#include "schedules/intake/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/near_miss.h"
#include "schedules/intake/grammar_plain.h"

namespace loa::schedules::intake {
namespace {

constexpr Seconds kLongestChime{10};
constexpr std::size_t kMostSuggestions = 3;
constexpr std::size_t kLongestCompared = 64;  // near_miss() looks at no longer ones

std::string stem_of(const std::string& path) {
  const auto slash = path.rfind('/');
  auto name = slash == std::string::npos ? path : path.substr(slash + 1);
  const auto dot = name.rfind('.');
  if (dot != std::string::npos && dot > 0) name.resize(dot);
  return name;
}

// How many letters differ at least, whatever their order.
std::size_t least_apart(std::string_view a, std::string_view b) {
  std::array<int, 256> counts{};
  for (const char c : a) ++counts[static_cast<unsigned char>(c)];
  for (const char c : b) --counts[static_cast<unsigned char>(c)];
  std::size_t more = 0;
  std::size_t less = 0;
  for (const int count : counts) {
    if (count > 0) more += static_cast<std::size_t>(count);
    if (count < 0) less += static_cast<std::size_t>(-count);
  }
  return std::max(more, less);
}

Candidate of_programme(const Programme& programme) {
  Candidate candidate;
  candidate.value = programme.id;
  candidate.text = {fmt::format("chương trình có sẵn “{}”", programme.title),
                    fmt::format("the programme \"{}\"", programme.title)};
  candidate.programme = &programme;
  for (int i = 0; i < programme.repeat; ++i) {
    candidate.items.insert(candidate.items.end(), programme.items.begin(), programme.items.end());
  }
  return candidate;
}

Candidate of_media(const std::string& path, std::string title) {
  Candidate candidate;
  candidate.value = path;
  candidate.text = {fmt::format("tệp {}", path), fmt::format("the file {}", path)};
  Item item;
  item.source = AudioFile{path};
  item.title = std::move(title);
  candidate.items.push_back(std::move(item));
  return candidate;
}

}  // namespace

Library::Library(const Context& context) : context_(context) {
  if (context.templates) add_programmes(*context.templates);
  if (context.media) add_media(*context.media);
}

void Library::add(std::string_view name, const Candidate& candidate) {
  Named named{plain_text(name), match_key(name), candidate};
  if (named.key.empty()) return;
  by_key_.emplace(named.key, names_.size());
  names_.push_back(std::move(named));
}

void Library::add_programmes(const WeeklySchedule& templates) {
  std::set<std::string> addresses;
  for (const auto& programme : templates.programmes) {
    const auto candidate = of_programme(programme);
    add(programme.title, candidate);
    if (match_key(programme.id) != match_key(programme.title)) add(programme.id, candidate);
    for (const auto& item : programme.items) {
      const auto* relay = std::get_if<Relay>(&item.source);
      if (relay == nullptr || !addresses.insert(relay->url).second) continue;
      const auto& title = item.title.empty() ? programme.title : item.title;
      relays_.push_back({relay->url, {title, title}, {item}, nullptr});
    }
  }
  for (const auto& weekday : templates.slots) slots_.emplace(weekday.slot.programme, &weekday.slot);
  for (const auto& exception : templates.exceptions) {
    for (const auto& slot : exception.add) slots_.emplace(slot.programme, &slot);
  }
}

void Library::add_media(const std::vector<KnownMedia>& media) {
  for (const auto& one : media) {
    lengths_[one.path] = one.length;
    knows_lengths_ = knows_lengths_ || one.length > Seconds(0);
    const auto candidate = of_media(one.path, "");
    const auto stem = stem_of(one.path);
    add(stem, candidate);
    for (const auto& name : {one.path, one.path.substr(one.path.rfind('/') + 1)}) {
      by_key_.emplace(match_key(name), names_.size() - 1);
    }
  }
}

std::vector<Candidate> Library::meant_by(std::string_view title) const {
  std::vector<Candidate> found;
  std::set<std::size_t> seen;
  std::set<std::string> values;
  const auto [first, last] = by_key_.equal_range(match_key(title));
  for (auto entry = first; entry != last; ++entry) {
    if (!seen.insert(entry->second).second) continue;
    const auto& candidate = names_[entry->second].candidate;
    if (!values.insert(candidate.value).second) continue;
    if (candidate.programme != nullptr) return {candidate};
    found.push_back(candidate);
  }
  return found;
}

std::vector<Candidate> Library::suggestions(std::string_view title) const {
  const auto plain = plain_text(title);
  const auto key = match_key(title);
  std::vector<Candidate> found;
  std::set<std::string> values;
  const auto take = [&](const Candidate& candidate) {
    if (found.size() < kMostSuggestions && values.insert(candidate.value).second) {
      found.push_back(candidate);
    }
  };
  std::vector<std::string> near;
  std::map<std::string, const Named*> named;
  for (const auto& one : names_) {
    if (plain.size() > kLongestCompared || one.plain.size() > kLongestCompared) continue;
    if (least_apart(plain, one.plain) > std::max<std::size_t>(1, plain.size() / 3)) continue;
    if (named.emplace(one.plain, &one).second) near.push_back(one.plain);
  }
  while (found.size() < kMostSuggestions && !near.empty()) {
    const auto best = base::near_miss(plain, near);
    if (best.empty()) break;
    take(named.at(best)->candidate);
    std::erase(near, best);
  }
  constexpr std::size_t shortest = 6;
  for (const auto& one : names_) {
    if (key.size() < shortest || one.key.size() < shortest) continue;
    const bool inside =
        one.key.find(key) != std::string::npos || key.find(one.key) != std::string::npos;
    if (inside) take(one.candidate);
  }
  return found;
}

std::optional<Seconds> Library::length_of(const Item& item) const {
  std::optional<Seconds> once;
  if (const auto* audio = std::get_if<AudioFile>(&item.source)) {
    const auto found = lengths_.find(audio->path);
    if (found != lengths_.end() && found->second > Seconds(0)) once = found->second;
  } else if (const auto* relay = std::get_if<Relay>(&item.source)) {
    if (relay->duration > Seconds(0)) once = relay->duration;
  } else if (std::holds_alternative<Chime>(item.source)) {
    once = kLongestChime;
  }
  if (!once) return std::nullopt;
  return *once * item.repeat + item.gap * (item.repeat - 1);
}

std::optional<Seconds> Library::length_of(const Programme& programme) const {
  Seconds total{0};
  bool any = false;
  for (const auto& item : programme.items) {
    const auto length = length_of(item);
    if (!length) return std::nullopt;
    total += *length;
    any = any || !std::holds_alternative<Chime>(item.source);
  }
  if (!any) return std::nullopt;  // chimes alone do not say how long a slot is meant to be
  return total * programme.repeat + programme.gap * (programme.repeat - 1);
}

bool Library::is_known_media(const std::string& path) const { return lengths_.contains(path); }

const Slot* Library::last_slot_of(const std::string& programme, Seconds start) const {
  const auto [first, last] = slots_.equal_range(programme);
  const auto same =
      std::find_if(first, last, [&](const auto& entry) { return entry.second->start == start; });
  if (same != last) return same->second;
  return first == last ? nullptr : first->second;
}

std::optional<std::string> chime_meant_by(std::string_view title) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kWords{
      {{"daihieu", "nhac-hieu"},
       {"nhachieu", "nhac-hieu"},
       {"nhacmodau", "nhac-hieu"},
       {"nhacket", "nhac-ket"},
       {"nhackethuc", "nhac-ket"},
       {"nhacketthuc", "nhac-ket"},
       {"nhaccat", "ba-tieng"},
       {"batieng", "ba-tieng"},
       {"bahoichuong", "ba-tieng"}}};
  const auto key = match_key(title);
  for (const auto& [word, name] : kWords) {
    if (key == word) return std::string(name);
  }
  return std::nullopt;
}

bool is_relay_title(std::string_view title) {
  const auto plain = plain_text(title);
  return plain.starts_with("tiep am") || plain.starts_with("tiep song") ||
         plain.starts_with("tiep phat");
}

}  // namespace loa::schedules::intake
