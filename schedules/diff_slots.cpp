// Slots: which of the two days are the same, and what of them changed.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "schedules/diff_parts.h"
#include "schedules/notation.h"
#include "schedules/policy_hours.h"

namespace loa::schedules::diff {
namespace {

using base::Text;

Text clock(Seconds time) { return same_in_both(time_of_day_text(time)); }

// Names of slogans, as a list in quotes.
Text slogan_names(const WeeklySchedule& schedule, const std::vector<std::string>& ids) {
  if (ids.empty()) return {"không có", "none"};
  Text names;
  for (const auto& id : ids) {
    const auto* slogan = schedule.slogan(id);
    if (!names.vi.empty()) names = names + same_in_both(", ");
    names = names + quoted(slogan == nullptr ? id : slogan->text);
  }
  return names;
}

Text over_name(bool over) {
  return over ? Text{"phát đè", "goes over"} : Text{"không phát đè", "does not go over"};
}

Text cluster_names(const std::vector<std::string>& clusters) {
  if (clusters.empty()) return {"mọi cụm", "all"};
  return same_in_both(fmt::format("{}", fmt::join(clusters, ", ")));
}

Text area_name(const std::string& area) {
  return area.empty() ? Text{"không có", "none"} : quoted(area);
}

// How two of a pair differ, one change for each thing.
class Comparison {
 public:
  Comparison(const Slot& before, const Slot& after, const Sides& sides)
      : before_(before), after_(after), sides_(sides) {}

  std::vector<SlotChange> changes() {
    times();
    contents();
    rules();
    return std::move(changes_);
  }

 private:
  void times() {
    if (before_.start != after_.start) {
      say("slot-moved",
          Text{"đổi giờ", "moved"} + from_to(clock(before_.start), clock(after_.start)));
    }
    if (before_.length != after_.length) {
      say("slot-length", Text{"đổi độ dài", "length changed"} +
                             from_to(length_text(before_.length), length_text(after_.length)));
    }
  }

  void contents() {
    const auto old_name = programme_name(sides_.before, before_.programme);
    const auto new_name = programme_name(sides_.after, after_.programme);
    // A programme that was given another title is told of once, as a programme.
    if (before_.programme != after_.programme) {
      say("slot-programme",
          Text{"đổi chương trình", "programme changed"} +
              (old_name == new_name ? from_to(quoted(before_.programme), quoted(after_.programme))
                                    : from_to(old_name, new_name)));
    }
    if (before_.level != after_.level) {
      say("slot-level", Text{"đổi mức", "level changed"} +
                            from_to(level_name(before_.level), level_name(after_.level)));
    }
    if (before_.area != after_.area) {
      say("slot-area", Text{"đổi lĩnh vực", "area changed"} +
                           from_to(area_name(before_.area), area_name(after_.area)));
    }
    if (before_.slogans != after_.slogans) {
      say("slot-slogans", Text{"đổi khẩu hiệu", "slogans changed"} +
                              from_to(slogan_names(sides_.before, before_.slogans),
                                      slogan_names(sides_.after, after_.slogans)));
    }
  }

  void rules() {
    if (before_.start_rule != after_.start_rule) {
      say("slot-rules", Text{"đổi cách bắt đầu", "start rule changed"} +
                            from_to(same_in_both(to_text(before_.start_rule)),
                                    same_in_both(to_text(after_.start_rule))));
    }
    if (before_.late_rule != after_.late_rule) {
      say("slot-rules", Text{"đổi cách xử lý khi trễ", "late rule changed"} +
                            from_to(same_in_both(to_text(before_.late_rule)),
                                    same_in_both(to_text(after_.late_rule))));
    }
    if (before_.over != after_.over) {
      say("slot-rules", Text{"đổi cách chen vào", "what it does to others changed"} +
                            from_to(over_name(before_.over), over_name(after_.over)));
    }
    if (before_.clusters != after_.clusters) {
      say("slot-clusters",
          Text{"đổi cụm loa", "clusters changed"} +
              from_to(cluster_names(before_.clusters), cluster_names(after_.clusters)));
    }
  }

  void say(const char* code, Text what) {
    changes_.push_back({after_.start, code, std::move(what)});
  }

  const Slot& before_;
  const Slot& after_;
  const Sides& sides_;
  std::vector<SlotChange> changes_;
};

using Slots = std::vector<const Slot*>;

// Takes pairs that agree in `key` out of both lists.
template <class Key>
void pair_by(Slots& before, Slots& after, std::vector<std::pair<const Slot*, const Slot*>>& pairs,
             Key key) {
  std::erase_if(before, [&](const Slot* old) {
    const auto found =
        std::ranges::find_if(after, [&](const Slot* now) { return key(*now) == key(*old); });
    if (found == after.end()) return false;
    pairs.emplace_back(old, *found);
    after.erase(found);
    return true;
  });
}

SlotChange whole(const Slot& slot, const WeeklySchedule& schedule, const char* code,
                 const Text& verb) {
  const auto end = clock((slot.start + slot.length) % kDay);
  return {slot.start, code,
          verb + programme_name(schedule, slot.programme) + Text{" đến ", " until "} + end +
              (slot.level == Level::normal ? Text{}
                                           : Text{", mức ", ", level "} + level_name(slot.level))};
}

}  // namespace

std::vector<SlotChange> slot_changes(const Slots& before, const Slots& after, const Sides& sides) {
  auto gone = before;
  auto come = after;
  std::vector<std::pair<const Slot*, const Slot*>> pairs;
  pair_by(gone, come, pairs, [](const Slot& slot) { return slot.id; });
  pair_by(gone, come, pairs, [](const Slot& slot) { return slot.start; });
  pair_by(gone, come, pairs, [](const Slot& slot) { return slot.programme; });
  std::vector<SlotChange> all;
  for (const auto& [old, now] : pairs) {
    auto some = Comparison(*old, *now, sides).changes();
    std::ranges::move(some, std::back_inserter(all));
  }
  for (const auto* slot : gone) {
    all.push_back(whole(*slot, sides.before, "slot-removed", {"bỏ ", "removed "}));
  }
  for (const auto* slot : come) {
    all.push_back(whole(*slot, sides.after, "slot-added", {"thêm ", "added "}));
  }
  return all;
}

}  // namespace loa::schedules::diff
