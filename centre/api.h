// The centre's HTTP interface (docs/protocol.md), without the sockets.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "centre/acts.h"
#include "centre/air_watch.h"
#include "centre/api_views.h"
#include "centre/approval_desk.h"
#include "centre/authority.h"
#include "centre/commands.h"
#include "centre/config.h"
#include "centre/enrolment.h"
#include "centre/fleet.h"
#include "centre/intake.h"
#include "centre/log_desk.h"
#include "centre/long_reads.h"
#include "centre/media.h"
#include "centre/people_desk.h"
#include "centre/place_desk.h"
#include "centre/programmes.h"
#include "centre/record_log.h"
#include "centre/rollout_desk.h"
#include "protocol/http.h"

namespace loa::centre {

// What the centre keeps secret.
struct ApiKeys {
  std::string administrator;  // centre/admin_key.h
  base::SigningKey centre;    // centre/centre_key.h
};

// One thread. Blocks on the disk.
class Api {
 public:
  // `store` and `authority` outlive this; without an authority (plain HTTP) stations get no
  // certificates. Restores the fleet's last reports from the store. Throws what RecordLog does.
  Api(const Config& config, ApiKeys keys, Store& store, const Authority* authority = nullptr);

  // Before it serves, so that what is wrong with the office's list is told at the start. Throws as
  // base::Communes::beside() does.
  void read_communes() { places_.communes(); }
  // Before it serves: people may come in by name. Without it only who has the administrator's key
  // acts. `clock` and `post`: entrance::FrontDesk's. Where there are any, it is logged that the
  // page's password opens nothing but /metrics.
  void receive_people(std::function<base::Now()> clock,
                      std::function<void(std::function<void()>)> post);
  // Called with a station that was shut out, whose connections are to be cut.
  void on_revoked(std::function<void(const std::string& station)> cut) { cut_ = std::move(cut); }

  // 507 where the disk is full, 503 while the database is away; throws SqlError for anything else
  // that is wrong with it.
  Outcome answer(const protocol::HttpRequest& request, const base::Now& now);
  // The same for a batch of rows that was read before its turn (read_if_signed).
  Outcome answer(const protocol::HttpRequest& request, const ReadBatch& read, const base::Now& now);
  // The same for a bundle that was read before its turn.
  Outcome answer(const protocol::HttpRequest& request, const ReadBundle& read,
                 const base::Now& now);
  // Whether it brings a bundle, which is to be read on another thread before its turn.
  bool brings_a_bundle(const protocol::HttpRequest& request) const;
  // By which public key a request is to be read on another thread while it waits for its turn;
  // nothing where it is to be read at its turn. What the database refuses is logged.
  std::optional<std::string> reads_ahead(const protocol::HttpRequest& request,
                                         const base::Now& now);
  // What those are answered now who were to wait, in their order. Errors as above.
  std::vector<protocol::HttpResponse> tell(const std::vector<Listener>& stations,
                                           const base::Now& now);
  // Whom those live commands are for whose time has come since this was asked last.
  std::vector<Call> begun_commands(const base::Now& now);
  // Every 15 s: what of the stations needs a person. What the database refuses is logged.
  void look(const base::Now& now);
  // How alarms go out.
  void tell_alarms_by(Way way, TellAlarms tell) { alarms_.tell_by(way, std::move(tell)); }
  // How much a request may bring, by its header alone. Who has no right to bring anything is
  // refused.
  protocol::BodyRule body_rule(const protocol::HttpRequest& head, const base::Now& now);
  // Who is taken, and who is to come again. By it stations are told over how long to spread.
  Admission& admission() { return admission_; }
  // Whether the request is what brings a station a live command that waits for it. Nothing of the
  // request is believed by it.
  bool brings_a_command(const protocol::HttpRequest& request, const base::Now& now);
  // How long the answer took: for GET /metrics, and where it was an ordinary one for what such
  // take.
  void note_answer(int status, base::Duration took, Urgency urgency);
  // For GET /metrics.
  void note_listening(std::size_t stations) { metrics_.listening(stations); }
  // Before the end: nobody waits for them.
  void end_long_reads() { long_reads_.end(); }
  // Before the end: nothing that was heard is forgotten.
  void keep_reports(const base::Now& now) { intake_.keep_reports(now, true); }

 private:
  // Throws it again where nobody can be told anything.
  protocol::HttpResponse refused_by_store(const SqlError& error, const base::Now& now);
  protocol::HttpResponse away(const SqlError& error, const base::Now& now);
  protocol::HttpResponse ready();
  protocol::HttpResponse metrics(const base::Now& now);
  void learn_from_others(const base::Now& now);
  std::vector<KnownStation> known_stations(const base::Now& now);
  std::vector<AlarmKey> conditions(const std::vector<KnownStation>& stations);
  Outcome totals(const protocol::HttpRequest& request, const base::Now& now);
  Outcome answered(const base::Now& now, const std::function<Outcome()>& ask);
  Outcome route(const protocol::HttpRequest& request, const base::Now& now);
  Outcome post(const protocol::HttpRequest& request, const base::Now& now);
  Outcome get(const protocol::HttpRequest& request, const base::Now& now);
  protocol::HttpResponse enrol(const protocol::HttpRequest& request, const base::Now& now);
  bool is_administrator(const protocol::HttpRequest& request) const;
  // Who asks, with the administrator's key or by a person's session; nothing for a stranger.
  std::optional<entrance::Caller> who(const protocol::HttpRequest& request);
  // Why this is not for him; nothing where it is.
  std::optional<protocol::HttpResponse> refused(const protocol::HttpRequest& request,
                                                const std::optional<entrance::Caller>& caller);
  // The same, of a request of which only the header is there.
  std::optional<protocol::HttpResponse> refused_before(const protocol::HttpRequest& head,
                                                       const base::Now& now);
  Act act_of(const protocol::HttpRequest& request, const std::string& what, bool in_words,
             const std::optional<entrance::Caller>& caller) const;
  Outcome guarded(Outcome outcome, const base::Now& now);
  Outcome administer_people(const protocol::HttpRequest& request, const Act& act,
                            const base::Now& now);
  Outcome from_administrator(const protocol::HttpRequest& request, const base::Now& now);
  protocol::HttpResponse carry_out(const protocol::HttpRequest& request, const Act& act,
                                   const base::Now& now);
  bool needs_approval() const { return people_ && people_->has_approver(); }
  protocol::HttpResponse see_alarm(const protocol::HttpRequest& request, const base::Now& now);
  protocol::HttpResponse new_token(const protocol::HttpRequest& request, const base::Now& now);
  protocol::HttpResponse revoke(const protocol::HttpRequest& request, const base::Now& now);
  Outcome administrator_media(const protocol::HttpRequest& request,
                              const std::optional<entrance::Caller>& caller, const base::Now& now);
  protocol::HttpResponse new_programme(const protocol::HttpRequest& request, const base::Now& now);
  // The station that has signed a request, or what its sender is told instead. `verified`: the key
  // by which it is known to be signed, "" for none.
  std::variant<StationRecord, protocol::HttpResponse> sender(const protocol::HttpRequest& request,
                                                             const base::Now& now,
                                                             std::string_view verified = "");
  Outcome from_station(const protocol::HttpRequest& request, const base::Now& now);
  protocol::HttpResponse media(const protocol::HttpRequest& request, const base::Now& now);
  protocol::HttpResponse stations(const base::Now& now);
  std::vector<StationView> station_views(const base::Now& now);
  protocol::HttpResponse receipt(const std::string& station, const protocol::HttpRequest& request);
  protocol::HttpResponse plays(const std::string& station, const protocol::HttpRequest& request,
                               const base::Now& now);
  // What one that is enrolled, or asks for its next certificate, is answered.
  protocol::HttpResponse membership_of(const StationRecord& station, const base::Now& now) const;
  // What one is told who may not read; nothing where he may.
  std::optional<protocol::HttpResponse> kept_from_reading(const protocol::HttpRequest& request,
                                                          const base::Now& now);
  std::optional<protocol::HttpResponse> kept_from_reading_by_password(
      const protocol::HttpRequest& request, const base::Now& now);
  // As of when the store was asked last: other centres shut stations out too, while this one holds
  // their reports.
  const std::set<std::string>& shut_out(const base::Now& now);
  void note_stranger(const protocol::HttpRequest& request, const std::string& code,
                     const base::Now& now);

  const Config config_;
  entrance::LoginGuard guesses_;  // of the page's password
  const ApiKeys keys_;
  Store& store_;
  const Authority* authority_;
  std::function<void(const std::string&)> cut_;
  Fleet fleet_;
  Enrolment enrolment_;
  Programmes programmes_;
  Commands commands_;
  Media media_;
  RolloutDesk rollouts_;
  ApprovalDesk approvals_;
  AirWatch air_;
  PlaceDesk places_;
  Metrics metrics_;
  Admission admission_;
  RecordLog log_;
  LogDesk log_desk_;
  Acts acts_;
  std::optional<PeopleDesk> people_;
  AlarmDesk alarms_;
  Intake intake_;
  LongReads long_reads_;
  const ReadBundle* read_bundle_ = nullptr;  // of the request that is being answered
  std::set<std::string> shut_out_;
  std::optional<base::Steady> shut_out_asked_;
  base::Steady away_until_{};                      // until then the database is not asked
  std::map<std::string, base::Steady> strangers_;  // when each was noted last
};

}  // namespace loa::centre
