// What the library's findings mean: loudness to gain, missing media to warnings.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "daemon/media_library.h"

namespace loa::daemon {
namespace {

constexpr double kMostDecibels = 12.0;
constexpr double kMostLimited = 8.0;

// What to say of an item that will not sound as it is written.
struct Finding {
  std::string code;
  base::Text sentence;
};

std::optional<Finding> finding_of(const Media& media) {
  if (const auto* ready = std::get_if<ReadyMedia>(&media)) {
    if (!ready->damage) return std::nullopt;
    return Finding{"media-damaged", *ready->damage};
  }
  const auto& missing = std::get<MissingMedia>(media);
  if (missing.code == "not-ready") {
    return Finding{missing.code,
                   {"chưa kiểm tra xong âm thanh của mục này; đài kiểm tra tiếp sau khi nhận lịch",
                    "this item's sound has not been checked yet; the station goes on checking"}};
  }
  return Finding{
      missing.code,
      {missing.message.vi + " Đến giờ, mục này sẽ bị bỏ qua và ghi vào nhật ký.",
       missing.message.en + " When its time comes it is left out, and the record says so."}};
}

void look_for(const schedules::Item& item, const std::string& field, Library& library,
              base::Problems& problems) {
  auto finding = finding_of(library.find(item));
  if (!finding) return;
  problems.push_back({base::Severity::warning, std::move(finding->code), item.place, field,
                      std::move(finding->sentence)});
}

}  // namespace

float gain_for(const audio::MediaInfo& info, const Loudness& loudness) {
  if (!std::isfinite(info.loudness_lufs)) return 1.0F;
  double decibels =
      std::clamp(loudness.target_lufs - info.loudness_lufs, -kMostDecibels, kMostDecibels);
  if (info.true_peak > 0) {
    const double peak = 20 * std::log10(info.true_peak);
    decibels = std::min(decibels, loudness.ceiling_dbtp + kMostLimited - peak);
  }
  return static_cast<float>(std::pow(10.0, decibels / 20.0));
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
