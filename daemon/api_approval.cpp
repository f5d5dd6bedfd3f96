// Who approves a week, by HTTP: what is loaded waits for them where the station has such a person,
// and the week that they let through is signed with the media that they could hear.
#include <fmt/format.h>

#include <algorithm>

#include "daemon/api_body.h"
#include "daemon/api_week.h"
#include "schedules/notation.h"

namespace loa::daemon::routes {
namespace {

using base::Fields;
using schedules::AudioFile;

std::string person(const Request& request) { return request.who ? request.who->name : ""; }

base::Problem not_there(const schedules::Item& item, const std::string& path) {
  return {base::Severity::error,
          "media-missing",
          item.place,
          "audio",
          {fmt::format("chưa có tệp {}: người duyệt phải nghe được những gì mình duyệt", path),
           fmt::format("{} is not there: who approves must be able to hear it", path)}};
}

// What the week's audio files hold now; what is not there is a problem.
SignedMedia media_of(Context& context, const schedules::WeeklySchedule& week,
                     base::Problems& problems) {
  SignedMedia media;
  for (const auto& item : all_items(week)) {
    const auto* file = std::get_if<AudioFile>(&item.source);
    if (file == nullptr) continue;
    const auto found = context.library.find(item);
    const auto* ready = std::get_if<ReadyMedia>(&found);
    const auto hash = ready ? base::sha256_from_hex(ready->sha256) : std::nullopt;
    std::error_code error;
    const auto bytes = std::filesystem::file_size(context.config.media / file->path, error);
    if (hash && !error) {
      media[file->path] = {0, *hash, bytes};
    } else {
      problems.push_back(not_there(item, file->path));
    }
  }
  return media;
}

void note(Context& context, const char* what, const Submission& submission, const Request& request,
          int status) {
  context.station.note_act(
      {"approval", fmt::format("{} {}", what, content_hash(submission)), caller(request), status});
}

Json refusal_json(const Refusal& refusal, const std::string& zone) {
  return {{"by", refusal.by}, {"why", refusal.why}, {"when", local_time(refusal.when, zone)}};
}

Json submission_json(Context& context, const Submission& submission) {
  const auto& zone = context.config.zone;
  const auto read = context.door.look(submission.text, "");
  Json json{{"hash", content_hash(submission)},
            {"author", submission.author},
            {"when", local_time(submission.when, zone)},
            {"refused", nullptr},
            {"media", Json::array()},
            {"problems", to_json(all_problems(context, read))}};
  if (submission.refused) json["refused"] = refusal_json(*submission.refused, zone);
  for (const auto& [path, reference] : submission.media) {
    json["media"].push_back({{"path", path}, {"sha256", base::to_hex(reference.hash)}});
  }
  if (read.schedule) {
    json["understood"] = understood(*read.schedule, context.timers.now().wall);
    json["schedule"] = Json::parse(schedules::write_schedule(*read.schedule));
  }
  return json;
}

void read_hash(Fields& fields, std::string& hash) { hash = fields.string("hash", 64); }

// Nothing where they may not, which has then been answered.
std::optional<Submission> judged_by(Context& context, const Request& request,
                                    const std::string& hash, const Reply& reply) {
  const auto& waiting = context.submissions.waiting();
  const auto why = objection(waiting, hash, person(request));
  if (!why) return waiting;
  const int status = std::string_view(why->code) == "own-week" ? 403 : 409;
  reply(error_answer(status, why->code, why->message));
  return std::nullopt;
}

void answer_changed(const Reply& reply) {
  reply(error_answer(409, "media-changed",
                     {"có tệp âm thanh đã đổi sau khi nộp: người soạn phải nộp lại lịch",
                      "an audio file has changed since; the week is to be submitted again"}));
}

// Time has passed since the question: another week may wait, and the media may have been changed.
void let_through(Context& context, const Request& request, const Submission& submission,
                 const schedules::ReadSchedule& read, const Reply& reply) {
  if (const auto& now = context.submissions.waiting();
      !now || content_hash(*now) != content_hash(submission)) {
    return answer_changed(reply);
  }
  base::Problems problems;
  if (media_of(context, *read.schedule, problems) != submission.media) return answer_changed(reply);
  context.door.take(read, submission.media);
  note(context, "approve", submission, request, 200);
  context.submissions.clear();
  reply(verdict(context, read, Wanted::take));
}

}  // namespace

bool awaits_approval(const Context& context, const schedules::ReadSchedule& read) {
  return read.schedule && is_own(*read.schedule) && context.doorkeeper.asks() &&
         has_approver(context.doorkeeper.people());
}

void submit_week(Context& context, const Request& request, schedules::ReadSchedule read,
                 const Reply& reply) {
  const auto week = read.schedule;
  when_media_known(context, *week, [&context, request, read = std::move(read), reply]() mutable {
    Submission submission{
        person(request), context.timers.now().wall, read.schedule->warrant.bundle, {}};
    submission.media = media_of(context, *read.schedule, read.problems);
    if (base::has_errors(read.problems)) {
      read.schedule = nullptr;
    } else {
      context.submissions.put(submission);
      note(context, "submit", submission, request, 202);
    }
    reply(verdict(context, read, Wanted::submit));
  });
}

void get_submission(Context& context, const Request&, const Reply& reply) {
  const auto& waiting = context.submissions.waiting();
  reply(json_answer(200, dumped(Json{{"submission", waiting ? submission_json(context, *waiting)
                                                            : Json(nullptr)}})));
}

void approve(Context& context, const Request& request, const Reply& reply) {
  std::string hash;
  if (!read_body(request, reply, [&](Fields& fields) { read_hash(fields, hash); })) return;
  const auto submission = judged_by(context, request, hash, reply);
  if (!submission) return;
  const auto read = context.door.look(submission->text, "");
  if (!read.schedule) return reply(verdict(context, read, Wanted::take));
  when_media_known(context, *read.schedule, [&context, request, submission, read, reply] {
    let_through(context, request, *submission, read, reply);
  });
}

void refuse_week(Context& context, const Request& request, const Reply& reply) {
  std::string hash;
  Refusal refusal{person(request), "", context.timers.now().wall};
  const auto take = [&](Fields& fields) {
    read_hash(fields, hash);
    refusal.why = fields.text("why", 1000);
  };
  if (!read_body(request, reply, take)) return;
  auto submission = judged_by(context, request, hash, reply);
  if (!submission) return;
  submission->refused = refusal;
  context.submissions.put(*submission);
  note(context, "refuse", *submission, request, 200);
  reply(done());
}

}  // namespace loa::daemon::routes
