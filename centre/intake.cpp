#include "centre/intake.h"

#include <nlohmann/json.hpp>

#include "base/log.h"

namespace loa::centre {
namespace {

using protocol::HttpResponse;

HttpResponse refused_row(int status, const char* code, const BatchResult& result) {
  const nlohmann::json body{{"error", code}, {"epoch", result.ack.epoch}, {"seq", result.bad_seq}};
  return {status, "application/json", body.dump(), {}};
}

HttpResponse answer_of(const BatchResult& result) {
  switch (result.verdict) {
    case BatchVerdict::taken:
    case BatchVerdict::gap:
      return {200, "application/json", to_json(result.ack), {}};
    case BatchVerdict::malformed:
      return refusal(400, "malformed-batch");
    case BatchVerdict::foreign:
      return refused_row(403, "foreign-row", result);
    case BatchVerdict::old_epoch:
      return refused_row(409, "old-epoch", result);
    case BatchVerdict::poison:
      return refused_row(422, "poison-row", result);
    case BatchVerdict::conflict:
      return refused_row(409, "row-conflict", result);
  }
  return refusal(500, "internal-error");
}

}  // namespace

HttpResponse refusal(int status, const std::string& code) {
  return {status, "application/json", nlohmann::json{{"error", code}}.dump(), {}};
}

HttpResponse refusal(int status, const std::string& code, const base::Problem& problem) {
  const nlohmann::json body{{"error", code}, {"detail", base::to_string(problem)}};
  return {status, "application/json", body.dump(), {}};
}

HttpResponse Intake::journal(const std::string& station, const std::string& body,
                             const base::Now& now) {
  const auto batch = protocol::journal_batch_from(body);
  if (!batch) return refusal(400, "malformed-batch");
  if (batch->station != station) return refusal(403, "foreign-station");
  fleet_.heard(station, now);
  return answer_of(ingest_.accept(*batch, now));
}

HttpResponse Intake::status(const std::string& station, const std::string& body,
                            const base::Now& now) {
  const auto report = protocol::status_report_from(body);
  if (!report) return refusal(400, "malformed-status");
  if (report->station != station) return refusal(403, "foreign-station");
  fleet_.heard(*report, now);
  try {
    keep_reports(now, false);
  } catch (const SqlError& error) {
    // The report itself is in memory, and the next one is on its way.
    base::log(base::LogLevel::warning, error.what());
  }
  const protocol::StatusAnswer said{programmes_.fingerprint(), commands_.due(station, now.wall)};
  return {200, "application/json", to_json(said), {}};
}

void Intake::keep_reports(const base::Now& now, bool at_end) {
  const auto due = fleet_.to_keep(now, at_end);
  if (due.empty()) return;
  transact(store_.sql(), [&] {
    for (const auto& station : due) {
      const auto* report = fleet_.report(station);
      store_.put_report({station, report == nullptr ? "" : to_json(*report),
                         fleet_.seen(station).value_or(now.wall)});
    }
  });
}

}  // namespace loa::centre
