// POST /v1/schedule/import: an operator's file as it is, and what of it was understood. Nothing is
// taken: what comes back as `schedule` goes to /v1/schedule once the operator has seen it.
#include <date/tz.h>

#include "daemon/api_answers.h"
#include "daemon/api_form.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "schedules/media_folder.h"
#include "schedules/notation.h"

namespace loa::daemon::routes {
namespace {

constexpr std::size_t kLargestFile = 16UL << 20;  // schedules/intake/rows.h has the same bound
constexpr std::size_t kMostAnswers = 1000;
// For the lengths of what the week would play; what is not known by then is asked for.
constexpr base::Duration kImportPatience = std::chrono::seconds{10};

struct Upload {
  Json question;  // the line that goes before the file, see importer/request.h
  std::string file;
};

std::string text_of(const Form& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? "" : std::string(found->second.content);
}

// Nothing where it is no list of {code, at, value}.
std::optional<Json> answers_in(const std::string& text) {
  if (text.empty()) return Json::array();
  const auto given = Json::parse(text, nullptr, false);
  if (!given.is_array() || given.size() > kMostAnswers) return std::nullopt;
  auto answers = Json::array();
  for (const auto& one : given) {
    if (!one.is_object()) return std::nullopt;
    Json answer;
    for (const char* key : {"code", "at", "value"}) {
      const auto value = one.find(key);
      if (value == one.end() || !value->is_string()) return std::nullopt;
      answer[key] = *value;
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

Json media_json(const Context& context) {
  auto media = Json::array();
  for (auto& path : schedules::media_in(context.config.media)) {
    // What was sent by hand has a hash for its name.
    if (!path.starts_with("manual/")) media.push_back(Json::array({std::move(path), 0}));
  }
  return media;
}

Json station_json(const Context& context) {
  const auto zone = context.config.zone;
  const auto now = context.timers.now().wall;
  const auto today = date::floor<date::days>(date::locate_zone(zone)->to_local(now));
  auto templates = context.store.pending();
  if (!templates) templates = context.store.current();
  return {{"zone", zone},
          {"today", date::format("%F", today)},
          {"media", media_json(context)},
          {"templates", templates ? Json::parse(schedules::write_schedule(*templates)) : Json()},
          {"policy", Json::parse(schedules::write_policy(context.station.policy()))},
          {"clusters", context.config.clusters}};
}

protocol::HttpResponse no_form() {
  return error_answer(400, "form",
                      {"cần một biểu mẫu multipart/form-data có phần “file” là tệp lịch",
                       "a multipart/form-data form with the schedule as \"file\" is needed"});
}

// Nothing where the request is not of the form, which has then been answered.
std::optional<Upload> upload_in(const Context& context, const Request& request,
                                const Reply& reply) {
  const auto form = read_form(request.header("content-type"), request.body);
  const auto refuse = [&reply](protocol::HttpResponse answer) {
    reply(std::move(answer));
    return std::nullopt;
  };
  if (!form || !form->contains("file")) return refuse(no_form());
  const auto answers = answers_in(text_of(*form, "answers"));
  if (!answers) return refuse(bad_query("answers"));
  const auto week_of = text_of(*form, "weekOf");
  if (!week_of.empty() && !schedules::date_from(week_of)) return refuse(bad_query("weekOf"));
  const auto& file = form->at("file");
  if (file.content.size() > kLargestFile) {
    return refuse(
        error_answer(413, "file-too-large",
                     {"tệp lớn hơn 16 MB: đây không thể là lịch phát của một tuần",
                      "the file is larger than 16 MB: that cannot be a week's schedule"}));
  }
  Upload upload{station_json(context), std::string(file.content)};
  upload.question["file"] = file.file_name.substr(0, 200);
  upload.question["weekOf"] = week_of;
  upload.question["sheet"] = text_of(*form, "sheet");
  upload.question["answers"] = *answers;
  return upload;
}

std::vector<schedules::Item> files_in(const Json& understood) {
  std::vector<schedules::Item> items;
  for (const auto& path : understood.at("media")) {
    schedules::Item item;
    item.source = schedules::AudioFile{path.get<std::string>()};
    items.push_back(std::move(item));
  }
  return items;
}

// Puts the lengths of these files into the question; whether any is known.
bool tell_lengths(Context& context, const std::vector<schedules::Item>& items, Json& question) {
  std::map<std::string, std::int64_t> lengths;
  for (const auto& item : items) {
    const auto media = context.library.find(item);
    const auto* ready = std::get_if<ReadyMedia>(&media);
    if (ready == nullptr) continue;
    lengths[std::get<schedules::AudioFile>(item.source).path] =
        std::chrono::ceil<schedules::Seconds>(ready->length).count();
  }
  for (auto& medium : question["media"]) {
    const auto known = lengths.find(medium[0].get<std::string>());
    if (known != lengths.end()) medium[1] = known->second;
  }
  return !lengths.empty();
}

std::string input_of(const Upload& upload) { return dumped(upload.question) + "\n" + upload.file; }

protocol::HttpResponse answer_of(std::optional<std::string> json) {
  if (json) return json_answer(200, std::move(*json));
  return error_answer(500, "import-failed",
                      {"không đọc được tệp này; hãy thử lại, hoặc lưu tệp dưới dạng khác",
                       "this file could not be read; try again, or save it in another form"});
}

// The files that the week plays are known after a first look; their lengths say where slots end.
void look_again(Context& context, Upload upload, std::string first, const Reply& reply) {
  const auto understood = Json::parse(first, nullptr, false);
  if (!understood.is_object()) return reply(answer_of(std::nullopt));
  const auto items = files_in(understood);
  context.library.when_known(
      items, kImportPatience,
      [&context, items, upload = std::move(upload), first = std::move(first), reply]() mutable {
        if (!tell_lengths(context, items, upload.question)) return reply(answer_of(first));
        context.import(input_of(upload), [reply](std::optional<std::string> json) {
          reply(answer_of(std::move(json)));
        });
      });
}

}  // namespace

void import_schedule(Context& context, const Request& request, const Reply& reply) {
  auto upload = upload_in(context, request, reply);
  if (!upload) return;
  const auto input = input_of(*upload);
  context.import(input, [&context, upload = std::move(*upload),
                         reply](std::optional<std::string> json) mutable {
    if (!json) return reply(answer_of(std::nullopt));
    look_again(context, std::move(upload), std::move(*json), reply);
  });
}

}  // namespace loa::daemon::routes
