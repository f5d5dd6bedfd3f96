#include "centre/intake.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/log_event.h"

namespace loa::centre {
namespace {

using protocol::HttpResponse;

struct Refusal {
  int status;
  const char* code;
};

// Nothing where the station is given an acknowledgement.
std::optional<Refusal> refusal_of(BatchVerdict verdict) {
  switch (verdict) {
    case BatchVerdict::taken:
    case BatchVerdict::gap:
      return std::nullopt;
    case BatchVerdict::malformed:
      return Refusal{400, "malformed-batch"};
    case BatchVerdict::foreign:
      return Refusal{403, "foreign-row"};
    case BatchVerdict::old_epoch:
      return Refusal{409, "old-epoch"};
    case BatchVerdict::poison:
      return Refusal{422, "poison-row"};
    case BatchVerdict::conflict:
      return Refusal{409, "row-conflict"};
  }
  return Refusal{500, "internal-error"};
}

// One that has a newer one, of a roll-out that another one took the place of, is given no older
// one: it would refuse it.
std::string offered_to(const protocol::StatusReport* report, Programmes::Offer offer) {
  const bool older =
      report != nullptr && report->programme && report->programme->version > offer.version;
  return older ? "" : std::move(offer.fingerprint);
}

}  // namespace

std::optional<std::string> text_member(const std::string& body, const char* name) {
  const auto object = nlohmann::json::parse(body, nullptr, false);
  if (!object.is_object() || !object.contains(name) || !object[name].is_string())
    return std::nullopt;
  return object[name].get<std::string>();
}

HttpResponse refusal(int status, const std::string& code) {
  return {status, "application/json", nlohmann::json{{"error", code}}.dump(), {}};
}

HttpResponse refusal(int status, const std::string& code, const base::Problem& problem) {
  const nlohmann::json body{{"error", code}, {"detail", base::to_string(problem)}};
  return {status, "application/json", body.dump(), {}};
}

HttpResponse journal_answer(const BatchResult& result) {
  const auto refused = refusal_of(result.verdict);
  if (!refused) return {200, "application/json", to_json(result.ack), {}};
  if (result.verdict == BatchVerdict::malformed) return refusal(refused->status, refused->code);
  const nlohmann::json body{
      {"error", refused->code}, {"epoch", result.ack.epoch}, {"seq", result.bad_seq}};
  return {refused->status, "application/json", body.dump(), {}};
}

HttpResponse come_again(const std::string& code, base::Duration pause) {
  auto response = refusal(503, code);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
  return response;
}

std::optional<protocol::SignedTime> time_for(const std::string& station,
                                             const base::SigningKey& key, const base::Now& now) {
  if (now.quality != base::ClockQuality::synced) return std::nullopt;
  return protocol::sign_time(key, station, now.wall);
}

HttpResponse Intake::journal(const StationRecord& station, const ReadBatch& read,
                             const base::Now& now) {
  if (read.form == BatchForm::unknown) return refusal(415, "unsupported-encoding");
  const auto& batch = read.batch;
  if (!batch) return refusal(400, "malformed-batch");
  if (batch->station != station.id) return refusal(403, "foreign-station");
  fleet_.heard(station.id, now);
  if (!read.vouched) {
    checkpoints_.refuse(station.id, *batch->checkpoint, now.wall);
    metrics_.batch_refused("bad-checkpoint");
    return refusal(409, "bad-checkpoint");
  }
  const auto result = ingest_.accept(*batch, read.sound, now);
  metrics_.rows_stored(result.stored);
  look_for_sound(station.id, *batch, result, now.wall);
  const auto refused = refusal_of(result.verdict);
  if (refused) metrics_.batch_refused(refused->code);
  if (base::logs(base::LogLevel::debug))
    base::log_event(base::LogLevel::debug, "batch",
                    {{"station", station.id},
                     {"epoch", result.ack.epoch},
                     {"seq", result.ack.seq},
                     {"rows", batch->rows.size()},
                     {"stored", result.stored},
                     {"refused", refused ? refused->code : ""}});
  return journal_answer(result);
}

void Intake::look_for_sound(const std::string& station, const protocol::JournalBatch& batch,
                            const BatchResult& result, base::Wall now) {
  const auto* const report = fleet_.report(station);
  if (report == nullptr || !report->programme) return;
  const auto stored = std::ranges::find_if(batch.rows, [&](const auto& row) {
    return row.epoch != result.ack.epoch || row.seq > result.ack.seq;
  });
  air_.heard(station, report->programme->taken, {batch.rows.begin(), stored}, now);
}

Outcome Intake::status(const StationRecord& station, const std::string& body,
                       const base::Now& now) {
  auto report = protocol::status_report_from(body);
  if (!report) return refusal(400, "malformed-status");
  if (report->station != station.id) return refusal(403, "foreign-station");
  const auto checkpoint = std::exchange(report->checkpoint, std::nullopt);
  auto listening = std::exchange(report->listening, std::nullopt).value_or(protocol::Listening{});
  fleet_.heard(*report, now);
  try {
    if (checkpoint) take_checkpoint(station, *checkpoint, now.wall);
    keep_reports(now, false);
  } catch (const SqlError& error) {
    // The report itself is in memory, and the next one is on its way.
    base::log_event(base::LogLevel::warning, "database-failed", {{"error", error.what()}});
  }
  Listener listener{station.id, std::move(listening.got), now.steady + listening.longest};
  if (listener.until > now.steady && commands_.due(station.id, listener.got, now).empty())
    return listener;
  return tell({std::move(listener)}, now).front();
}

std::vector<HttpResponse> Intake::tell(const std::vector<Listener>& stations,
                                       const base::Now& now) {
  std::vector<std::string> ids;
  ids.reserve(stations.size());
  for (const auto& one : stations) ids.push_back(one.station);
  auto offers = programmes_.offers(ids);
  const auto window = admission_.first_contact_window(fleet_.size());
  std::vector<HttpResponse> said;
  said.reserve(stations.size());
  for (std::size_t i = 0; i < stations.size(); ++i) {
    const auto& id = stations[i].station;
    const protocol::StatusAnswer answer{offered_to(fleet_.report(id), std::move(offers[i])),
                                        commands_.due(id, stations[i].got, now),
                                        time_for(id, key_, now),
                                        std::chrono::duration_cast<std::chrono::seconds>(window)};
    said.push_back({200, "application/json", to_json(answer), {}});
  }
  return said;
}

void Intake::take_checkpoint(const StationRecord& station, const protocol::Checkpoint& checkpoint,
                             base::Wall now) {
  if (is_signed_by(station.public_key, station.id, checkpoint))
    checkpoints_.take(station.id, checkpoint, now);
  else
    checkpoints_.refuse(station.id, checkpoint, now);
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
