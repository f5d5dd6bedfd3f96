// Programmes and their items.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "schedules/notation.h"
#include "schedules/read.h"
#include "schedules/reader.h"

namespace loa::schedules::reader {
namespace {

constexpr std::size_t kLongestTitle = 200;
constexpr std::size_t kLongestSpeech = 20'000;
constexpr std::size_t kMostOtherRelays = 4;
constexpr Seconds kLongestGap = std::chrono::hours(1);

int read_repeat(base::Fields& fields) {
  return static_cast<int>(fields.integer_or("repeat", 1, 1, 100));
}

Seconds read_gap(base::Fields& fields) {
  return fields.seconds_or("gap", Seconds(0), Seconds(0), kLongestGap);
}

Chime read_chime(base::Fields& fields) {
  return {fields.choice<std::string>(
      "chime", {{"nhac-hieu", "nhac-hieu"}, {"ba-tieng", "ba-tieng"}, {"nhac-ket", "nhac-ket"}})};
}

Speech read_speech(base::Fields& fields) {
  return {fields.text("speech", kLongestSpeech),
          fields.choice_or<std::string>("voice", "vi",
                                        {{"vi", "vi"},
                                         {"vi-vn-x-central", "vi-vn-x-central"},
                                         {"vi-vn-x-south", "vi-vn-x-south"}})};
}

AudioFile read_audio(base::Fields& fields, std::string_view key) {
  auto path = fields.string(key);
  const auto fault = path.empty() ? std::nullopt : media_path_fault(path);
  if (fault) fields.error(key, "media-path", *fault);
  return {std::move(path)};
}

void check_address(base::Fields& fields, std::string_view key, const std::string& url) {
  const auto fault = url.empty() ? std::nullopt : relay_url_fault(url);
  if (fault) fields.error(key, "relay-address", *fault);
}

void read_rest_of_relay(base::Fields& fields, Relay& relay) {
  relay.duration = fields.seconds("duration", Seconds(1), kDay);
  if (fields.has("standIn")) relay.stand_in = read_audio(fields, "standIn");
}

Relay read_relay(base::Fields& fields) {
  Relay relay;
  relay.url = fields.string("relay");
  check_address(fields, "relay", relay.url);
  relay.others = fields.strings_or_empty("otherRelays", kMostOtherRelays);
  for (const auto& url : relay.others) check_address(fields, "otherRelays", url);
  read_rest_of_relay(fields, relay);
  return relay;
}

Relay read_line_in(base::Fields& fields) {
  Relay relay;
  relay.url = fields.string("lineIn");
  const auto fault = relay.url.empty() ? std::nullopt : line_in_fault(relay.url);
  if (fault) fields.error("lineIn", "line-in", *fault);
  read_rest_of_relay(fields, relay);
  return relay;
}

// The keys that say what an item is, as far as they are there.
std::vector<std::string_view> kinds_of(base::Fields& fields) {
  std::vector<std::string_view> kinds;
  for (const std::string_view kind : {"chime", "speech", "audio", "relay", "lineIn"}) {
    if (fields.has(kind)) kinds.push_back(kind);
  }
  return kinds;
}

// A key that only goes with another one.
void belongs_to(base::Fields& fields, std::string_view key, std::string_view owner) {
  if (!fields.has(key) || fields.has(owner)) return;
  fields.error(key, "key-misplaced",
               {fmt::format("“{}” chỉ đi cùng “{}”", key, owner),
                fmt::format("\"{}\" goes only with \"{}\"", key, owner)});
}

void read_source(base::Fields& fields, Item& item) {
  const auto kinds = kinds_of(fields);
  belongs_to(fields, "voice", "speech");
  belongs_to(fields, "otherRelays", "relay");
  if (!fields.has("lineIn")) {
    for (const auto* key : {"duration", "standIn"}) belongs_to(fields, key, "relay");
  }
  if (fields.has("speech")) item.source = read_speech(fields);
  if (fields.has("audio")) item.source = read_audio(fields, "audio");
  if (fields.has("relay")) item.source = read_relay(fields);
  if (fields.has("lineIn")) item.source = read_line_in(fields);
  if (fields.has("chime")) item.source = read_chime(fields);
  if (kinds.size() == 1 || !fields.is_object()) return;
  fields.error(
      kinds.empty() ? "" : kinds[1], "item-kind",
      {fmt::format(
           "mỗi mục phải có đúng một trong: chime, speech, audio, relay, lineIn; ở đây có: {}",
           kinds.empty() ? "không có" : fmt::format("{}", fmt::join(kinds, ", "))),
       fmt::format("an item has exactly one of: chime, speech, audio, relay, lineIn; here: {}",
                   kinds.empty() ? "none" : fmt::format("{}", fmt::join(kinds, ", ")))});
}

// What sounds once before or after the rest.
Part read_part(base::Fields& fields) {
  const auto part = fields.choice_or<Part>(
      "part", Part::body, {{"opening", Part::opening}, {"closing", Part::closing}});
  if (part == Part::body) return part;
  for (const auto* key : {"relay", "lineIn", "repeat", "gap"}) {
    if (!fields.has(key)) continue;
    fields.error(key, "item-part",
                 {fmt::format("mục mở đầu hoặc kết thúc không có “{}”", key),
                  fmt::format("what opens or closes a programme has no \"{}\"", key)});
  }
  return part;
}

Item read_item(base::Fields fields) {
  Item item;
  item.place = fields.place();
  read_source(fields, item);
  item.title = fields.text_or("title", "", kLongestTitle);
  item.part = read_part(fields);
  item.repeat = read_repeat(fields);
  item.gap = read_gap(fields);
  fields.finish();
  return item;
}

void check_parts(base::Fields& fields, const std::vector<Item>& items) {
  if (!std::ranges::is_sorted(items, {}, &Item::part)) {
    fields.error("items", "item-part",
                 {"mục mở đầu (opening) phải đứng trước, mục kết thúc (closing) phải đứng sau các "
                  "mục khác",
                  "opening items come before all others, closing ones after them"});
  }
  if (items.empty() || std::ranges::find(items, Part::body, &Item::part) != items.end()) return;
  fields.error("items", "item-part",
               {"chương trình chỉ có phần mở đầu và kết thúc",
                "the programme has nothing but an opening and a closing"});
}

}  // namespace

Programme read_programme(base::Fields fields, Defined& programmes) {
  Programme programme;
  programme.place = fields.place();
  programme.id = define(fields, programmes);
  programme.title = fields.text("title", kLongestTitle);
  programme.repeat = read_repeat(fields);
  programme.gap = read_gap(fields);
  const auto& items = fields.list("items", 1, kMostItems);
  for (std::size_t i = 0; i < items.size(); ++i) {
    programme.items.push_back(
        read_item({items[i], fields.path("items", i), fields.file(), fields.problems()}));
  }
  check_parts(fields, programme.items);
  fields.finish();
  return programme;
}

}  // namespace loa::schedules::reader

namespace loa::schedules {

Item read_frame_item(base::Fields fields, Part part) {
  Item item;
  item.place = fields.place();
  item.part = part;
  reader::read_source(fields, item);
  item.title = fields.text_or("title", "", reader::kLongestTitle);
  for (const auto* key : {"relay", "lineIn"}) {
    if (!fields.has(key)) continue;
    fields.error(key, "item-part",
                 {"ở đây chỉ dùng được audio, speech hoặc chime",
                  "only audio, speech or chime can be here"});
  }
  fields.finish();
  return item;
}

}  // namespace loa::schedules
