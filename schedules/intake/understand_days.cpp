// Days of the week and dates come to one week.
#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/understand_plan.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

constexpr date::days kWeek{7};
constexpr date::days kLongestSpan{366};

date::local_days day_of(const DateWord& word) {
  return date::local_days(date::year(word.year) / word.month / word.day);
}

// The year that brings the date nearest to `reference`.
int nearest_year(const DateWord& word, date::local_days reference) {
  const int middle = year_of(reference);
  int best = middle;
  for (const int year : {middle - 1, middle + 1}) {
    const auto apart = [&](int y) {
      return std::abs((day_of({word.day, word.month, y}) - reference).count());
    };
    if (apart(year) < apart(best)) best = year;
  }
  return best;
}

Choice week_choice(date::local_days monday) {
  return {
      date_text(monday),
      {fmt::format("tuần từ {} đến {}", day_text(monday), day_text(monday + date::days(6))),
       fmt::format("the week of {} to {}", date_text(monday), date_text(monday + date::days(6)))}};
}

}  // namespace

std::string day_text(date::local_days day) {
  const date::year_month_day civil(day);
  return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(civil.day()),
                     static_cast<unsigned>(civil.month()), static_cast<int>(civil.year()));
}

void Understanding::set_years(Drafts& drafts) {
  auto reference = context_.week_of.value_or(context_.today);
  const auto set = [&](DateWord& word) {
    if (word.year == 0) word.year = nearest_year(word, reference);
  };
  if (drafts.week) {
    set(drafts.week->first);
    set(drafts.week->second);
    if (day_of(drafts.week->second) < day_of(drafts.week->first)) {
      drafts.week->second.year = drafts.week->first.year + 1;
    }
    reference = day_of(drafts.week->first);
  }
  for (auto& draft : drafts.drafts) {
    for (auto& day : draft.days) {
      if (day.date) set(*day.date);
    }
  }
}

std::optional<date::local_days> Understanding::asked_week(std::vector<date::local_days> choices,
                                                          bool dated) {
  Question question{"week", {context_.file}, {}, {}};
  question.text = dated
                      ? base::Text{"lịch này lên cho tuần nào?", "which week is this schedule for?"}
                      : base::Text{"tệp không ghi tuần nào; lịch này cho tuần nào?",
                                   "the file names no week; which week is it for?"};
  question.form = {"một ngày bất kỳ của tuần đó, như 2026-11-23",
                   "any day of that week, such as 2026-11-23"};
  std::ranges::sort(choices);
  choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
  for (const auto monday : choices) question.choices.push_back(week_choice(monday));
  return asking_.ask<date::local_days>(std::move(question), [](const std::string& value) {
    const auto day = date_from(value);
    return day ? std::optional(monday_of(*day)) : std::nullopt;
  });
}

void Understanding::decide_week(Drafts& drafts) {
  set_years(drafts);
  std::set<date::local_days> mondays;
  for (const auto& draft : drafts.drafts) {
    for (const auto& day : draft.days) {
      if (day.date) mondays.insert(monday_of(day_of(*day.date)));
    }
  }
  const bool span = mondays.empty() && drafts.week.has_value();
  if (span) {
    const auto first = day_of(drafts.week->first);
    const auto last = day_of(drafts.week->second);
    if (last - first >= kWeek && last - first <= kLongestSpan && !context_.week_of) {
      from_ = first;
      to_ = last;
      return;
    }
    mondays.insert(monday_of(first));
  }
  std::optional<date::local_days> monday;
  const auto wanted = context_.week_of ? std::optional(monday_of(*context_.week_of)) : std::nullopt;
  if (mondays.empty()) {
    const auto next = monday_of(context_.today) + kWeek;
    monday = wanted ? wanted : asked_week({next - kWeek, next}, false);
  } else if (wanted && mondays.contains(*wanted)) {
    monday = wanted;
  } else if (mondays.size() == 1 && !wanted) {
    monday = *mondays.begin();
  } else {
    std::vector<date::local_days> choices(mondays.begin(), mondays.end());
    if (wanted) choices.push_back(*wanted);
    monday = asked_week(choices, true);
  }
  if (!monday) return;
  from_ = monday;
  to_ = *monday + date::days(6);
  several_weeks_ = mondays.size() > 1 && mondays.contains(*monday);
}

std::optional<date::weekday> Understanding::one_day(const DayWord& word, const Plan& plan) {
  if (!word.date) return word.weekday;
  const auto day = day_of(*word.date);
  const auto of_date = date::weekday(day);
  if (several_weeks_ && (day < *from_ || day > *to_)) {
    ++outside_;
    return std::nullopt;
  }
  if (!word.weekday || *word.weekday == of_date) return of_date;
  const auto said = weekday_name(*word.weekday);
  const auto real = weekday_name(of_date);
  Question question{
      "day-date",
      plan.draft.day_place,
      {fmt::format("ghi là {} nhưng ngày {} là {}; theo bên nào?", said.vi, day_text(day), real.vi),
       fmt::format("it says {}, but {} is a {}; which is right?", said.en, date_text(day),
                   real.en)},
      {{weekday_text(*word.weekday), said}, {weekday_text(of_date), real}}};
  const auto answer = asking_.ask_choice(std::move(question));
  return answer ? weekday_from(*answer) : std::nullopt;
}

void Understanding::set_undated(Plan& plan) {
  Question question{"days",
                    {context_.file},
                    {"tệp không ghi ngày nào trong tuần; lịch này phát những ngày nào?",
                     "the file names no days; on which days is this schedule for?"},
                    {{"T2-CN", {"hằng ngày", "every day"}},
                     {"T2-T6", {"thứ Hai đến thứ Sáu", "Monday to Friday"}}}};
  question.form = {"các ngày như T2, T4, T6", "days such as T2, T4, T6"};
  const bool asked =
      std::ranges::any_of(plans_, [](const Plan& one) { return one.draft.days.empty(); });
  // One question for all of them; its answer goes for each.
  static constexpr auto read = [](const std::string& value) -> std::optional<std::vector<DayWord>> {
    const auto reading = days_at(plain_text(value));
    if (reading.heard != Heard::good) return std::nullopt;
    return reading.days;
  };
  if (asked) {
    const auto first =
        std::ranges::find_if(plans_, [](const Plan& one) { return one.draft.days.empty(); });
    plan.days = first->days;
    return;
  }
  const auto days = asking_.ask<std::vector<DayWord>>(std::move(question), read);
  if (!days) return;
  for (const auto& day : *days) {
    if (day.weekday) plan.days.push_back(*day.weekday);
  }
}

void Understanding::set_days(Plan& plan) {
  if (plan.draft.days.empty()) {
    set_undated(plan);
  } else {
    const auto before = outside_;
    for (const auto& word : plan.draft.days) {
      if (const auto day = one_day(word, plan)) plan.days.push_back(*day);
    }
    plan.left_out = plan.days.empty() && outside_ > before;
  }
  std::ranges::sort(plan.days, {}, in_week);
  plan.days.erase(std::unique(plan.days.begin(), plan.days.end()), plan.days.end());
}

}  // namespace loa::schedules::intake
