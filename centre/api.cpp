// Who may ask what.
#include "centre/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/log_event.h"
#include "centre/api_views.h"
#include "centre/page.h"
#include "centre/plays.h"
#include "centre/totals.h"
#include "entrance/answers.h"
#include "protocol/http_rules.h"

namespace loa::centre {
namespace {

using namespace std::chrono_literals;
using entrance::json_answer;
using protocol::HttpRequest;
using protocol::HttpResponse;

constexpr const char* kRenewal = "/v1/certificate";
constexpr std::size_t kShownEvents = 200;
constexpr std::size_t kShownActs = 200;
// Of requests: what people and stations ask beside reports and rows.
constexpr std::size_t kMaxRequest = 64UL * 1024;
// Of a report; its texts are titles and names.
constexpr std::size_t kMaxStatus = 256UL * 1024;
// Strangers cost a commit each time they are noted, so this often at most, and this many of them.
constexpr std::chrono::minutes kStrangerPause{1};
constexpr std::size_t kMaxStrangers = 1000;
constexpr std::chrono::seconds kAwayPause{2};
constexpr std::chrono::seconds kAskWhoIsOut{1};
// Of rows: for fewer the way to another thread and back costs as much as it saves.
constexpr std::size_t kFewBytes = 4096;
constexpr std::chrono::hours kLongestTotal{24 * 400};

// "st-..." of "/v1/stations/st-.../plays", where `after` is "/plays".
std::optional<std::string> station_in(const std::string& path, std::string_view after) {
  constexpr std::string_view kBefore = "/v1/stations/";
  if (!path.starts_with(kBefore) || !path.ends_with(after) ||
      path.size() <= kBefore.size() + after.size())
    return std::nullopt;
  return path.substr(kBefore.size(), path.size() - kBefore.size() - after.size());
}

std::uint64_t number_in(const HttpRequest& request, const char* name) {
  const auto found = request.query.find(name);
  std::uint64_t value = 0;
  if (found != request.query.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

HttpResponse database_away() { return come_again("database-away", std::chrono::seconds{5}); }

HttpResponse password_needed() {
  auto response = refusal(401, "password-needed");
  response.headers.emplace_back("WWW-Authenticate", R"(Basic realm="Loa", charset="UTF-8")");
  return response;
}

HttpResponse refusal_of(EnrolVerdict verdict) {
  switch (verdict) {
    case EnrolVerdict::enrolled:
      break;
    case EnrolVerdict::unknown_token:
      return refusal(403, "unknown-token");
    case EnrolVerdict::expired_token:
      return refusal(403, "expired-token");
    case EnrolVerdict::used_token:
      return refusal(403, "used-token");
    case EnrolVerdict::bad_key:
      return refusal(400, "bad-key");
    case EnrolVerdict::revoked:
      return refusal(403, "revoked");
  }
  return refusal(500, "internal-error");
}

// What is wrong with the certificate that came with a station's request, "" if nothing is. On this
// machine the signature is enough: nobody can be in between.
const char* fault_of_certificate(const HttpRequest& request, const StationRecord& station,
                                 base::Wall now) {
  const auto& shown = request.certificate;
  if (!shown) return protocol::is_from_here(request.peer) ? "" : "certificate-needed";
  if (shown->name != station.id || shown->public_key != station.public_key)
    return "foreign-certificate";
  return shown->until < now ? "certificate-expired" : "";
}

}  // namespace

Api::Api(const Config& config, ApiKeys keys, Store& store, const Authority* authority)
    : config_(config),
      keys_(std::move(keys)),
      store_(store),
      authority_(authority),
      fleet_(store.shared()),
      enrolment_(store),
      programmes_(store),
      commands_(store),
      media_(config.state / "media"),
      rollouts_(programmes_),
      approvals_(store),
      air_(store, programmes_),
      places_(store, config.file),
      log_(store, keys_.centre),
      log_desk_(config_.witnesses, store, log_),
      acts_(store, log_, keys_.centre),
      alarms_(store),
      intake_(store, log_, alarms_, fleet_, programmes_, air_, commands_, metrics_, admission_,
              keys_.centre),
      long_reads_(store.sql()) {
  for (const auto& last : store_.reports())
    fleet_.restore(last.station, protocol::status_report_from(last.json), last.seen);
}

Outcome Api::answer(const HttpRequest& request, const base::Now& now) {
  if (request.method == "GET" && request.path == "/healthz")
    return json_answer(200, R"({"ok":true})");
  return answered(now, [&] { return route(request, now); });
}

Outcome Api::answer(const HttpRequest& request, const ReadBatch& read, const base::Now& now) {
  return answered(now, [&]() -> Outcome {
    auto sent = sender(request, now, read.signed_by);
    if (auto* refused = std::get_if<HttpResponse>(&sent)) return std::move(*refused);
    return intake_.journal(std::get<StationRecord>(sent), read, now);
  });
}

Outcome Api::answer(const HttpRequest& request, const ReadBundle& read, const base::Now& now) {
  read_bundle_ = &read;
  const auto done = std::shared_ptr<void>(nullptr, [this](void*) { read_bundle_ = nullptr; });
  return answer(request, now);
}

bool Api::brings_a_bundle(const HttpRequest& request) const {
  return request.method == "POST" && request.path == "/v1/admin/programme" &&
         is_administrator(request);
}

Outcome Api::answered(const base::Now& now, const std::function<Outcome()>& ask) {
  if (now.steady < away_until_) return database_away();
  try {
    return ask();
  } catch (const SqlError& error) {
    return refused_by_store(error, now);
  }
}

std::optional<std::string> Api::reads_ahead(const HttpRequest& request, const base::Now& now) {
  const bool rows = request.method == "POST" && request.path == "/v1/journal";
  if (!rows || request.body.size() < kFewBytes || now.steady < away_until_) return std::nullopt;
  try {
    auto station = store_.station(std::string(request.header("loa-station")));
    if (station && !station->revoked) return std::move(station->public_key);
  } catch (const SqlError& error) {
    away(error, now);
  }
  return std::nullopt;
}

std::vector<HttpResponse> Api::tell(const std::vector<Listener>& stations, const base::Now& now) {
  if (now.steady < away_until_) return {stations.size(), database_away()};
  try {
    auto said = intake_.tell(stations, now);
    const auto& gone = shut_out(now);
    for (std::size_t i = 0; i < said.size(); ++i)
      if (gone.contains(stations[i].station)) said[i] = refusal(403, "revoked");
    return said;
  } catch (const SqlError& error) {
    return {stations.size(), refused_by_store(error, now)};
  }
}

const std::set<std::string>& Api::shut_out(const base::Now& now) {
  if (!shut_out_asked_ || now.steady - *shut_out_asked_ >= kAskWhoIsOut) {
    shut_out_ = store_.revoked_stations();
    shut_out_asked_ = now.steady;
  }
  return shut_out_;
}

std::vector<Call> Api::begun_commands(const base::Now& now) {
  if (now.steady < away_until_) return {};
  try {
    return commands_.begun(now);
  } catch (const SqlError& error) {
    if (error.failure() == SqlFailure::unavailable) away_until_ = now.steady + kAwayPause;
    base::log_event(base::LogLevel::warning, "database-failed", {{"error", error.what()}});
    return {};
  }
}

HttpResponse Api::refused_by_store(const SqlError& error, const base::Now& now) {
  if (error.passing()) return away(error, now);
  if (error.failure() != SqlFailure::disk_full) throw;
  base::log_event(base::LogLevel::error, "database-failed", {{"error", error.what()}});
  return refusal(507, "disk-full");
}

protocol::BodyRule Api::body_rule(const HttpRequest& head, const base::Now& now) {
  if (head.path == "/v1/journal") return {"journal", protocol::kMaxBody};
  if (head.path == "/v1/status") return {"status", kMaxStatus};
  if (!head.path.starts_with("/v1/admin/")) return {"request", kMaxRequest};
  if (auto no = refused_before(head, now)) return {"", 0, std::move(*no)};
  return head.path == "/v1/admin/programme" || head.path == "/v1/admin/submission"
             ? protocol::BodyRule{"bundle", trust::kLargestBundle}
             : protocol::BodyRule{"administrator", protocol::kMaxBody};
}

// Answered as always, with nothing taken.
std::optional<HttpResponse> Api::refused_before(const HttpRequest& head, const base::Now& now) {
  if (now.steady < away_until_) return database_away();
  try {
    if (!refused(head, who(head))) return std::nullopt;
    return std::get<HttpResponse>(answer(head, now));
  } catch (const SqlError& error) {
    return refused_by_store(error, now);
  }
}

bool Api::brings_a_command(const HttpRequest& request, const base::Now& now) {
  if (request.path != "/v1/status" || now.steady < away_until_) return false;
  try {
    return commands_.waits_for(std::string(request.header("loa-station")), now);
  } catch (const SqlError& error) {
    base::log_event(base::LogLevel::warning, "database-failed", {{"error", error.what()}});
    return false;
  }
}

void Api::note_answer(int status, base::Duration took, Urgency urgency) {
  metrics_.answered(status, took);
  if (urgency == Urgency::ordinary) admission_.answered(took);
}

// Each try may wait for seconds, and everybody else with it.
HttpResponse Api::away(const SqlError& error, const base::Now& now) {
  base::log_event(base::LogLevel::error, "database-failed", {{"error", error.what()}});
  if (error.failure() == SqlFailure::unavailable) away_until_ = now.steady + kAwayPause;
  return database_away();
}

HttpResponse Api::ready() {
  store_.bundle_head();
  return json_answer(200, R"({"ok":true})");
}

Outcome Api::route(const HttpRequest& request, const base::Now& now) {
  if (request.method == "POST") return post(request, now);
  if (request.method != "GET") return refusal(405, "method-not-allowed");
  if (request.path == "/readyz") return ready();
  if (request.path.starts_with(kMediaPrefix)) return media(request, now);
  if (people_ && request.path == "/v1/session")
    return people_->session(config_.title, who(request));
  // The page is where people log in.
  const bool page_is_open = people_ && people_->any();
  auto no = LogDesk::is_open(request.path) ? std::nullopt : kept_from_reading(request, now);
  if (!page_is_open && no) return std::move(*no);
  if (auto file = page(request)) return std::move(*file);
  if (no) return std::move(*no);
  return get(request, now);
}

Outcome Api::post(const HttpRequest& request, const base::Now& now) {
  if (request.path == "/v1/enrol") return enrol(request, now);
  if (request.path.starts_with("/v1/admin/")) return from_administrator(request, now);
  if (people_)
    if (auto outcome = people_->come_in(request)) return guarded(std::move(*outcome), now);
  if (request.path == "/v1/alarms/acknowledge") return see_alarm(request, now);
  if (request.path == "/log/cosignature") return log_desk_.take(request, now);
  for (const auto* path : {"/v1/journal", "/v1/status", "/v1/programme", kRenewal})
    if (request.path == path) return from_station(request, now);
  return refusal(404, "not-found");
}

Outcome Api::get(const HttpRequest& request, const base::Now& now) {
  if (request.path == "/v1/stations") return stations(now);
  if (request.path == "/v1/events")
    return json_answer(200, events_json(store_.events(kShownEvents)));
  if (request.path == "/v1/alarms") return alarms_.list();
  if (request.path == "/v1/acts") return json_answer(200, acts_.list_json(kShownActs));
  if (request.path == "/v1/submission")
    return approvals_.show(needs_approval(), known_stations(now));
  if (request.path == "/v1/submission/bundle") return approvals_.bundle();
  if (request.path == "/v1/rollout") return rollouts_.show(known_stations(now));
  if (request.path == "/metrics") return metrics(now);
  if (request.path == "/v1/totals") return totals(request, now);
  if (const auto station = station_in(request.path, "/plays")) return plays(*station, request, now);
  if (const auto station = station_in(request.path, "/receipt")) return receipt(*station, request);
  if (LogDesk::is_here(request.path)) return log_desk_.get(request);
  return refusal(404, "not-found");
}

HttpResponse Api::enrol(const HttpRequest& request, const base::Now& now) {
  const auto message = protocol::enrol_request_from(request.body);
  if (!message) return refusal(400, "malformed-enrolment");
  // Without a proof of the key, whoever saw a token could enrol a key that is another's.
  if (!signed_by(base::from_base64(message->public_key).value_or(""), request)) {
    note_stranger(request, "enrolment-refused", now);
    return refusal(401, "bad-signature");
  }
  const auto enrolled = enrolment_.enrol(*message, now.wall);
  if (enrolled.verdict != EnrolVerdict::enrolled) {
    note_stranger(request, "enrolment-refused", now);
    return refusal_of(enrolled.verdict);
  }
  base::log_event(base::LogLevel::info, "enrolled",
                  {{"station", enrolled.station}, {"replaces", enrolled.replaced}});
  if (cut_ && !enrolled.replaced.empty()) cut_(enrolled.replaced);
  return membership_of(store_.station(enrolled.station).value(), now);
}

HttpResponse Api::membership_of(const StationRecord& station, const base::Now& now) const {
  protocol::EnrolResponse response;
  response.station = station.id;
  if (authority_ != nullptr)
    response.certificate = authority_->certify(station.id, station.public_key, now.wall);
  response.centre_key.assign(keys_.centre.public_key.begin(), keys_.centre.public_key.end());
  response.time = time_for(station.id, keys_.centre, now);
  return json_answer(200, to_json(response));
}

std::variant<StationRecord, HttpResponse> Api::sender(const HttpRequest& request,
                                                      const base::Now& now,
                                                      std::string_view verified) {
  auto station = enrolment_.station_of(request, verified);
  if (!station) {
    note_stranger(request, "bad-signature", now);
    return refusal(401, "bad-signature");
  }
  if (station->revoked) {
    note_stranger(request, "revoked-station", now);
    return refusal(403, "revoked");
  }
  const std::string fault = fault_of_certificate(request, *station, now.wall);
  if (fault == "foreign-certificate") note_stranger(request, fault, now);
  // One that is over may still fetch its successor: its key has signed.
  const bool renewal = request.path == kRenewal;
  if (!fault.empty() && (!renewal || fault == "foreign-certificate")) return refusal(403, fault);
  return std::move(*station);
}

Outcome Api::from_station(const HttpRequest& request, const base::Now& now) {
  auto sent = sender(request, now);
  if (auto* refused = std::get_if<HttpResponse>(&sent)) return std::move(*refused);
  const auto& station = std::get<StationRecord>(sent);
  if (request.path == kRenewal) return membership_of(station, now);
  if (request.path == "/v1/programme") return programmes_.give(station.id);
  if (request.path == "/v1/journal")
    return intake_.journal(station, read_batch(request, station.public_key), now);
  return intake_.status(station, request.body, now);
}

// For a station by its signature, and for whoever may read the page: what is on the air for all to
// hear is no secret, and who knows its hash has the week.
HttpResponse Api::media(const HttpRequest& request, const base::Now& now) {
  if (request.headers.contains("loa-station")) {
    auto sent = sender(request, now);
    if (auto* refused = std::get_if<HttpResponse>(&sent)) return std::move(*refused);
  } else if (auto no = kept_from_reading(request, now)) {
    return std::move(*no);
  }
  return media_.give(std::string_view(request.path).substr(kMediaPrefix.size()), request);
}

void Api::learn_from_others(const base::Now& now) {
  if (!store_.shared()) return;
  for (const auto& last : store_.reports())
    fleet_.learn(last.station, protocol::status_report_from(last.json), last.seen, now);
}

std::vector<KnownStation> Api::known_stations(const base::Now& now) {
  learn_from_others(now);
  std::vector<KnownStation> known;
  for (auto& station : store_.stations()) {
    auto state = fleet_.state(station.id, now);
    known.push_back({std::move(station), std::move(state)});
  }
  return known;
}

std::vector<AlarmKey> Api::conditions(const std::vector<KnownStation>& stations) {
  auto all = rollouts_.conditions();
  for (const auto& [station, state] : stations)
    for (auto& key : conditions_of(station, state)) all.push_back(std::move(key));
  return all;
}

void Api::look(const base::Now& now) {
  if (now.steady < away_until_) return;
  try {
    const auto stations = known_stations(now);
    rollouts_.look(stations, now);
    air_.look();
    alarms_.look(conditions(stations), now);
  } catch (const SqlError& error) {
    base::log_event(base::LogLevel::error, "database-failed", {{"error", error.what()}});
  }
}

HttpResponse Api::metrics(const base::Now& now) {
  learn_from_others(now);
  std::map<std::string, std::int64_t> presence = {{"online", 0}, {"silent", 0}, {"never", 0}};
  for (const auto& station : store_.stations())
    if (!station.revoked) ++presence[name_of(fleet_.state(station.id, now).presence)];
  const auto labelled = [](const char* label, const std::map<std::string, std::int64_t>& counts) {
    std::vector<std::pair<std::string, std::int64_t>> values;
    values.reserve(counts.size());
    for (const auto& [name, count] : counts)
      values.emplace_back(fmt::format("{}=\"{}\"", label, name), count);
    return values;
  };
  return {200,
          "text/plain; version=0.0.4",
          metrics_.text({{"loa_stations", "Stations, by presence", labelled("presence", presence)},
                         {"loa_security_events", "Security events that are kept, by code",
                          labelled("code", store_.event_counts())}}),
          {{"Cache-Control", "no-store"}}};
}

HttpResponse Api::stations(const base::Now& now) {
  return json_answer(200, stations_json(config_.title, config_.zone, day_at(config_.zone, now.wall),
                                        now.wall, station_views(now)));
}

std::vector<StationView> Api::station_views(const base::Now& now) {
  auto known = known_stations(now);
  std::vector<std::string> ids;
  ids.reserve(known.size());
  for (const auto& [station, state] : known) ids.push_back(station.id);
  const auto offers = programmes_.offers(ids);
  const auto checkpoints = store_.newest_checkpoints();
  auto where = places_.where(known);
  std::vector<StationView> views;
  for (std::size_t i = 0; i < known.size(); ++i) {
    auto& [station, state] = known[i];
    const auto signed_last = checkpoints.find(station.id);
    // Nobody is to go back from a newer one.
    const auto* programme =
        state.report && state.report->programme ? &*state.report->programme : nullptr;
    const auto desired = std::max(offers[i].version, programme == nullptr ? 0 : programme->version);
    views.push_back(
        {std::move(station), std::move(state),
         signed_last == checkpoints.end() ? std::nullopt : std::optional(signed_last->second),
         desired, std::move(where[i])});
  }
  return views;
}

HttpResponse Api::plays(const std::string& station, const HttpRequest& request,
                        const base::Now& now) {
  const auto wanted = request.query.find("day");
  const auto day = wanted == request.query.end() ? day_at(config_.zone, now.wall) : wanted->second;
  const auto range = day_in(config_.zone, day);
  if (!range) return refusal(400, "bad-day");
  if (!store_.station(station)) return refusal(404, "unknown-station");
  const auto rows = store_.rows_of_occurrences(station, range->first, range->second);
  return json_answer(200, plays_json(station, day, plays_of(rows)));
}

HttpResponse Api::receipt(const std::string& station, const HttpRequest& request) {
  const auto epoch = number_in(request, "epoch");
  const auto seq = number_in(request, "seq");
  if (epoch == 0 || seq == 0) return refusal(400, "malformed-request");
  const auto found = log_.receipt(station, epoch, seq);
  if (!found) return refusal(404, "not-in-log");
  return {200, "text/plain; charset=utf-8", *found, {{"Cache-Control", "no-store"}}};
}

Outcome Api::totals(const HttpRequest& request, const base::Now& now) {
  const auto day = [&](const char* name) {
    const auto given = request.query.find(name);
    return day_in(config_.zone,
                  given == request.query.end() ? day_at(config_.zone, now.wall) : given->second);
  };
  const auto from = day("from");
  const auto to = day("to");
  if (!from || !to || to->second <= from->first || to->second - from->first > kLongestTotal)
    return refusal(400, "bad-day");
  return long_reads_.begin([from = from->first, to = to->second](Sql& sql) {
    return json_answer(200, totals_json(centre::totals(sql, from, to)));
  });
}

std::optional<HttpResponse> Api::kept_from_reading(const HttpRequest& request,
                                                   const base::Now& now) {
  if (protocol::is_from_here(request.peer)) return std::nullopt;
  if (people_ && people_->any()) {
    auto no = entrance::refusal(who(request), entrance::Right::see);
    // A collector is no person, and counts name nobody.
    if (!no || request.path != "/metrics" || config_.listen.password.empty()) return no;
  }
  return kept_from_reading_by_password(request, now);
}

// Of a centre that knows nobody by name, or a collector.
std::optional<HttpResponse> Api::kept_from_reading_by_password(const HttpRequest& request,
                                                               const base::Now& now) {
  if (config_.listen.password.empty()) return std::nullopt;
  if (request.header("authorization").starts_with("Basic ")) {
    if (const auto wait = guesses_.guess(request.peer, request.peer, now.steady); wait > 0s)
      return entrance::turned_away({entrance::Admission::Verdict::wait, wait});
    if (base::same_secret(request.header("authorization"),
                          "Basic " + base::to_base64("loa:" + config_.listen.password))) {
      guesses_.succeeded(request.peer, request.peer);
      return std::nullopt;
    }
  }
  return password_needed();
}

void Api::receive_people(std::function<base::Now()> clock,
                         std::function<void(std::function<void()>)> post) {
  people_.emplace(store_, acts_, config_.listen.tls, std::move(clock), std::move(post));
  if (!config_.listen.password.empty() && people_->any())
    base::log_event(base::LogLevel::warning, "page-password-ignored",
                    {{"text",
                      "people come in by name here: the configuration's password opens "
                      "nothing but /metrics any more"}});
}

void Api::note_stranger(const HttpRequest& request, const std::string& code, const base::Now& now) {
  const auto station = store_.station(std::string(request.header("loa-station")));
  const std::string id = station ? station->id : "";
  const std::string key = id + "\n" + code + "\n" + request.peer;
  if (strangers_.size() >= kMaxStrangers) strangers_.clear();
  const auto [noted, fresh] = strangers_.emplace(key, now.steady);
  if (!fresh && now.steady - noted->second < kStrangerPause) return;
  noted->second = now.steady;
  store_.put_event({id, code, request.peer, fmt::format("{} {}", request.method, request.path),
                    now.wall, now.wall, 1});
}

}  // namespace loa::centre
