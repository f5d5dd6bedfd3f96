// The result for programs.
#include <nlohmann/json.hpp>

#include "schedules/intake/understand.h"
#include "schedules/notation.h"
#include "schedules/read.h"

namespace loa::schedules::intake {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const base::Text& text) { return {{"vi", text.vi}, {"en", text.en}}; }

std::string_view name_of(EndFrom from) {
  switch (from) {
    case EndFrom::said:
      return "said";
    case EndFrom::said_length:
      return "length";
    case EndFrom::content:
      return "content";
    case EndFrom::next_start:
      return "next-start";
    case EndFrom::last_week:
      return "last-week";
    case EndFrom::answer:
      return "answer";
  }
  std::abort();
}

Json to_json(const UnderstoodSlot& slot) {
  Json json{{"days", Json::array()},
            {"start", time_of_day_text(slot.start)},
            {"end", nullptr},
            {"endFrom", nullptr},
            {"title", slot.title},
            {"repeat", slot.repeat},
            {"level", static_cast<int>(slot.level)},
            {"programme", slot.programme.empty() ? Json(nullptr) : Json(slot.programme)},
            {"content", to_json(slot.content)},
            {"dayInferred", slot.day_inferred},
            {"startInferred", slot.start_inferred},
            {"at",
             {{"day", place_key(slot.day_place)},
              {"start", place_key(slot.start_place)},
              {"end", place_key(slot.end_place)},
              {"title", place_key(slot.title_place)}}}};
  for (const auto day : slot.days) json["days"].push_back(weekday_text(day));
  if (slot.length) {
    json["end"] = time_of_day_text(slot.start + *slot.length);
    json["endFrom"] = name_of(slot.end_from);
  }
  return json;
}

Json to_json(const Question& question) {
  Json json{{"code", question.code},          {"at", place_key(question.place)},
            {"places", question.places},      {"text", to_json(question.text)},
            {"form", to_json(question.form)}, {"choices", Json::array()}};
  for (const auto& choice : question.choices) {
    json["choices"].push_back({{"value", choice.value}, {"text", to_json(choice.text)}});
  }
  return json;
}

Json to_json(const base::Problem& problem) {
  return {{"severity", problem.severity == base::Severity::error ? "error" : "warning"},
          {"code", problem.code},
          {"at", place_key(problem.place)},
          {"file", problem.place.file},
          {"line", problem.place.line},
          {"column", problem.place.column},
          {"cell", problem.place.cell},
          {"field", problem.field},
          {"message", to_json(problem.message)}};
}

template <class T>
Json list_of(const std::vector<T>& all) {
  Json list = Json::array();
  for (const auto& one : all) list.push_back(to_json(one));
  return list;
}

}  // namespace

std::string to_json(const Understood& understood) {
  Json json{{"ok", understood.schedule != nullptr},
            {"monday", understood.monday ? Json(date_text(*understood.monday)) : Json(nullptr)},
            {"slots", list_of(understood.slots)},
            {"questions", list_of(understood.questions)},
            {"problems", list_of(understood.problems)},
            {"media", understood.media},
            {"schedule", nullptr}};
  if (understood.schedule) json["schedule"] = Json::parse(write_schedule(*understood.schedule));
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace loa::schedules::intake
