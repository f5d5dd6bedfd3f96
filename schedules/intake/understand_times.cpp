// When slots start and end.
#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/understand_plan.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Beyond this the next start says nothing about the end of a slot.
constexpr Seconds kLongestInferred = hours(2);

Seconds in_whole_minutes(Seconds length) { return std::chrono::ceil<minutes>(length); }

// "5h30" or "30 phút", as an answer about an end: the length of a slot that starts at `start`.
std::optional<Seconds> length_answered(const std::string& value, Seconds start) {
  const auto plain = plain_text(value);
  const auto length = length_at(plain);
  const auto time = time_at(plain);
  const bool is_time = time.heard == Heard::good && time.length == plain.size();
  if (is_time) {
    auto end = time.start;
    if (end <= start && start >= hours(18) && end <= hours(6)) end += kDay;
    if (end <= start) return std::nullopt;
    return end - start;
  }
  if (length.heard == Heard::good && length.length == plain.size()) return length.value;
  return std::nullopt;
}

}  // namespace

void Understanding::set_start(Plan& plan) {
  auto& draft = plan.draft;
  plan.start = draft.time.start;
  if (fits(draft.session, plan.start)) return;
  const auto part = name_of(draft.session);
  const auto later = plan.start + hours(12);
  const auto written = time_of_day_text(plan.start);
  if (plan.start < hours(12) && fits(draft.session, later) && !draft.time.with_part) {
    Question question{
        "session-time",
        draft.time_place,
        {fmt::format("{} nằm trong {}: là {} hay {}?", written, part.vi, written,
                     time_of_day_text(later)),
         fmt::format("{} stands under {}: is it {} or {}?", written, part.en, written,
                     time_of_day_text(later))},
        {{"nhu-ghi",
          {fmt::format("như đã ghi: {}", written), fmt::format("as written: {}", written)}},
         {"cong-12",
          {fmt::format("{}: {}", part.vi, time_of_day_text(later)),
           fmt::format("{}: {}", part.en, time_of_day_text(later))}}}};
    const auto answer = asking_.ask_choice(std::move(question));
    if (answer == "cong-12") {
      plan.start = later;
      if (draft.end && *draft.end <= hours(12)) draft.end = *draft.end + hours(12);
      plan.start_inferred = true;
    }
    return;
  }
  warning("session-odd", draft.time_place,
          {fmt::format("{} không thuộc {}; giữ giờ như đã ghi", written, part.vi),
           fmt::format("{} is not in the {}; kept as written", written, part.en)});
}

std::optional<Seconds> Understanding::said_length(const Plan& plan, EndFrom& from) {
  const auto& draft = plan.draft;
  if (draft.end) {
    from = EndFrom::said;
    auto end = *draft.end;
    if (end <= plan.start && plan.start >= hours(18) && end <= hours(6)) end += kDay;
    if (end > plan.start) return end - plan.start;
    error("end-before-start", draft.end_place,
          {fmt::format("giờ kết thúc {} không sau giờ bắt đầu {}", time_of_day_text(end),
                       time_of_day_text(plan.start)),
           fmt::format("the end {} is not after the start {}", time_of_day_text(end),
                       time_of_day_text(plan.start))});
    return minutes(1);
  }
  from = EndFrom::said_length;
  return draft.length ? draft.length : plan.words.length;
}

std::optional<Seconds> Understanding::next_start(const Plan& plan, date::weekday day) const {
  const auto& starts = starts_[day.c_encoding()];
  const auto after = starts.upper_bound(plan.start);
  auto next = after == starts.end() ? std::nullopt : std::optional(*after);
  if (plan.draft.row_below) {
    const auto below = *plan.draft.row_below + (plan.start - plan.draft.time.start);
    if (below > plan.start && (!next || below < *next)) next = below;
  }
  return next;
}

void Understanding::infer_end(Plan& plan, date::weekday day) {
  auto& length = plan.length[day.c_encoding()];
  auto& from = plan.end_from[day.c_encoding()];
  const auto next = next_start(plan, day);
  const auto* programme = contents_.programme(plan.content.programme);
  const auto need = programme ? library_.length_of(*programme) : std::nullopt;
  if (need && *need <= kDay) {
    from = EndFrom::content;
    length = in_whole_minutes(*need);
    if (next && *next - plan.start < *length) {
      from = EndFrom::next_start;
      length = *next - plan.start;
    }
    return;
  }
  if (next && *next - plan.start <= kLongestInferred) {
    from = EndFrom::next_start;
    length = *next - plan.start;
    return;
  }
  if (const auto* last = programme ? library_.last_slot_of(programme->id, plan.start) : nullptr) {
    from = EndFrom::last_week;
    length = next ? std::min(last->length, *next - plan.start) : last->length;
  }
}

// One question for all slots of one title and start.
std::optional<Seconds> Understanding::asked_length(const Plan& plan) {
  const std::pair key(plan.words.title, plan.start);
  if (const auto known = asked_lengths_.find(key); known != asked_lengths_.end()) {
    return known->second;
  }
  const auto written = time_of_day_text(plan.start);
  Question question{
      "end",
      plan.draft.content.empty() ? plan.draft.time_place : plan.draft.content.front().place,
      {fmt::format("“{}” lúc {} kết thúc khi nào?", plan.words.title, written),
       fmt::format("when does \"{}\" at {} end?", plan.words.title, written)},
      {},
      {"giờ như 5h30, hoặc thời lượng như “15 phút”",
       "a time such as 5h30, or a length such as \"15 phút\""},
      open_ends_[key]};
  const auto start = plan.start;
  const auto length = asking_.ask<Seconds>(
      std::move(question), [&](const std::string& value) { return length_answered(value, start); });
  asked_lengths_.emplace(key, length);
  return length;
}

void Understanding::ask_end(Plan& plan) {
  // What is still asked about may turn out to have a length.
  if (plan.content.programme.empty() && library_.knows_lengths()) return;
  std::optional<Seconds> length;
  for (const auto day : plan.days) {
    if (plan.length[day.c_encoding()]) continue;
    if (!length) length = asked_length(plan);
    plan.length[day.c_encoding()] = length;
    plan.end_from[day.c_encoding()] = EndFrom::answer;
  }
}

void Understanding::set_end(Plan& plan) {
  EndFrom from{};
  const auto said = said_length(plan, from);
  for (const auto day : plan.days) {
    if (said) {
      plan.length[day.c_encoding()] = said;
      plan.end_from[day.c_encoding()] = from;
    } else {
      infer_end(plan, day);
    }
  }
}

void Understanding::set_ends() {
  const auto is_slot = [](const Plan& plan) {
    return !plan.left_out && !plan.draft.ends_only && !plan.content.left_out;
  };
  for (const auto& plan : plans_) {
    if (plan.left_out) continue;
    for (const auto day : plan.days) starts_[day.c_encoding()].insert(plan.start);
  }
  for (auto& plan : plans_) {
    if (!is_slot(plan)) continue;
    set_end(plan);
    const bool open = std::ranges::any_of(
        plan.days, [&](date::weekday day) { return !plan.length[day.c_encoding()]; });
    if (open) ++open_ends_[{plan.words.title, plan.start}];
  }
  for (auto& plan : plans_) {
    if (is_slot(plan)) ask_end(plan);
  }
}

}  // namespace loa::schedules::intake
