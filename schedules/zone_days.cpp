// Time zones by Howard Hinnant's date/tz.
#include "schedules/zone_days.h"

namespace loa::schedules {
namespace {

// No transition moves the clocks by more than a day: this far from one, a civil time is unique.
constexpr std::chrono::hours kClear{26};

}  // namespace

const date::sys_info& ZoneDays::info_at(date::sys_seconds absolute) {
  if (!known_ || absolute < info_.begin || absolute >= info_.end) {
    info_ = zone_->get_info(absolute);
    known_ = true;
  }
  return info_;
}

date::sys_seconds ZoneDays::absolute(date::local_seconds civil) {
  if (known_) {
    const date::sys_seconds guess(civil.time_since_epoch() - info_.offset);
    if (guess - kClear > info_.begin && guess + kClear < info_.end) return guess;
  }
  const auto info = zone_->get_info(civil);
  info_ = info.first;
  known_ = true;
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return date::sys_seconds(civil.time_since_epoch() - info.first.offset);
}

bool ZoneDays::skipped(date::local_days day) {
  const date::local_seconds midnight(day);
  const auto info = zone_->get_info(midnight);
  if (info.result != date::local_info::nonexistent) return false;
  const date::local_seconds resumes((info.first.end + info.second.offset).time_since_epoch());
  return resumes >= midnight + date::days(1);
}

std::optional<date::sys_seconds> ZoneDays::even_midnight(date::local_days day) {
  const date::local_seconds midnight(day);
  // Noon in UTC is a time near enough to find out which offset the day has.
  const auto& info =
      info_at(date::sys_seconds(midnight.time_since_epoch()) + std::chrono::hours(12));
  const date::sys_seconds start(midnight.time_since_epoch() - info.offset);
  if (start - kClear <= info.begin || start + date::days(1) + kClear >= info.end) {
    return std::nullopt;
  }
  return start;
}

date::local_seconds ZoneDays::civil(date::sys_seconds absolute) {
  return date::local_seconds((absolute + info_at(absolute).offset).time_since_epoch());
}

}  // namespace loa::schedules
