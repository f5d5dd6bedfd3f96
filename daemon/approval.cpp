#include "daemon/approval.h"

#include "base/crypto.h"
#include "base/files.h"
#include "trust/bundle.h"
#include "trust/reference_json.h"

namespace loa::daemon {
namespace {

using base::Fields;

constexpr auto kForm = "submission/1";
constexpr std::size_t kLongestText = trust::kLargestWeek / 3 * 4 + 4;
constexpr std::size_t kLargestSubmission = kLongestText + (4UL << 20);

void report(Fields& fields, std::string_view key) {
  fields.error(key, "damaged", {"không đọc được", "cannot be read"});
}

std::string read_week_text(Fields& fields) {
  const auto text = base::from_base64(fields.string("week", kLongestText));
  if (!text) report(fields, "week");
  return text.value_or("");
}

Refusal read_refusal(Fields& fields) {
  return {fields.string("by"), fields.text("why"), trust::read_time(fields, "when")};
}

Submission read_submission(Fields& fields) {
  Submission submission;
  if (fields.string("loa", 40) != kForm) report(fields, "loa");
  submission.author = fields.string_or("author", "");
  submission.when = trust::read_time(fields, "when");
  submission.text = read_week_text(fields);
  submission.media = trust::read_media(fields);
  if (fields.has("refused")) {
    submission.refused = trust::read_inner(fields, "refused", read_refusal);
  }
  return submission;
}

std::string written(const Submission& submission) {
  trust::Json json{{"loa", kForm}};
  if (!submission.author.empty()) json["author"] = submission.author;
  json["when"] = base::to_rfc3339(submission.when);
  json["week"] = base::to_base64(submission.text);
  json["media"] = trust::media_json(submission.media);
  if (const auto& refused = submission.refused) {
    json["refused"] = {
        {"by", refused->by}, {"why", refused->why}, {"when", base::to_rfc3339(refused->when)}};
  }
  return json.dump() + "\n";
}

}  // namespace

std::string content_hash(const Submission& submission) {
  auto lines = base::to_hex(base::sha256(submission.text)) + "\n";
  for (const auto& [path, reference] : submission.media) {
    lines += base::to_hex(reference.hash) + " " + path + "\n";
  }
  return base::to_hex(base::sha256(lines));
}

std::optional<Objection> objection(const std::optional<Submission>& waiting,
                                   const std::string& hash, const std::string& person) {
  if (!waiting) return entrance::objection(std::nullopt, hash, person);
  return entrance::objection(
      entrance::Waiting{content_hash(*waiting), waiting->author, waiting->refused.has_value()},
      hash, person);
}

SubmissionDesk::SubmissionDesk(std::filesystem::path file) : file_(std::move(file)) {
  const auto text = base::read_file_if_exists(file_, kLargestSubmission);
  if (!text) return;
  waiting_ = trust::read_document(*text, file_.filename().string(), kLargestSubmission, damaged_,
                                  read_submission);
  if (!waiting_) base::put_aside(file_);
}

void SubmissionDesk::put(const Submission& submission) {
  base::replace_file(file_, written(submission), 0600);
  waiting_ = submission;
}

void SubmissionDesk::clear() {
  std::filesystem::remove(file_);
  waiting_.reset();
}

}  // namespace loa::daemon
