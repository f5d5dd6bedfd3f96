// What the library's findings mean: loudness to gain, missing media to warnings.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "daemon/media_library.h"

namespace loa::daemon {
namespace {

constexpr double kTargetLufs = -16.0;
constexpr double kMostDecibels = 12.0;
constexpr float kPeakCeiling = 0.891F;  // -1 dBFS

base::Text sentence_for(const MissingMedia& missing) {
  if (missing.code == "not-ready") {
    return {"chưa kiểm tra xong âm thanh của mục này; đài kiểm tra tiếp sau khi nhận lịch",
            "this item's sound has not been checked yet; the station goes on checking"};
  }
  return {missing.message.vi + " Đến giờ, mục này sẽ bị bỏ qua và ghi vào nhật ký.",
          missing.message.en + " When its time comes it is left out, and the record says so."};
}

}  // namespace

float gain_for(const audio::MediaInfo& info) {
  if (!std::isfinite(info.loudness_lufs)) return 1.0F;
  const double decibels =
      std::clamp(kTargetLufs - info.loudness_lufs, -kMostDecibels, kMostDecibels);
  const auto gain = static_cast<float>(std::pow(10.0, decibels / 20.0));
  return info.peak > 0 ? std::min(gain, kPeakCeiling / info.peak) : gain;
}

std::vector<schedules::Item> all_items(const schedules::WeeklySchedule& schedule) {
  std::vector<schedules::Item> items;
  for (const auto& programme : schedule.programmes) {
    items.insert(items.end(), programme.items.begin(), programme.items.end());
  }
  return items;
}

base::Problems missing_media(const schedules::WeeklySchedule& schedule, Library& library) {
  base::Problems problems;
  for (std::size_t p = 0; p < schedule.programmes.size(); ++p) {
    const auto& items = schedule.programmes[p].items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto found = library.find(items[i]);
      const auto* missing = std::get_if<MissingMedia>(&found);
      if (missing == nullptr) continue;
      problems.push_back({base::Severity::warning, missing->code, items[i].place,
                          fmt::format("programmes[{}].items[{}]", p, i), sentence_for(*missing)});
    }
  }
  return problems;
}

}  // namespace loa::daemon
