// Programmes and slogans: what sounds and what is shown.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "schedules/diff_parts.h"
#include "schedules/policy_hours.h"

namespace loa::schedules::diff {
namespace {

using base::Text;

// How people know an item: by its title, or by what it plays.
struct NameOf {
  std::string operator()(const AudioFile& audio) const { return audio.path; }
  std::string operator()(const Speech& speech) const {
    constexpr std::size_t shown = 60;
    if (speech.text.size() <= shown) return speech.text;
    const auto space = speech.text.rfind(' ', shown);
    return speech.text.substr(0, space == std::string::npos ? 0 : space) + "…";
  }
  std::string operator()(const Relay& relay) const { return relay.url; }
  std::string operator()(const Chime& chime) const { return chime.name; }
};

Text name_of(const Item& item) {
  return quoted(item.title.empty() ? std::visit(NameOf{}, item.source) : item.title);
}

// Everything of an item that can be heard.
struct HeardOf {
  std::string operator()(const AudioFile& audio) const { return "audio " + audio.path; }
  std::string operator()(const Speech& speech) const {
    return "speech " + speech.voice + " " + speech.text;
  }
  std::string operator()(const Relay& relay) const {
    return fmt::format("relay {} {} {} {}", relay.duration.count(), relay.url,
                       fmt::join(relay.others, " "), relay.stand_in ? relay.stand_in->path : "");
  }
  std::string operator()(const Chime& chime) const { return "chime " + chime.name; }
};

std::string heard(const Item& item) {
  return fmt::format("{} {} {} {} {}", static_cast<int>(item.part), item.repeat, item.gap.count(),
                     item.title, std::visit(HeardOf{}, item.source));
}

std::vector<std::string> heard(const Programme& programme) {
  std::vector<std::string> all;
  for (const auto& item : programme.items) all.push_back(heard(item));
  return all;
}

// The items of `programme` that `other` has not.
Text items_only_in(const Programme& programme, const Programme& other) {
  const auto theirs = heard(other);
  Text names;
  for (const auto& item : programme.items) {
    if (std::ranges::find(theirs, heard(item)) != theirs.end()) continue;
    if (!names.vi.empty()) names = names + same_in_both(", ");
    names = names + name_of(item);
  }
  return names;
}

Text repeats(int count, Seconds gap) {
  Text text{fmt::format("{} lần", count), fmt::format("{} time{}", count, count == 1 ? "" : "s")};
  if (gap == Seconds(0)) return text;
  return text + Text{", cách nhau ", ", "} + length_text(gap) + Text{"", " apart"};
}

void compare(const Programme& before, const Programme& after, std::vector<Difference>& out) {
  const auto where =
      Text{"Chương trình ", "Programme "} + quoted(after.title.empty() ? after.id : after.title);
  if (before.title != after.title) {
    out.push_back(
        {"programme-title", where,
         Text{"đổi tên", "renamed"} + from_to(quoted(before.title), quoted(after.title))});
  }
  if (before.repeat != after.repeat || before.gap != after.gap) {
    out.push_back(
        {"programme-repeat", where,
         Text{"đổi số lần phát", "repeats changed"} +
             from_to(repeats(before.repeat, before.gap), repeats(after.repeat, after.gap))});
  }
  if (heard(before) == heard(after)) return;
  const auto gone = items_only_in(before, after);
  const auto come = items_only_in(after, before);
  Text what;
  if (!gone.vi.empty()) what = Text{"bỏ mục ", "items removed: "} + gone;
  if (!come.vi.empty()) {
    if (!what.vi.empty()) what = what + same_in_both("; ");
    what = what + Text{"thêm mục ", "items added: "} + come;
  }
  if (what.vi.empty()) {
    what = {"đổi thứ tự hoặc số lần của các mục", "the order or number of its items changed"};
  }
  out.push_back({"programme-items", where, std::move(what)});
}

void compare(const Slogan& before, const Slogan& after, std::vector<Difference>& out) {
  const auto where = Text{"Khẩu hiệu ", "Slogan "} + quoted(after.text);
  if (before.text != after.text) {
    out.push_back({"slogan-text", where, Text{"trước là ", "was "} + quoted(before.text)});
  }
  const auto look = [](const Slogan& slogan) {
    return same_in_both(fmt::format("{} {} {}", slogan.colour, slogan.effect, slogan.speed));
  };
  if (look(before) != look(after)) {
    out.push_back({"slogan-look", where,
                   Text{"đổi cách hiện", "look changed"} + from_to(look(before), look(after))});
  }
}

// Goes through both lists by id: `only` for what one side has, compare() for what both have.
template <class T, class Only>
void by_id(const std::vector<T>& before, const std::vector<T>& after, std::vector<Difference>& out,
           Only only) {
  for (const auto& old : before) {
    const auto found = std::ranges::find(after, old.id, &T::id);
    found == after.end() ? only(old, false) : compare(old, *found, out);
  }
  for (const auto& now : after) {
    if (std::ranges::find(before, now.id, &T::id) == before.end()) only(now, true);
  }
}

}  // namespace

void programme_differences(const Sides& sides, std::vector<Difference>& out) {
  by_id(sides.before.programmes, sides.after.programmes, out,
        [&](const Programme& programme, bool added) {
          const auto name = quoted(programme.title.empty() ? programme.id : programme.title);
          out.push_back({added ? "programme-added" : "programme-removed",
                         Text{"Chương trình ", "Programme "} + name,
                         added ? Text{"thêm mới", "added"} : Text{"không còn", "removed"}});
        });
}

void slogan_differences(const Sides& sides, std::vector<Difference>& out) {
  by_id(sides.before.slogans, sides.after.slogans, out, [&](const Slogan& slogan, bool added) {
    out.push_back({added ? "slogan-added" : "slogan-removed",
                   Text{"Khẩu hiệu ", "Slogan "} + quoted(slogan.text),
                   added ? Text{"thêm mới", "added"} : Text{"không còn", "removed"}});
  });
}

}  // namespace loa::schedules::diff
