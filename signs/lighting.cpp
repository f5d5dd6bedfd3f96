// Brightness by the hour.
#include "signs/lighting.h"

#include <algorithm>

namespace loa::signs {
namespace {

constexpr base::Duration kDay = std::chrono::hours{24};

base::Duration since_midnight(LocalTime time) {
  return time - std::chrono::floor<std::chrono::days>(time);
}

std::int64_t light_of(Colour colour) { return colour.r() + colour.g() + colour.b(); }

// The share of all light that the board could give, 0..1.
double lit_share(const Bitmap& picture, Palette palette) {
  std::int64_t sum = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (const Colour colour : picture.row(y)) sum += light_of(colour);
  }
  const int channels = palette == Palette::one ? 1 : palette == Palette::red_green ? 2 : 3;
  const double most = 255.0 * channels * picture.width() * picture.height();
  return most > 0 ? static_cast<double>(sum) / most : 0;
}

}  // namespace

int Lighting::percent(const Moment& now) const {
  if (hours.empty() || !now.civil) return cap;
  const auto time = since_midnight(*now.civil);
  const auto after =
      std::upper_bound(hours.begin(), hours.end(), time,
                       [](base::Duration value, const LightHours& h) { return value < h.from; });
  const LightHours& current = after == hours.begin() ? hours.back() : *std::prev(after);
  return std::min(current.percent, cap);
}

int Lighting::within_power(int percent, const Bitmap& picture, Palette palette) const {
  const double share = lit_share(picture, palette);
  if (percent == 0 || !limits_power() || share <= 0) return percent;
  const double most = std::min(100 * most_watts / (full_watts * share), 100.0);
  return std::clamp(static_cast<int>(most), 1, percent);
}

std::optional<base::Steady> Lighting::next_change(const Moment& now) const {
  if (hours.empty() || !now.civil) return std::nullopt;
  const auto time = since_midnight(*now.civil);
  for (const LightHours& h : hours) {
    if (h.from > time) return now.steady + (h.from - time);
  }
  return now.steady + (kDay - time + hours.front().from);
}

Bitmap brightest_window(const Bitmap& strip, int width) {
  std::vector<std::int64_t> columns(static_cast<std::size_t>(strip.width()));
  for (int y = 0; y < strip.height(); ++y) {
    std::transform(columns.begin(), columns.end(), strip.row(y).begin(), columns.begin(),
                   [](std::int64_t sum, Colour colour) { return sum + light_of(colour); });
  }
  const auto size = std::min(columns.size(), static_cast<std::size_t>(width));
  std::int64_t sum = 0;
  std::int64_t most = -1;
  std::size_t best = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    sum += columns[i] - (i >= size ? columns[i - size] : 0);
    if (sum <= most) continue;
    most = sum;
    best = i + 1 - std::min(i + 1, size);
  }
  return strip.window(static_cast<int>(best), width);
}

}  // namespace loa::signs
