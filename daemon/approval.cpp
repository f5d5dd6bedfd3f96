#include "daemon/approval.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/document.h"
#include "base/fields.h"
#include "base/files.h"
#include "trust/bundle.h"

namespace loa::daemon {
namespace {

using base::Fields;
using Json = nlohmann::ordered_json;

constexpr auto kForm = "submission/1";
constexpr std::size_t kLongestText = trust::kLargestWeek / 3 * 4 + 4;
constexpr std::size_t kLargestSubmission = kLongestText + (4UL << 20);
constexpr std::size_t kMostMedia = 20'000;
constexpr std::int64_t kMostBytes = 1LL << 40;

void report(Fields& fields, std::string_view key) {
  fields.error(key, "damaged", {"không đọc được", "cannot be read"});
}

base::Wall read_when(Fields& fields) {
  const auto when = base::from_rfc3339(fields.string("when", 40));
  if (!when) report(fields, "when");
  return when.value_or(base::Wall{});
}

std::string read_week_text(Fields& fields) {
  const auto text = base::from_base64(fields.string("week", kLongestText));
  if (!text) report(fields, "week");
  return text.value_or("");
}

void read_media(Fields& fields, SignedMedia& media) {
  std::size_t index = 0;
  for (const auto& node : fields.list("media", 0, kMostMedia)) {
    Fields one(node, fields.path("media", index++), fields.file(), fields.problems());
    const auto hash = base::sha256_from_hex(one.string("sha256", 64));
    if (!hash) report(one, "sha256");
    const auto bytes = static_cast<std::uint64_t>(one.integer("bytes", 0, kMostBytes));
    media[one.string("path")] = {0, hash.value_or(base::Sha256{}), bytes};
    one.finish();
  }
}

Refusal read_refusal(Fields fields) {
  Refusal refusal;
  refusal.by = fields.string("by");
  refusal.why = fields.text("why");
  refusal.when = read_when(fields);
  fields.finish();
  return refusal;
}

std::optional<Submission> read_submission(const std::string& text, const std::string& file,
                                          base::Problems& problems) {
  auto document = base::parse_document(text, file);
  problems = std::move(document.problems);
  if (!document.root) return std::nullopt;
  Fields fields(*document.root, "", file, problems);
  Submission submission;
  if (fields.string("loa", 40) != kForm) report(fields, "loa");
  submission.author = fields.string_or("author", "");
  submission.when = read_when(fields);
  submission.text = read_week_text(fields);
  read_media(fields, submission.media);
  if (fields.has("refused")) submission.refused = read_refusal(fields.object("refused"));
  fields.finish();
  return base::has_errors(problems) ? std::nullopt : std::optional(std::move(submission));
}

std::string written(const Submission& submission) {
  auto media = Json::array();
  for (const auto& [path, reference] : submission.media) {
    media.push_back(
        {{"path", path}, {"sha256", base::to_hex(reference.hash)}, {"bytes", reference.bytes}});
  }
  Json json{{"loa", kForm}};
  if (!submission.author.empty()) json["author"] = submission.author;
  json["when"] = base::to_rfc3339(submission.when);
  json["week"] = base::to_base64(submission.text);
  json["media"] = std::move(media);
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
  if (!waiting) return Objection{"nothing-waits", {"không có lịch nào chờ duyệt", "no week waits"}};
  if (content_hash(*waiting) != hash) {
    return Objection{"other-week",
                     {"lịch chờ duyệt không còn là bản đã xem; hãy xem lại rồi duyệt",
                      "another week waits than the one that was looked at; look at it first"}};
  }
  if (waiting->refused) {
    return Objection{"refused-before",
                     {"lịch này đã bị trả lại; người soạn phải nộp lại",
                      "this week was refused; its author is to submit another"}};
  }
  // The machine's owner has no name, and may not approve at all (rights.cpp).
  if (waiting->author == person) {
    return Objection{"own-week",
                     {"không ai được tự duyệt lịch do mình nộp; hãy nhờ người duyệt khác",
                      "nobody approves what they submitted themselves; ask another approver"}};
  }
  return std::nullopt;
}

SubmissionDesk::SubmissionDesk(std::filesystem::path file) : file_(std::move(file)) {
  const auto text = base::read_file_if_exists(file_, kLargestSubmission);
  if (!text) return;
  waiting_ = read_submission(*text, file_.filename().string(), damaged_);
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
