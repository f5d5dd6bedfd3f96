// Slots that sound at the same civil time. Every kind of day is looked at once: the seven weekdays,
// and each exception with its neighbours; what began the day before reaches in over midnight. Two
// of level 2 are no error: the commune decides their order (docs/arbiter.md).
#include <fmt/format.h>

#include <array>
#include <set>

#include "schedules/effective_day.h"
#include "schedules/notation.h"
#include "schedules/reader.h"
#include "schedules/sessions.h"

namespace loa::schedules::reader {
namespace {

// A slot's time relative to the midnight that begins the day under view.
struct Span {
  const Slot* slot;
  Seconds start;
  Seconds end;
};

class OverlapCheck {
 public:
  OverlapCheck(const WeeklySchedule& schedule, base::Problems& problems)
      : schedule_(schedule), problems_(problems), days_(schedule), paths_(slot_paths(schedule)) {}

  void run() {
    std::array<bool, 7> seen{};
    for (auto day = schedule_.valid_from; day <= schedule_.valid_to; day += date::days(1)) {
      const bool usual = !days_.is_exception(day) && !days_.is_exception(day - date::days(1));
      auto& known = seen[date::weekday(day).c_encoding()];
      if (usual && known) continue;
      // Nothing reaches into the first day, so it does not stand for its weekday.
      known = known || (usual && day != schedule_.valid_from);
      look_at(day, usual);
    }
  }

 private:
  void look_at(date::local_days day, bool usual) {
    std::vector<const Slot*> scratch;
    std::vector<Span> spans;
    for (const auto* slot : days_.slots_of(day - date::days(1), scratch)) {
      if (slot->start + slot->length <= kDay) continue;
      spans.push_back({slot, slot->start - kDay, slot->start + slot->length - kDay});
    }
    for (const auto* slot : days_.slots_of(day, scratch)) {
      if (slot->length == Seconds(0)) continue;
      spans.push_back({slot, slot->start, slot->start + slot->length});
    }
    sweep(spans, day, usual);
  }

  // Spans come by start. Against each level, and those of it that go over others, it is enough to
  // know what lasts longest.
  void sweep(const std::vector<Span>& spans, date::local_days day, bool usual) {
    std::array<const Span*, 8> longest{};
    for (const auto& span : spans) {
      for (const auto* other : longest) {
        if (other && other->end > span.start) report(*other, span, day, usual);
      }
      auto& mine = longest[static_cast<std::size_t>(span.slot->level) + (span.slot->over ? 4 : 0)];
      if (!mine || span.end > mine->end) mine = &span;
    }
  }

  void report(const Span& a, const Span& b, date::local_days day, bool usual) {
    // A slot that runs over its own start of the next day is a pair too.
    const auto pair = std::minmax(a.slot, b.slot);
    if (!reported_.insert(pair).second) return;
    const bool in_order = std::tie(a.slot->place.line, a.slot->place.column) <=
                          std::tie(b.slot->place.line, b.slot->place.column);
    const Span& later = in_order ? b : a;
    const Span& earlier = in_order ? a : b;
    const auto kind = kind_of(a, b);
    problems_.push_back({kind.severity, kind.code, later.slot->place, paths_[later.slot],
                         message(later, earlier, kind.verb, day, usual)});
  }

  struct Kind {
    base::Severity severity;
    const char* code;
    base::Text verb;
  };

  // As the arbiter has it: what begins later goes over what plays, if its level lets it.
  static bool goes_over(const Span& a, const Span& b) {
    if (a.slot->over && b.slot->over) return false;
    const Span& above = a.slot->over ? a : b;
    const Span& below = a.slot->over ? b : a;
    return above.slot->over && above.start >= below.start && above.slot->level <= below.slot->level;
  }

  static Kind kind_of(const Span& first, const Span& second) {
    if (goes_over(first, second)) {
      return {base::Severity::warning,
              "slot-over",
              {"trùng giờ với khung (một bên phát đè, bên kia nhỏ tiếng đi)",
               "overlaps the slot (one goes over the other, which is lowered meanwhile)"}};
    }
    const Slot& a = *first.slot;
    const Slot& b = *second.slot;
    if (a.level != b.level) {
      return {base::Severity::warning,
              "slot-preempts",
              {"trùng giờ với khung khác mức (mức cao hơn sẽ chen ngang)",
               "overlaps a slot of another level (the higher one will pre-empt)"}};
    }
    if (a.level == Level::priority) {
      return {base::Severity::warning,
              "priority-collision",
              {"cùng mức ưu tiên và trùng giờ với khung (xã chọn tin nào trước; không chọn thì tin "
               "bắt đầu trước phát hết rồi mới đến tin kia)",
               "is of level 2 like, and overlaps, the slot (the commune chooses which goes first; "
               "otherwise what begins first plays to its end before the other)"}};
    }
    return {base::Severity::error,
            "slot-overlap",
            {"trùng giờ với khung cùng mức", "overlaps the slot of equal level"}};
  }

  static std::string times(const Span& span) {
    return fmt::format("{}–{}", time_of_day_text(span.start + kDay),
                       time_of_day_text(span.end + kDay));
  }

  base::Text message(const Span& later, const Span& earlier, const base::Text& verb,
                     date::local_days day, bool usual) {
    auto when = weekday_name(date::weekday(day));
    if (!usual) {
      when.vi += " " + date_text(day);
      when.en += " " + date_text(day);
    }
    const auto& other = *earlier.slot;
    const auto line = other.place.line;
    const auto path = paths_[&other];
    return {fmt::format("“{}” {} “{}” ({}, dòng {}): {} {} và {}", later.slot->id, verb.vi,
                        other.id, path, line, when.vi, times(later), times(earlier)),
            fmt::format("\"{}\" {} \"{}\" ({}, line {}): {} {} and {}", later.slot->id, verb.en,
                        other.id, path, line, when.en, times(later), times(earlier))};
  }

  const WeeklySchedule& schedule_;
  base::Problems& problems_;
  EffectiveDays days_;
  SlotPaths paths_;
  std::set<std::pair<const Slot*, const Slot*>> reported_;
};

}  // namespace

void check_overlaps(const WeeklySchedule& schedule, base::Problems& problems) {
  OverlapCheck(schedule, problems).run();
}

}  // namespace loa::schedules::reader
