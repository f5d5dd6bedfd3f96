// The week put together from what has been decided.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "schedules/intake/understand_plan.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

// What must be equal for slots of several days to be one.
auto key_of(const Slot& slot) {
  return std::tuple(slot.start, slot.length, slot.programme, slot.level, to_text(slot.start_rule),
                    to_text(slot.late_rule), slot.over, slot.clusters, slot.slogans, slot.area);
}

Slot slot_of(const Plan& plan, Seconds length) {
  Slot slot;
  slot.start = plan.start;
  slot.length = length;
  slot.programme = plan.content.programme;
  slot.level = plan.level;
  slot.start_rule = plan.start_rule;
  slot.late_rule = plan.late_rule;
  slot.over = plan.over;
  slot.clusters = plan.clusters;
  slot.slogans = plan.slogans;
  slot.area = plan.area;
  slot.place = plan.draft.time_place;
  return slot;
}

}  // namespace

std::string Understanding::slot_id(const WeekdaySlot& slot,
                                   std::array<std::set<std::string>, 7>& used) const {
  const auto is_free = [&](const std::string& id) {
    return std::ranges::none_of(
        slot.days, [&](date::weekday day) { return used[day.c_encoding()].contains(id); });
  };
  auto base = "s" + time_of_day_text(slot.slot.start);
  std::erase(base, ':');
  if (context_.templates) {
    for (const auto& last : context_.templates->slots) {
      const bool same =
          last.slot.start == slot.slot.start && last.slot.programme == slot.slot.programme;
      if (same && is_free(last.slot.id)) return last.slot.id;
    }
  }
  auto id = base;
  for (int n = 2; !is_free(id); ++n) id = fmt::format("{}-{}", base, n);
  return id;
}

void Understanding::add_slots(WeeklySchedule& week) {
  std::map<decltype(key_of(Slot{})), WeekdaySlot> merged;
  std::map<decltype(key_of(Slot{})), std::vector<WeekdaySlot>> placed;
  for (const auto& plan : plans_) {
    if (plan.left_out || plan.draft.ends_only || plan.content.left_out) continue;
    for (const auto day : plan.days) {
      const auto slot = slot_of(plan, *plan.length[day.c_encoding()]);
      auto& one = merged.try_emplace(key_of(slot), WeekdaySlot{{}, slot}).first->second;
      if (std::ranges::find(one.days, day) != one.days.end()) continue;
      one.days.push_back(day);
      placed[key_of(slot)].push_back({{day}, slot});
    }
  }
  for (auto& [key, one] : merged) {
    std::ranges::sort(one.days, {}, in_week);
    week.slots.push_back(std::move(one));
  }
  std::ranges::stable_sort(week.slots, {}, [](const WeekdaySlot& slot) {
    return std::tuple(slot.slot.start, in_week(slot.days.front()), slot.slot.level);
  });
  std::array<std::set<std::string>, 7> used;
  for (auto& slot : week.slots) {
    slot.slot.id = slot_id(slot, used);
    for (const auto day : slot.days) used[day.c_encoding()].insert(slot.slot.id);
    for (auto& one : placed[key_of(slot.slot)]) {
      one.slot.id = slot.slot.id;
      placed_.push_back(std::move(one));
    }
  }
}

// A relay lasts as long as the longest slot that plays it.
void Understanding::bound_relays(WeeklySchedule& week) const {
  std::map<std::string, Seconds> longest;
  for (const auto& slot : week.slots) {
    auto& length = longest[slot.slot.programme];
    length = std::max(length, slot.slot.length);
  }
  for (auto& programme : week.programmes) {
    for (auto& item : programme.items) {
      auto* relay = std::get_if<Relay>(&item.source);
      if (relay != nullptr && relay->duration == Seconds(0))
        relay->duration = longest[programme.id];
    }
  }
}

std::shared_ptr<WeeklySchedule> Understanding::assembled() {
  auto week = std::make_shared<WeeklySchedule>();
  const auto* last = context_.templates.get();
  week->id = last ? last->id : fmt::format("tuan-{}", date::format("%Y%m%d", *from_));
  week->version = last ? last->version + 1 : 1;
  week->title = fmt::format("Lịch phát thanh {} – {}", day_text(*from_), day_text(*to_));
  week->zone = context_.zone;
  week->valid_from = *from_;
  week->valid_to = *to_;
  if (last) {
    week->slogans = last->slogans;
    week->default_slogans = last->default_slogans;
  }
  week->slogans.insert(week->slogans.end(), slogans_.begin(), slogans_.end());
  add_slots(*week);
  for (const auto& programme : contents_.programmes()) {
    const bool used = std::ranges::any_of(
        week->slots, [&](const WeekdaySlot& slot) { return slot.slot.programme == programme.id; });
    if (used) week->programmes.push_back(programme);
  }
  bound_relays(*week);
  return week;
}

}  // namespace loa::schedules::intake
