// What a TZID means. A described zone is not followed rule by rule: its name, or its only offset,
// says which of the system's zones it is.
#include "schedules/intake/icalendar_zone.h"

#include <fmt/format.h>
#include <unicode/ucal.h>

#include <algorithm>
#include <array>

#include "schedules/intake/icalendar_value.h"

namespace loa::schedules::intake::icalendar {
namespace {

const date::time_zone* windows_zone(const std::string& name) {
  constexpr std::size_t longest = 128;
  if (name.empty() || name.size() > longest) return nullptr;
  std::array<UChar, longest> wide{};
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (static_cast<unsigned char>(name[i]) >= 0x80) return nullptr;
    wide[i] = static_cast<UChar>(name[i]);
  }
  std::array<UChar, longest> id{};
  auto status = U_ZERO_ERROR;
  const auto size =
      ucal_getTimeZoneIDForWindowsID(wide.data(), static_cast<int32_t>(name.size()), "VN",
                                     id.data(), static_cast<int32_t>(id.size()), &status);
  if (U_FAILURE(status) != 0 || size <= 0) return nullptr;
  std::string iana;
  for (int32_t i = 0; i < size; ++i) iana += static_cast<char>(id[static_cast<std::size_t>(i)]);
  return zone_named(iana);
}

// "+0700" all the time is Etc/GMT-7, whose sign counts the other way.
const date::time_zone* zone_of_offsets(const std::vector<std::string>& offsets) {
  if (offsets.empty() ||
      !std::ranges::all_of(offsets, [&](const auto& o) { return o == offsets.front(); })) {
    return nullptr;
  }
  const auto& offset = offsets.front();
  const bool digits =
      offset.size() == 5 &&
      std::all_of(offset.begin() + 1, offset.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool whole_hours =
      digits && offset.ends_with("00") && (offset[0] == '+' || offset[0] == '-');
  if (!whole_hours) return nullptr;
  const int hours = (offset[1] - '0') * 10 + (offset[2] - '0');
  if (hours == 0) return zone_named("Etc/UTC");
  return zone_named(fmt::format("Etc/GMT{}{}", offset[0] == '+' ? '-' : '+', hours));
}

}  // namespace

const date::time_zone* zone_named(const std::string& name) {
  try {
    // The city's old name, which ICU and some calendars keep.
    return date::locate_zone(name == "Asia/Saigon" ? "Asia/Ho_Chi_Minh" : name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

Zones::Zones(const std::vector<Component>& described) {
  for (const auto& component : described) {
    std::string id;
    Description description;
    for (const auto& line : component.lines) {
      const auto name = line.name();
      if (name == "TZID") id = Values(line).text();
      if (name == "X-LIC-LOCATION") description.location = Values(line).text();
      if (name == "TZOFFSETTO") {
        description.offsets.push_back(line.text.substr(line.text.find(':') + 1));
      }
    }
    described_.emplace(std::move(id), std::move(description));
  }
}

const date::time_zone* Zones::find(const std::string& id) {
  const auto [known, is_new] = found_.emplace(id, nullptr);
  if (is_new) known->second = look_for(id);
  return known->second;
}

const date::time_zone* Zones::look_for(const std::string& id) const {
  // "/freeassociation.sourceforge.net/Europe/Berlin", "/mozilla.org/20070129_1/Europe/Berlin"
  for (auto name = id; !name.empty();) {
    if (const auto* zone = zone_named(name)) return zone;
    const auto slash = name.find('/');
    name = slash == std::string::npos ? "" : name.substr(slash + 1);
  }
  if (const auto* zone = windows_zone(id)) return zone;
  const auto described = described_.find(id);
  if (described == described_.end()) return nullptr;
  if (const auto* zone = zone_named(described->second.location)) return zone;
  return zone_of_offsets(described->second.offsets);
}

}  // namespace loa::schedules::intake::icalendar
