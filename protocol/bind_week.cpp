#include "protocol/bind_week.h"

#include <fmt/format.h>

namespace loa::protocol {
namespace {

using schedules::Level;
using schedules::Slot;
using schedules::WeeklySchedule;

void bind_media(WeeklySchedule& week, const trust::SignedWeek& said, base::Problems& problems) {
  if (said.any_media) return;
  for (auto& programme : week.programmes) {
    for (auto& item : programme.items) {
      auto* audio = schedules::audio_file_of(item);
      if (audio == nullptr) continue;
      const auto found = said.media.find(audio->path);
      if (found != said.media.end()) {
        audio->sha256 = base::to_hex(found->second.hash);
        audio->bytes = found->second.bytes;
        continue;
      }
      problems.push_back({base::Severity::error,
                          "media-unsigned",
                          item.place,
                          "audio",
                          {fmt::format("người ký lịch chưa ký tệp {}", audio->path),
                           fmt::format("{} was not signed with the week", audio->path)}});
    }
  }
}

class LevelCheck {
 public:
  LevelCheck(int most_urgent, base::Problems& problems)
      : most_urgent_(most_urgent), problems_(problems) {}

  void look_at(Level level, const base::Place& place, const std::string& id) {
    if (static_cast<int>(level) >= most_urgent_) return;
    problems_.push_back(
        {base::Severity::error,
         "level-not-allowed",
         place,
         id + ".level",
         {fmt::format("người ký chỉ được dùng từ cấp {} trở xuống", most_urgent_),
          fmt::format("its signer may use level {} or less urgent ones only", most_urgent_)}});
  }

 private:
  int most_urgent_;
  base::Problems& problems_;
};

void check_levels(const WeeklySchedule& week, int most_urgent, base::Problems& problems) {
  LevelCheck check(most_urgent, problems);
  for (const auto& one : week.slots) check.look_at(one.slot.level, one.slot.place, one.slot.id);
  for (const auto& exception : week.exceptions) {
    for (const Slot& slot : exception.add) check.look_at(slot.level, slot.place, slot.id);
  }
  for (const auto& slogan : week.slogans) check.look_at(slogan.level, slogan.place, slogan.id);
}

}  // namespace

schedules::ReadSchedule bind_week(const trust::Authorised& authorised, std::string_view bundle,
                                  const std::string& file) {
  auto read = schedules::read_schedule(authorised.week, file);
  if (!read.schedule) return read;
  auto week = std::make_shared<WeeklySchedule>(*read.schedule);
  read.schedule = nullptr;
  bind_media(*week, authorised.said, read.problems);
  check_levels(*week, authorised.most_urgent, read.problems);
  week->warrant = {fmt::format("{}.{}", authorised.programme, authorised.version),
                   std::string(bundle), authorised.expires, authorised.fresh_until};
  if (!base::has_errors(read.problems)) read.schedule = std::move(week);
  return read;
}

}  // namespace loa::protocol
