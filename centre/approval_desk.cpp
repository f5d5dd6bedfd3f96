#include "centre/approval_desk.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/unicode.h"
#include "centre/intake.h"
#include "centre/store_columns.h"
#include "entrance/answers.h"
#include "entrance/approval.h"
#include "trust/bundle.h"

namespace loa::centre {
namespace {

using ApprovalJson = nlohmann::ordered_json;
using entrance::error_answer;
using protocol::HttpResponse;

constexpr std::size_t kLongestWhy = 500;  // characters
constexpr const char* kSubmissionColumns =
    "SELECT hash, author, received_ns, state, judged_by, why, fingerprint, aired_ns, "
    "aired_at FROM submission ";

KeptSubmission submission_from(const SqlRow& row) {
  KeptSubmission kept{row.text(0), row.text(1), wall(row.integer(2)), row.text(3),
                      row.text(4), row.text(5), row.text(6)};
  if (!row.is_null(7)) kept.aired = wall(row.integer(7));
  kept.aired_at = row.text(8);
  return kept;
}

std::optional<KeptSubmission> first_submission(const SqlResult& found) {
  if (found.rows.empty()) return std::nullopt;
  return submission_from(found.rows[0]);
}

std::size_t taken_by(const std::vector<KnownStation>& stations, const std::string& fingerprint) {
  if (fingerprint.empty()) return 0;
  return static_cast<std::size_t>(std::ranges::count_if(stations, [&](const auto& one) {
    const auto& report = one.state.report;
    return !one.station.revoked && report && report->programme &&
           report->programme->taken == fingerprint;
  }));
}

// Its id, where it has none.
std::string name_at(const std::vector<KnownStation>& stations, const std::string& id) {
  const auto found =
      std::ranges::find_if(stations, [&](const auto& one) { return one.station.id == id; });
  return found == stations.end() || found->station.name.empty() ? id : found->station.name;
}

ApprovalJson json_of(const std::optional<KeptSubmission>& submission,
                     const std::vector<KnownStation>& stations) {
  if (!submission) return nullptr;
  ApprovalJson json{{"hash", submission->hash},
                    {"author", submission->author},
                    {"when", base::to_rfc3339(submission->received)},
                    {"state", state_of(*submission)},
                    {"by", submission->judged_by},
                    {"why", submission->why},
                    {"stations", taken_by(stations, submission->fingerprint)}};
  if (submission->aired)
    json["aired"] = {{"when", base::to_rfc3339(*submission->aired)},
                     {"station", name_at(stations, submission->aired_at)}};
  return json;
}

std::optional<entrance::Waiting> waiting_of(const std::optional<KeptSubmission>& kept) {
  if (!kept) return std::nullopt;
  return entrance::Waiting{kept->hash, kept->author, kept->state == "refused"};
}

// Who approves sees the weeks that the programmes name by their hashes, and no others.
bool has_its_weeks(const trust::Bundle& bundle) {
  std::set<base::Sha256> named;
  for (const auto& envelope : bundle.programmes) {
    base::Problems problems;
    const auto programme = trust::read_programme(envelope, "", problems);
    if (!programme) return false;
    for (const auto& week : programme->weeks) named.insert(week.schedule.hash);
  }
  std::set<base::Sha256> there;
  for (const auto& week : bundle.weeks) there.insert(base::sha256(week));
  return named == there;
}

// What may be any file is nobody's to approve.
bool names_its_media(const trust::Bundle& bundle) {
  return std::ranges::all_of(bundle.programmes, [](const trust::Envelope& envelope) {
    base::Problems problems;
    const auto programme = trust::read_programme(envelope, "", problems);
    return programme &&
           std::ranges::none_of(programme->weeks, [](const auto& week) { return week.any_media; });
  });
}

HttpResponse answer_of_hash(const std::string& hash, const char* state) {
  return entrance::json_answer(200, ApprovalJson{{"hash", hash}, {"state", state}}.dump());
}

bool is_a_reason(const std::string& why) {
  const auto length = base::count_characters(why);
  return length > 0 && length <= kLongestWhy && why.find('\0') == std::string::npos;
}

}  // namespace

std::string state_of(const KeptSubmission& submission) {
  if (submission.state != "approved") return submission.state;
  if (submission.fingerprint.empty()) return "approved";
  return submission.aired ? "aired" : "signed";
}

std::optional<KeptSubmission> ApprovalDesk::waiting() {
  return first_submission(
      store_.sql().run(std::string(kSubmissionColumns) + "WHERE state <> 'approved'"));
}

std::optional<KeptSubmission> ApprovalDesk::newest_approved() {
  return first_submission(
      store_.sql().run(std::string(kSubmissionColumns) +
                       "WHERE state = 'approved' ORDER BY received_ns DESC, hash LIMIT 1"));
}

bool ApprovalDesk::is_approved(const std::string& hash) {
  return !store_.sql()
              .run("SELECT 1 FROM submission WHERE hash = $1 AND state = 'approved'", {hash})
              .rows.empty();
}

HttpResponse ApprovalDesk::submit(const std::string& text, const std::string& author,
                                  base::Wall now) {
  base::Problems problems;
  const auto given = trust::read_bundle(text, "bundle", problems);
  if (!given) return refusal(400, "malformed-bundle", problems.at(0));
  if (!has_its_weeks(*given)) return refusal(400, "other-weeks");
  if (!names_its_media(*given)) return refusal(400, "media-unnamed");
  const auto hash = trust::content_hash(*given);
  if (is_approved(hash)) return answer_of_hash(hash, "approved");
  transact(store_.sql(), [&] {
    store_.sql().run("DELETE FROM submission WHERE state <> 'approved'");
    store_.sql().run(
        "INSERT INTO submission(hash, author, text, received_ns, state, judged_by, why, "
        "fingerprint) VALUES($1, $2, $3, $4, 'submitted', '', '', '')",
        {hash, author, text, nanoseconds(now)});
  });
  return answer_of_hash(hash, "submitted");
}

// Of what was judged only the hash is kept: the bundle that is given has the rest.
HttpResponse ApprovalDesk::judge(bool approves, const std::string& body, const std::string& person,
                                 base::Wall now) {
  const auto hash = text_member(body, "hash").value_or("");
  const auto why = approves ? "" : base::to_nfc(text_member(body, "why").value_or(""));
  if (!approves && !is_a_reason(why))
    return error_answer(400, "why-needed", {"hãy ghi lý do trả lại", "say why it is refused"});
  if (const auto no = entrance::objection(waiting_of(waiting()), hash, person))
    return error_answer(std::string_view(no->code) == "own-week" ? 403 : 409, no->code,
                        no->message);
  const auto* const state = approves ? "approved" : "refused";
  const auto changed =
      store_.sql()
          .run(
              "UPDATE submission SET state = $1, judged_by = $2, why = $3, judged_ns = $4, "
              "text = '' WHERE hash = $5 AND state = 'submitted'",
              {state, person, why, nanoseconds(now), hash})
          .changed;
  if (changed != 1) return refusal(409, "judged-meanwhile");
  return answer_of_hash(hash, state);
}

HttpResponse ApprovalDesk::show(bool needed, const std::vector<KnownStation>& stations) {
  return entrance::json_answer(200, ApprovalJson{{"needed", needed},
                                                 {"waiting", json_of(waiting(), stations)},
                                                 {"approved", json_of(newest_approved(), stations)}}
                                        .dump());
}

HttpResponse ApprovalDesk::bundle() {
  const auto found = store_.sql().run("SELECT text FROM submission WHERE state = 'submitted'");
  if (found.rows.empty()) return refusal(404, "nothing-waits");
  return entrance::json_answer(200, found.rows[0].text(0));
}

std::optional<HttpResponse> ApprovalDesk::objection_to(const OfferedBundle& bundle) {
  if (is_approved(bundle.content())) return std::nullopt;
  return error_answer(409, "not-approved",
                      {"nội dung gói lịch này chưa được duyệt: nộp bằng loa-centre submit, rồi nhờ "
                       "người duyệt",
                       "the content of this bundle is not approved: hand it in by loa-centre "
                       "submit, and have it approved"});
}

// Signed again, it is since the first time.
void ApprovalDesk::note_signed(const OfferedBundle& bundle, base::Wall now) {
  store_.sql().run(
      "UPDATE submission SET fingerprint = $1, signed_ns = COALESCE(signed_ns, $2) "
      "WHERE hash = $3 AND state = 'approved'",
      {bundle.fingerprint(), nanoseconds(now), bundle.content()});
}

}  // namespace loa::centre
