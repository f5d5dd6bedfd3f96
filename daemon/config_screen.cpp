#include "daemon/config_screen.h"

#include <algorithm>

#include "schedules/notation.h"

namespace loa::daemon {
namespace {

constexpr std::size_t kMostZones = 8;
constexpr std::size_t kMostHours = 24;
constexpr double kMostWatts = 100'000;

signs::Lettering read_lettering(base::Fields& fields) {
  using signs::SmallFace;
  signs::Lettering lettering;
  lettering.small = fields.choice_or("letters", lettering.small,
                                     {{"unifont", SmallFace::unifont}, {"9x15", SmallFace::x9x15}});
  lettering.bold = fields.boolean_or("bold", false);
  return lettering;
}

signs::Zone read_zone(base::Fields fields) {
  signs::Zone zone;
  zone.name = fields.string("name", 64);
  zone.x = static_cast<int>(fields.integer_or("x", 0, 0, 1023));
  zone.y = static_cast<int>(fields.integer_or("y", 0, 0, 63));
  zone.width = static_cast<int>(fields.integer("width", 16, 1024));
  zone.height = static_cast<int>(fields.integer("height", 16, 64));
  fields.finish();
  return zone;
}

std::vector<signs::Zone> read_zones(base::Fields& fields, const signs::Geometry& geometry) {
  std::vector<signs::Zone> zones;
  const auto& items = fields.list_or_empty("zones", kMostZones);
  for (std::size_t i = 0; i < items.size(); ++i) {
    zones.push_back(
        read_zone({items[i], fields.path("zones", i), fields.file(), fields.problems()}));
  }
  if (const auto fault = signs::zones_fault(geometry, zones)) {
    fields.error("zones", "zones", *fault);
    zones.clear();
  }
  return zones;
}

signs::LightHours read_hours(base::Fields fields) {
  signs::LightHours hours;
  const auto text = fields.string("from", 8);
  if (const auto time = schedules::time_of_day_from(text)) {
    hours.from = *time;
  } else if (!text.empty()) {
    fields.error("from", "bad-time",
                 {"giờ phải viết như 05:30", "the time must be written like 05:30"});
  }
  hours.percent = static_cast<int>(fields.integer("percent", 0, 100));
  fields.finish();
  return hours;
}

void read_brightness(base::Fields fields, signs::Lighting& lighting) {
  lighting.cap = static_cast<int>(fields.integer_or("cap", 100, 1, 100));
  const auto& items = fields.list_or_empty("hours", kMostHours);
  for (std::size_t i = 0; i < items.size(); ++i) {
    lighting.hours.push_back(
        read_hours({items[i], fields.path("hours", i), fields.file(), fields.problems()}));
  }
  std::ranges::stable_sort(lighting.hours, {}, &signs::LightHours::from);
  fields.finish();
}

void read_power(base::Fields fields, signs::Lighting& lighting) {
  if (!fields.has("fullWatts") && !fields.has("mostWatts")) return fields.finish();
  lighting.full_watts = fields.number("fullWatts", 1, kMostWatts);
  lighting.most_watts = fields.number("mostWatts", 1, kMostWatts);
  fields.finish();
}

}  // namespace

signs::ScreenSettings read_screen(base::Fields& fields, const signs::Geometry& geometry) {
  signs::ScreenSettings screen;
  screen.geometry = geometry;
  screen.lettering = read_lettering(fields);
  screen.zones = read_zones(fields, geometry);
  screen.message = fields.text_or("message", "", 500);
  read_brightness(fields.object_or_empty("brightness"), screen.lighting);
  read_power(fields.object_or_empty("power"), screen.lighting);
  return screen;
}

}  // namespace loa::daemon
