// Where a station stands in the province, and by which words it is found: what it says of its
// commune, and what the office says of it (tags, a position). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa::centre {

// WGS 84, in millionths of a degree (0.1 m): north and east of Greenwich are positive.
struct Position {
  std::int64_t latitude = 0;   // -90,000,000..90,000,000
  std::int64_t longitude = 0;  // -180,000,000..180,000,000
  friend bool operator==(const Position&, const Position&) = default;
};

// What the office says of a station.
struct StationPlace {
  std::vector<std::string> tags = {};  // sorted, each once; kMostTags at most
  std::optional<Position> position = std::nullopt;
  friend bool operator==(const StationPlace&, const StationPlace&) = default;
};

// The same, and where it says that it is.
struct Where {
  std::string commune = {};       // its code; "" where it told none
  std::string commune_name = {};  // these two "" where the list of communes has not got the code
  std::string province = {};
  StationPlace place = {};
};

inline constexpr std::size_t kMostTags = 12;
inline constexpr std::size_t kLongestTag = 40;  // bytes

// "a,b" → a, b.
std::vector<std::string> words_between_commas(const std::string& text);
// In degrees; nothing where there is no such place.
std::optional<Position> position_at(double latitude, double longitude);
// Sorted, each once, in NFC. Nothing where there are too many, or one is no tag: a word of UTF-8
// without blanks, commas and colons.
std::optional<std::vector<std::string>> tags_from(std::vector<std::string> words);

// Whether a target means the station: "tag:WORD", "commune:CODE", "province:NAME", or its id.
bool is_meant(std::string_view target, std::string_view station, const Where& where);

}  // namespace loa::centre
