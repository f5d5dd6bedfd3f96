// Slogans.
#include <algorithm>

#include "schedules/notation.h"
#include "schedules/reader.h"

namespace loa::schedules::reader {
namespace {

constexpr std::size_t kLongestSlogan = 500;
constexpr std::size_t kLongestQr = 200;
constexpr std::size_t kLongestZone = 64;

bool is_hexadecimal(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') ||
         (letter >= 'A' && letter <= 'F');
}

bool is_colour(std::string_view text) {
  for (const std::string_view name :
       {"red", "green", "yellow", "blue", "magenta", "cyan", "white"}) {
    if (text == name) return true;
  }
  return text.size() == 7 && text[0] == '#' &&
         std::all_of(text.begin() + 1, text.end(), is_hexadecimal) && text != "#000000";
}

std::string read_colour(base::Fields& fields) {
  auto colour = fields.string_or("colour", "red", 7);
  if (is_colour(colour)) return colour;
  fields.error(
      "colour", "colour",
      {"phải là red, green, yellow, blue, magenta, cyan, white hoặc #RRGGBB (không phải "
       "#000000)",
       "must be red, green, yellow, blue, magenta, cyan, white, or #RRGGBB (not #000000)"});
  return "red";
}

std::string read_effect(base::Fields& fields) {
  return fields.choice_or<std::string>("effect", "scroll",
                                       {{"scroll", "scroll"},
                                        {"scroll-right", "scroll-right"},
                                        {"scroll-up", "scroll-up"},
                                        {"scroll-down", "scroll-down"},
                                        {"hold", "hold"},
                                        {"page", "page"},
                                        {"wipe", "wipe"},
                                        {"flash", "flash"}});
}

// A civil time, or a whole day: its begin, or, for an end, the begin of the next.
std::optional<date::local_seconds> read_bound(base::Fields& fields, std::string_view key,
                                              bool end) {
  const auto text = fields.string_or(key, "", 16);
  if (text.empty()) return std::nullopt;
  const auto day = date_from(text.substr(0, 10));
  if (day && text.size() == 10) return date::local_seconds(*day + date::days(end ? 1 : 0));
  const auto time =
      text.size() == 16 && text[10] == 'T' ? time_of_day_from(text.substr(11)) : std::nullopt;
  if (day && time) return date::local_seconds(*day) + *time;
  fields.error(key, "bad-time",
               {"phải viết như 2026-11-23 hoặc 2026-11-23T08:00",
                "must be written like 2026-11-23 or 2026-11-23T08:00"});
  return std::nullopt;
}

void read_validity(base::Fields& fields, Slogan& slogan) {
  slogan.from = read_bound(fields, "validFrom", false);
  slogan.until = read_bound(fields, "validTo", true);
  if (slogan.from && slogan.until && *slogan.until <= *slogan.from) {
    fields.error("validTo", "validity", {"kết thúc trước khi bắt đầu", "ends before it begins"});
  }
}

std::string read_words(base::Fields& fields) {
  auto text = fields.text("text", kLongestSlogan);
  if (text.find_first_of("\n\t") != std::string::npos) {
    fields.error("text", "control-character",
                 {"khẩu hiệu chỉ viết trên một dòng, không có dấu tab",
                  "a slogan is one line, without tabs"});
  }
  return text;
}

}  // namespace

Slogan read_slogan(base::Fields fields, Defined& slogans) {
  Slogan slogan;
  slogan.place = fields.place();
  slogan.id = define(fields, slogans);
  slogan.text = read_words(fields);
  slogan.colour = read_colour(fields);
  slogan.effect = read_effect(fields);
  slogan.speed = static_cast<int>(fields.integer_or("speed", 40, 1, 400));
  slogan.dwell = fields.seconds_or("dwell", Seconds(8), Seconds(1), Seconds(3600));
  slogan.repeat = static_cast<int>(fields.integer_or("repeat", 1, 1, 100));
  slogan.qr = fields.string_or("qr", "", kLongestQr);
  slogan.zone = fields.string_or("zone", "", kLongestZone);
  slogan.level = static_cast<Level>(fields.integer_or("level", 3, 1, 3));
  read_validity(fields, slogan);
  fields.finish();
  return slogan;
}

}  // namespace loa::schedules::reader
