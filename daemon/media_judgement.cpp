// What the library's findings mean: loudness to gain, missing media to warnings.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audio/level_meter.h"
#include "daemon/media_library.h"

namespace loa::daemon {
namespace {

constexpr double kMostDecibels = 12.0;
constexpr double kMostLimited = 8.0;

// What to say of it to somebody who hands in a week.
base::Text sentence_for(const Media& media, const MissingMedia& shortcoming) {
  if (std::holds_alternative<ReadyMedia>(media)) return shortcoming.message;
  if (shortcoming.code == "not-ready") {
    return {"chưa kiểm tra xong âm thanh của mục này; đài kiểm tra tiếp sau khi nhận lịch",
            "this item's sound has not been checked yet; the station goes on checking"};
  }
  return {shortcoming.message.vi + " Đến giờ, mục này sẽ bị bỏ qua và ghi vào nhật ký.",
          shortcoming.message.en + " When its time comes it is left out, and the record says so."};
}

void look_for(const schedules::Item& item, const std::string& field, Library& library,
              base::Problems& problems) {
  const Media media = library.find(item);
  const auto shortcoming = shortcoming_of(media);
  if (!shortcoming) return;
  problems.push_back({base::Severity::warning, shortcoming->code, item.place, field,
                      sentence_for(media, *shortcoming)});
}

}  // namespace

float gain_for(const audio::MediaInfo& info, const Loudness& loudness) {
  if (!std::isfinite(info.loudness_lufs)) return 1.0F;
  double decibels =
      std::clamp(loudness.target_lufs - info.loudness_lufs, -kMostDecibels, kMostDecibels);
  if (info.true_peak > 0) {
    const double peak = audio::decibels(info.true_peak);
    decibels = std::min(decibels, loudness.ceiling_dbtp + kMostLimited - peak);
  }
  return static_cast<float>(audio::amplitude(decibels));
}

std::optional<MissingMedia> shortcoming_of(const Media& media) {
  if (const auto* missing = std::get_if<MissingMedia>(&media)) return *missing;
  const auto& damage = std::get<ReadyMedia>(media).damage;
  return damage ? std::optional(MissingMedia{"media-damaged", *damage}) : std::nullopt;
}

std::vector<schedules::Item> stand_ins_of(const schedules::Item& item) {
  std::vector<schedules::Item> all;
  const auto* relay = std::get_if<schedules::Relay>(&item.source);
  if (relay == nullptr) return all;
  if (relay->stand_in)
    all.push_back({.source = *relay->stand_in, .title = {}, .place = item.place});
  all.push_back({.source = schedules::Chime{"nhac-hieu"}, .title = {}, .place = item.place});
  return all;
}

std::vector<schedules::Item> all_items(const schedules::WeeklySchedule& schedule) {
  std::vector<schedules::Item> items;
  for (const auto& programme : schedule.programmes) {
    for (const auto& item : programme.items) {
      items.push_back(item);
      for (auto& other : stand_ins_of(item)) items.push_back(std::move(other));
    }
  }
  return items;
}

base::Problems missing_media(const schedules::WeeklySchedule& schedule, Library& library) {
  base::Problems problems;
  for (std::size_t p = 0; p < schedule.programmes.size(); ++p) {
    const auto& items = schedule.programmes[p].items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto field = fmt::format("programmes[{}].items[{}]", p, i);
      look_for(items[i], field, library, problems);
      for (const auto& other : stand_ins_of(items[i])) look_for(other, field, library, problems);
    }
  }
  return problems;
}

}  // namespace loa::daemon
