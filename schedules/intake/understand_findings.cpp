// What is wrong, or odd, with a week that was understood; each with its place in the file.
#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/understand_plan.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

using std::chrono::minutes;

// Silence that is longer is meant; as long as this it may be a slip.
constexpr Seconds kLongestOddGap = minutes(30);
constexpr date::days kSoon{2};

std::vector<PlanSpan> spans_of(const std::vector<Plan>& plans) {
  std::vector<PlanSpan> spans;
  for (const auto& plan : plans) {
    if (plan.left_out || plan.draft.ends_only || plan.content.left_out) continue;
    for (const auto day : plan.days) {
      const auto length = plan.length[day.c_encoding()];
      if (!length) continue;
      const auto start = kDay * static_cast<int>(in_week(day)) + plan.start;
      spans.push_back({&plan, start, start + *length});
    }
  }
  std::ranges::stable_sort(spans, {}, &PlanSpan::start);
  return spans;
}

std::string times(const PlanSpan& span) {
  return fmt::format("{}–{}", time_of_day_text(span.start), time_of_day_text(span.end));
}

base::Text day_name(const PlanSpan& span) {
  return weekday_name(date::weekday(static_cast<unsigned>((span.start / kDay + 1) % 7)));
}

}  // namespace

void Understanding::tell_overlap(const PlanSpan& span, const PlanSpan& other) {
  const auto level = span.plan->level;
  const bool equal = other.plan->level == level;
  const bool asked = equal && level == Level::priority;
  base::Text then;
  if (asked) {
    then = {"; xã sẽ được hỏi tin nào trước, không chọn thì tin bắt đầu trước phát hết đã",
            "; the commune will be asked which goes first, otherwise what begins first does"};
  } else if (!equal) {
    then = {"; mức cao hơn sẽ chen ngang", "; the higher level will pre-empt"};
  }
  const auto when = day_name(span);
  const auto place = place_key(other.plan->draft.time_place);
  const base::Text text{
      fmt::format("{}: “{}” {} trùng giờ với “{}” {} ({}){}", when.vi, span.plan->words.title,
                  times(span), other.plan->words.title, times(other), place, then.vi),
      fmt::format("{}: \"{}\" {} overlaps \"{}\" {} ({}){}", when.en, span.plan->words.title,
                  times(span), other.plan->words.title, times(other), place, then.en)};
  const auto& at = span.plan->draft.time_place;
  if (asked) return warning("priority-collision", at, text);
  equal ? error("slot-overlap", at, text) : warning("slot-preempts", at, text);
}

void Understanding::find_overlaps() {
  std::set<std::pair<const Plan*, const Plan*>> told;
  std::array<const PlanSpan*, 4> longest{};
  const auto spans = spans_of(plans_);
  for (const auto& span : spans) {
    for (const auto* other : longest) {
      if (other == nullptr || other->end <= span.start) continue;
      if (told.insert({other->plan, span.plan}).second) tell_overlap(span, *other);
    }
    auto& mine = longest[static_cast<std::size_t>(span.plan->level)];
    if (mine == nullptr || span.end > mine->end) mine = &span;
  }
}

void Understanding::find_gaps() {
  std::set<std::pair<const Plan*, const Plan*>> told;
  const PlanSpan* before = nullptr;
  const auto spans = spans_of(plans_);
  for (const auto& span : spans) {
    if (before != nullptr && span.start > before->end &&
        span.start - before->end <= kLongestOddGap &&
        told.insert({before->plan, span.plan}).second) {
      const auto silent = std::chrono::ceil<minutes>(span.start - before->end).count();
      warning("slot-gap", span.plan->draft.time_place,
              {fmt::format("{}: im lặng {} phút giữa “{}” (hết {}) và “{}” ({})", day_name(span).vi,
                           silent, before->plan->words.title, time_of_day_text(before->end),
                           span.plan->words.title, time_of_day_text(span.start)),
               fmt::format("{}: {} minutes of silence between \"{}\" (ends {}) and \"{}\" ({})",
                           day_name(span).en, silent, before->plan->words.title,
                           time_of_day_text(before->end), span.plan->words.title,
                           time_of_day_text(span.start))});
    }
    if (before == nullptr || span.end > before->end) before = &span;
  }
}

void Understanding::find_short_slots() {
  for (const auto& plan : plans_) {
    const auto* programme = contents_.programme(plan.content.programme);
    const auto need = programme ? library_.length_of(*programme) : std::nullopt;
    if (!need) continue;
    for (const auto day : plan.days) {
      const auto length = plan.length[day.c_encoding()];
      if (!length || *length >= *need) continue;
      const auto shown = [](Seconds time) {
        return fmt::format("{}:{:02}", time.count() / 60, time.count() % 60);
      };
      warning("content-longer", plan.draft.time_place,
              {fmt::format("“{}” dài {} (phút:giây) mà khung giờ chỉ có {}: sẽ bị cắt",
                           plan.words.title, shown(*need), shown(*length)),
               fmt::format("\"{}\" lasts {} (minutes:seconds), its slot only {}: it will be cut",
                           plan.words.title, shown(*need), shown(*length))});
      break;
    }
  }
}

void Understanding::find_missing_media() {
  if (!library_.knows_media()) return;
  std::set<std::string> told;
  for (const auto& plan : plans_) {
    const auto* programme = contents_.programme(plan.content.programme);
    if (programme == nullptr || plan.content.left_out) continue;
    for (const auto& item : programme->items) {
      const auto* audio = std::get_if<AudioFile>(&item.source);
      if (audio == nullptr || library_.is_known_media(audio->path)) continue;
      if (!told.insert(audio->path).second) continue;
      const auto& place =
          plan.draft.content.empty() ? plan.draft.time_place : plan.draft.content.front().place;
      warning("media-missing", place,
              {fmt::format("chưa có tệp “{}” trong thư mục âm thanh", audio->path),
               fmt::format("there is no file \"{}\" in the media folder yet", audio->path)});
    }
  }
}

void Understanding::find_end_of_week() {
  if (!to_ || context_.today == date::local_days{}) return;
  if (*to_ < context_.today) {
    warning("week-past", {context_.file},
            {fmt::format("lịch này đã hết hạn từ ngày {}", date_text(*to_)),
             fmt::format("this schedule ended on {}", date_text(*to_))});
  } else if (*to_ < context_.today + kSoon) {
    warning("week-ends-soon", {context_.file},
            {fmt::format("lịch này chỉ còn đến hết ngày {}", date_text(*to_)),
             fmt::format("this schedule ends soon, on {}", date_text(*to_))});
  }
}

}  // namespace loa::schedules::intake
