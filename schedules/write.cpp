// The document that reads back to the same schedule. What has its default is left out.
#include <nlohmann/json.hpp>

#include "base/duration.h"
#include "schedules/notation.h"
#include "schedules/read.h"

namespace loa::schedules {
namespace {

using Json = nlohmann::ordered_json;

void put_repeat(Json& json, int repeat, Seconds gap) {
  if (repeat != 1) json["repeat"] = repeat;
  if (gap != Seconds(0)) json["gap"] = base::to_text(gap);
}

struct PutSource {
  Json& json;
  void operator()(const Chime& chime) const { json["chime"] = chime.name; }
  void operator()(const AudioFile& audio) const { json["audio"] = audio.path; }
  void operator()(const Speech& speech) const {
    json["speech"] = speech.text;
    if (speech.voice != "vi") json["voice"] = speech.voice;
  }
  void operator()(const Relay& relay) const {
    json[is_line_in(relay) ? "lineIn" : "relay"] = relay.url;
    json["duration"] = base::to_text(relay.duration);
    if (!relay.others.empty()) json["otherRelays"] = relay.others;
    if (relay.stand_in) json["standIn"] = relay.stand_in->path;
  }
};

Json to_json(const Item& item) {
  Json json = Json::object();
  std::visit(PutSource{json}, item.source);
  if (!item.title.empty()) json["title"] = item.title;
  if (item.part == Part::opening) json["part"] = "opening";
  if (item.part == Part::closing) json["part"] = "closing";
  put_repeat(json, item.repeat, item.gap);
  return json;
}

Json to_json(const Programme& programme) {
  Json json{{"id", programme.id}, {"title", programme.title}};
  put_repeat(json, programme.repeat, programme.gap);
  json["items"] = Json::array();
  for (const auto& item : programme.items) json["items"].push_back(to_json(item));
  return json;
}

// As the reader has it: a whole day where the bound is one.
std::string bound_text(date::local_seconds bound, bool end) {
  const auto day = date::floor<date::days>(bound);
  if (bound == day) return date_text(day - date::days(end ? 1 : 0));
  return date_text(day) + "T" + time_of_day_text(bound - day);
}

Json to_json(const Slogan& slogan) {
  Json json{{"id", slogan.id},
            {"text", slogan.text},
            {"colour", slogan.colour},
            {"effect", slogan.effect},
            {"speed", slogan.speed}};
  if (slogan.dwell != Seconds(8)) json["dwell"] = base::to_text(slogan.dwell);
  if (slogan.repeat != 1) json["repeat"] = slogan.repeat;
  if (!slogan.qr.empty()) json["qr"] = slogan.qr;
  if (!slogan.zone.empty()) json["zone"] = slogan.zone;
  if (slogan.level != Level::normal) json["level"] = static_cast<int>(slogan.level);
  if (slogan.from) json["validFrom"] = bound_text(*slogan.from, false);
  if (slogan.until) json["validTo"] = bound_text(*slogan.until, true);
  return json;
}

void put_slot(Json& json, const Slot& slot) {
  json["start"] = time_of_day_text(slot.start);
  json["length"] = base::to_text(slot.length);
  json["programme"] = slot.programme;
  json["level"] = static_cast<int>(slot.level);
  json["startRule"] = to_text(slot.start_rule);
  json["lateRule"] = to_text(slot.late_rule);
  if (slot.over) json["over"] = true;
  if (!slot.clusters.empty()) json["clusters"] = slot.clusters;
  if (!slot.slogans.empty()) json["slogans"] = slot.slogans;
  if (!slot.area.empty()) json["area"] = slot.area;
}

Json to_json(const WeekdaySlot& slot) {
  Json json{{"id", slot.slot.id}, {"days", Json::array()}};
  for (const auto day : slot.days) json["days"].push_back(weekday_text(day));
  put_slot(json, slot.slot);
  return json;
}

Json to_json(const DatedException& exception) {
  Json json = Json::object();
  if (exception.holiday.empty()) {
    json["date"] = date_text(exception.date);
  } else {
    json["holiday"] = exception.holiday;
    if (exception.offset != 0) json["offset"] = exception.offset;
  }
  if (exception.days != 1) json["days"] = exception.days;
  if (!exception.title.empty()) json["title"] = exception.title;
  if (!exception.skip.empty()) json["skip"] = exception.skip;
  if (exception.add.empty() && !exception.replace) return json;
  auto& slots = json[exception.replace ? "replace" : "add"] = Json::array();
  for (const auto& slot : exception.add) {
    Json one{{"id", slot.id}};
    put_slot(one, slot);
    slots.push_back(std::move(one));
  }
  return json;
}

template <class T>
Json list_of(const std::vector<T>& all) {
  Json list = Json::array();
  for (const auto& one : all) list.push_back(to_json(one));
  return list;
}

}  // namespace

std::string write_schedule(const WeeklySchedule& schedule) {
  Json json{
      {"id", schedule.id},
      {"version", schedule.version},
      {"title", schedule.title},
      {"zone", schedule.zone},
      {"valid", {{"from", date_text(schedule.valid_from)}, {"to", date_text(schedule.valid_to)}}},
      {"programmes", list_of(schedule.programmes)},
      {"slogans", list_of(schedule.slogans)},
      {"defaultSlogans", schedule.default_slogans},
      {"slots", list_of(schedule.slots)},
      {"exceptions", list_of(schedule.exceptions)}};
  return json.dump(2) + "\n";
}

}  // namespace loa::schedules
