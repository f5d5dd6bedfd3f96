// What the board is to show.
#include <date/tz.h>

#include <algorithm>

#include "daemon/station_impl.h"

namespace loa::daemon {
namespace {

constexpr int kNormal = static_cast<int>(schedules::Level::normal);
constexpr int kEmergency = static_cast<int>(schedules::Level::emergency);

std::optional<base::Wall> absolute(const std::optional<date::local_seconds>& civil,
                                   const date::time_zone& zone) {
  if (!civil) return std::nullopt;
  return base::Wall{zone.to_sys(*civil, date::choose::earliest)};
}

std::optional<base::Wall> earlier(const std::optional<base::Wall>& a,
                                  const std::optional<base::Wall>& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// The slogans with these ids; those that are less urgent than `level` become as urgent. None is
// shown for longer than the week's warrant holds.
void add(std::vector<DueSlogan>& due, const schedules::WeeklySchedule& week,
         const std::vector<std::string>& ids, int level) {
  const date::time_zone& zone = *date::locate_zone(week.zone);
  for (const std::string& id : ids) {
    const schedules::Slogan* slogan = week.slogan(id);
    if (slogan == nullptr) continue;
    due.push_back({*slogan, std::min(static_cast<int>(slogan->level), level),
                   absolute(slogan->from, zone),
                   earlier(absolute(slogan->until, zone), week.warrant.expires)});
  }
}

DueSlogan announced(const std::string& title) {
  DueSlogan due;
  due.slogan.id = "on-air";
  due.slogan.text = title;
  due.slogan.colour = "red";
  due.slogan.effect = "scroll";
  due.level = kEmergency;
  return due;
}

}  // namespace

std::string Station::title_on_board() const {
  const Live* live = impl_->live_in_front(impl_->timers.now());
  if (live == nullptr) return "";
  const bool is_signed = live->source != Source::hand;
  return is_signed || impl_->settings.show_unsigned_titles ? live->subject.title : "";
}

std::vector<DueSlogan> Station::slogans() const {
  const Impl& self = *impl_;
  std::vector<DueSlogan> due;
  const base::Now at = self.timers.now();
  const Live* live = self.live_in_front(at);
  if (live != nullptr && live->slogans.empty() && live->subject.level == kEmergency) {
    if (const auto title = title_on_board(); !title.empty()) due.push_back(announced(title));
  }
  if (!self.timetable || !base::trusted(self.now.quality)) return due;
  // What goes over a bulletin leaves the bulletin's slogans on the board, if it has none itself.
  if (live != nullptr && live->slogans.empty() && self.live_under() != nullptr) {
    live = self.live_under();
  }
  if (live != nullptr && live->week) add(due, *live->week, live->slogans, live->subject.level);
  const date::local_days today = self.timetable->local_day(at.wall);
  if (today < self.week->valid_from || today > self.week->valid_to) return due;
  const std::size_t of_slot = due.size();
  add(due, *self.week, self.week->default_slogans, kNormal);
  if (of_slot == 0) return due;
  for (std::size_t i = of_slot; i < due.size(); ++i) {
    if (due[i].level == kNormal) due[i].level = kNormal + 1;
  }
  return due;
}

}  // namespace loa::daemon
