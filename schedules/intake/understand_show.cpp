// What the operator is shown of what was understood.
#include <algorithm>

#include "schedules/intake/understand_plan.h"

namespace loa::schedules::intake {
namespace {

UnderstoodSlot shown(const Plan& plan) {
  UnderstoodSlot slot;
  slot.day_place = plan.draft.day_place;
  slot.day_inferred = plan.draft.day_carried;
  slot.start = plan.start;
  slot.start_place = plan.draft.time_place;
  slot.start_inferred = plan.start_inferred;
  slot.title = plan.words.title;
  if (!plan.draft.content.empty()) slot.title_place = plan.draft.content.front().place;
  slot.programme = plan.content.programme;
  slot.content = plan.content.text;
  slot.level = plan.level;
  slot.repeat = plan.words.repeat;
  return slot;
}

base::Place end_place(const Plan& plan, EndFrom from) {
  if (from == EndFrom::said) return plan.draft.end_place;
  if (from == EndFrom::said_length) {
    return plan.draft.length ? plan.draft.length_place : plan.draft.content.front().place;
  }
  return {};
}

}  // namespace

// A plan is shown in one line for each way in which it ends.
void Understanding::show_slots() {
  for (const auto& plan : plans_) {
    if (plan.left_out || plan.draft.ends_only || plan.content.left_out) continue;
    std::vector<UnderstoodSlot> lines;
    for (const auto day : plan.days) {
      const auto length = plan.length[day.c_encoding()];
      const auto from = plan.end_from[day.c_encoding()];
      const auto same = std::ranges::find_if(lines, [&](const UnderstoodSlot& line) {
        return line.length == length && line.end_from == from;
      });
      if (same != lines.end()) {
        same->days.push_back(day);
        continue;
      }
      auto line = shown(plan);
      line.days.push_back(day);
      line.length = length;
      line.end_from = from;
      line.end_place = end_place(plan, from);
      lines.push_back(std::move(line));
    }
    if (plan.days.empty()) lines.push_back(shown(plan));
    result_.slots.insert(result_.slots.end(), lines.begin(), lines.end());
  }
  const auto order = [](const UnderstoodSlot& slot) {
    return std::pair(slot.days.empty() ? std::size_t{0} : in_week(slot.days.front()), slot.start);
  };
  std::ranges::stable_sort(result_.slots, {}, order);
}

void Understanding::list_media() {
  for (const auto& programme : contents_.programmes()) {
    for (const auto& item : programme.items) {
      const auto* audio = std::get_if<AudioFile>(&item.source);
      if (audio == nullptr) continue;
      auto& media = result_.media;
      if (std::ranges::find(media, audio->path) == media.end()) media.push_back(audio->path);
    }
  }
}

}  // namespace loa::schedules::intake
