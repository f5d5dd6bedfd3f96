#include "schedules/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "schedules/notation.h"
#include "schedules/policy_hours.h"
#include "schedules/sessions.h"

namespace loa::schedules {
namespace {

using base::Duration;

// More than this between two slots is meant.
constexpr Seconds kSmallGap{120};
// Content that is longer by less than this is cut in its fade.
constexpr Seconds kSlack{1};
constexpr date::days kSoon{3};

Duration length_of(const Item& item, const KnownLength& known) {
  const auto* relay = std::get_if<Relay>(&item.source);
  const auto once = relay != nullptr ? std::optional<Duration>(relay->duration) : known(item);
  if (!once) return Duration{0};
  return *once * item.repeat + Duration(item.gap) * (item.repeat - 1);
}

Duration length_of(const Programme& programme, const KnownLength& known) {
  Duration once{0};
  Duration opening{0};
  for (const auto& item : programme.items) {
    if (item.part == Part::opening) opening += length_of(item, known);
    if (item.part == Part::body) once += length_of(item, known);
  }
  // The closing takes what is left of its slot.
  return opening + once * programme.repeat + Duration(programme.gap) * (programme.repeat - 1);
}

class Findings {
 public:
  Findings(const WeeklySchedule& schedule, const KnownLength& known)
      : schedule_(schedule), known_(known), paths_(slot_paths(schedule)) {}

  base::Problems run(std::optional<date::local_days> today) {
    for (const auto& programme : schedule_.programmes) {
      lengths_[programme.id] = length_of(programme, known_);
    }
    for (const auto& weekly : schedule_.slots) look_at(weekly.slot);
    for (const auto& exception : schedule_.exceptions) {
      for (const auto& slot : exception.add) look_at(slot);
    }
    for (unsigned day = 0; day < 7; ++day) look_for_gaps(date::weekday(day));
    if (today) look_at_end(*today);
    return std::move(problems_);
  }

 private:
  void look_at(const Slot& slot) {
    const auto content = std::chrono::floor<Seconds>(lengths_[slot.programme]);
    if (content <= slot.length + kSlack) return;
    const auto is = length_text(content);
    const auto has = length_text(slot.length);
    report(
        "slot-short", slot,
        {fmt::format("“{}” dài {} mà nội dung dài {}: phần sau sẽ bị cắt", slot.id, has.vi, is.vi),
         fmt::format("\"{}\" lasts {} but its content {}: the rest will be cut", slot.id, has.en,
                     is.en)});
  }

  void look_for_gaps(date::weekday day) {
    std::vector<const Slot*> slots;
    for (const auto& weekly : schedule_.slots) {
      if (std::ranges::find(weekly.days, day) != weekly.days.end()) slots.push_back(&weekly.slot);
    }
    std::ranges::sort(slots, {}, [](const Slot* slot) { return slot->start; });
    Seconds end{0};
    const Slot* before = nullptr;
    for (const auto* slot : slots) {
      const auto gap = slot->start - end;
      if (before != nullptr && gap > Seconds(0) && gap <= kSmallGap) tell_gap(*before, *slot, gap);
      if (before == nullptr || slot->start + slot->length > end) {
        end = slot->start + slot->length;
        before = slot;
      }
    }
  }

  void tell_gap(const Slot& before, const Slot& after, Seconds gap) {
    if (!told_.insert({&before, &after}).second) return;
    const auto length = length_text(gap);
    report("slot-gap", after,
           {fmt::format("giữa “{}” và “{}” hở {}: có phải ghi nhầm giờ?", before.id, after.id,
                        length.vi),
            fmt::format("there is a gap of {} between \"{}\" and \"{}\": is a time wrong?",
                        length.en, before.id, after.id)});
  }

  void look_at_end(date::local_days today) {
    const auto left = schedule_.valid_to - today;
    if (left >= kSoon) return;
    const auto last = date_text(schedule_.valid_to);
    base::Problem problem{base::Severity::warning, "schedule-ending", {}, "valid.to", {}};
    problem.message = {fmt::format("lịch chỉ đến hết ngày {}; hãy chuẩn bị lịch mới", last),
                       fmt::format("the schedule ends on {}; prepare the next one", last)};
    if (left < date::days(0)) {
      problem.code = "schedule-over";
      problem.message = {fmt::format("lịch đã hết hạn ngày {}", last),
                         fmt::format("the schedule ended on {}", last)};
    }
    if (!schedule_.slots.empty()) problem.place.file = schedule_.slots.front().slot.place.file;
    problems_.push_back(std::move(problem));
  }

  void report(std::string code, const Slot& slot, base::Text message) {
    problems_.push_back({base::Severity::warning, std::move(code), slot.place, paths_.at(&slot),
                         std::move(message)});
  }

  const WeeklySchedule& schedule_;
  const KnownLength& known_;
  SlotPaths paths_;
  std::map<std::string, Duration> lengths_;
  std::set<std::pair<const Slot*, const Slot*>> told_;
  base::Problems problems_;
};

}  // namespace

base::Problems likely_mistakes(const WeeklySchedule& schedule, const KnownLength& known,
                               std::optional<date::local_days> today) {
  return Findings(schedule, known).run(today);
}

}  // namespace loa::schedules
