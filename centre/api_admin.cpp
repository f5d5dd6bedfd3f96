// What people and the machine's administrator do by the interface.
#include <nlohmann/json.hpp>

#include "centre/admin_key.h"
#include "centre/api.h"
#include "centre/routes.h"
#include "entrance/answers.h"
#include "protocol/http_rules.h"
#include "protocol/token.h"

namespace loa::centre {
namespace {

using protocol::HttpRequest;
using protocol::HttpResponse;

// In the record of acts, of what is said with one. As long as entrance::kLongestName can be.
constexpr std::size_t kLongestPerson = 160;
constexpr std::size_t kLongestSubject = 500;

}  // namespace

bool Api::is_administrator(const HttpRequest& request) const {
  return protocol::is_from_here(request.peer) &&
         base::same_secret(request.header("authorization"), "Bearer " + keys_.administrator);
}

std::optional<entrance::Caller> Api::who(const HttpRequest& request) {
  if (is_administrator(request)) return entrance::Caller{"", entrance::Role::administers};
  return people_ ? people_->who(request) : std::nullopt;
}

// What is not there is for nobody but the administrators, who are told so.
std::optional<HttpResponse> Api::refused(const HttpRequest& request,
                                         const std::optional<entrance::Caller>& caller) {
  if (!caller && request.header("x-loa").empty()) return refusal(403, "not-the-administrator");
  const auto* const route = admin_route_of(request.path);
  return entrance::refusal(caller, route == nullptr ? entrance::Right::setup : route->right);
}

// Those who wait for a password meanwhile are told as everybody is where the database is away.
Outcome Api::guarded(Outcome outcome, const base::Now& now) {
  auto* const answering = std::get_if<Answering>(&outcome);
  if (answering == nullptr) return outcome;
  return Answering{[this, now, start = std::move(answering->start)](const auto& reply) {
    try {
      start(reply);
    } catch (const SqlError& error) {
      reply(refused_by_store(error, now));
    }
  }};
}

Outcome Api::from_administrator(const HttpRequest& request, const base::Now& now) {
  const auto caller = who(request);
  if (auto no = refused(request, caller)) {
    note_stranger(request, "admin-refused", now);
    return std::move(*no);
  }
  const auto* const route = admin_route_of(request.path);
  if (route == nullptr) return refusal(404, "not-found");
  const auto what = request.path.substr(kAdminPrefix.size());
  if (route->what == kMediaBelow) return administrator_media(request, caller, now);
  if (what == "stations") return places_.list(request.body, known_stations(now));
  const bool shows = what == "rollout" && text_member(request.body, "do") == "show";
  if (shows) return rollouts_.show(known_stations(now));
  const auto act = act_of(request, what, route->in_words, caller);
  if (route->what == kPeople) return administer_people(request, act, now);
  return acts_.carry_out(act, now, [&] { return carry_out(request, act, now); });
}

Outcome Api::administer_people(const HttpRequest& request, const Act& act, const base::Now& now) {
  if (!people_) return refusal(404, "not-found");
  auto below = std::string_view(request.path).substr(kAdminPrefix.size() + kPeople.size());
  if (below.starts_with('/')) below.remove_prefix(1);
  return guarded(people_->administer(std::string(below), request, act), now);
}

Act Api::act_of(const HttpRequest& request, const std::string& what, bool in_words,
                const std::optional<entrance::Caller>& caller) const {
  Act act{what, std::string(request.header("loa-person").substr(0, kLongestPerson)), request.peer,
          in_words ? request.body.substr(0, kLongestSubject) : "",
          read_bundle_ == nullptr ? request.body : ""};
  if (read_bundle_ != nullptr) act.body_hash = read_bundle_->hash;
  if (!caller || caller->name.empty()) return act;
  act.by = caller->name;
  act.role = name_of(caller->role);
  return act;
}

HttpResponse Api::carry_out(const HttpRequest& request, const Act& act, const base::Now& now) {
  const auto& what = act.what;
  // Only who has logged in is known to be somebody else than the author.
  const auto person = act.role.empty() ? "" : act.by;
  if (what == "tokens") return new_token(request, now);
  if (what == "revoke") return revoke(request, now);
  if (what == "place") return places_.take(request.body);
  if (what == "submission") return approvals_.submit(request.body, person, now.wall);
  if (what.starts_with("submission/"))
    return approvals_.judge(what == kApproval, request.body, person, now.wall);
  if (what == "programme") return new_programme(request, now);
  if (what == "rollout") return rollouts_.order(request.body, known_stations(now));
  return commands_.take(request.body, now.wall, programmes_.commanders());
}

// Who has logged in is known by name; where people do not, whoever reads says his own.
HttpResponse Api::see_alarm(const HttpRequest& request, const base::Now& now) {
  const auto caller = who(request);
  const bool named = people_ && people_->any();
  if (named || caller) {
    if (auto no = entrance::refusal(caller, entrance::Right::attend)) return std::move(*no);
  } else if (auto no = kept_from_reading(request, now)) {
    return std::move(*no);
  }
  auto act = act_of(request, "alarm-seen", true, caller);
  const auto by = act.role.empty() ? text_member(request.body, "by").value_or("") : act.by;
  act.by = by.substr(0, kLongestPerson);
  return acts_.carry_out(act, now, [&] { return alarms_.acknowledge(request.body, by, now.wall); });
}

// A file comes in pieces: the record says it once, with the first.
Outcome Api::administrator_media(const HttpRequest& request,
                                 const std::optional<entrance::Caller>& caller,
                                 const base::Now& now) {
  const auto hash =
      std::string_view(request.path).substr(kAdminPrefix.size() + kMediaBelow.size() + 1);
  if (hash == "lacking") return media_.lacking(request.body);
  auto outcome = media_.take(hash, request);
  const auto offset = request.query.find("offset");
  if (offset == request.query.end() || offset->second != "0") return outcome;
  auto act = act_of(request, std::string(kMediaBelow), false, caller);
  act.subject = hash;
  act.body_hash = base::sha256_from_hex(hash);
  const auto* const answer = std::get_if<HttpResponse>(&outcome);
  acts_.end(act, answer == nullptr ? 200 : answer->status, now);
  return outcome;
}

HttpResponse Api::new_programme(const HttpRequest& request, const base::Now& now) {
  const auto read = read_bundle_ == nullptr ? read_offer(request.body) : *read_bundle_;
  const auto root = request.query.find("root");
  const bool new_root = root != request.query.end() && root->second == "new";
  if (auto no = programmes_.objection_to(read, new_root)) return std::move(*no);
  const bool approved = needs_approval();
  if (approved)
    if (auto no = approvals_.objection_to(*read.bundle)) return std::move(*no);
  const auto stations = known_stations(now);
  // What words mean is settled here: who is tagged tomorrow has no part in it.
  std::set<std::string> first;
  if (const auto given = request.query.find("first"); given != request.query.end()) {
    std::string nobody;
    auto meant = places_.meant(words_between_commas(given->second), stations, nobody);
    if (!meant) return no_such_target(nobody);
    first = std::move(*meant);
  }
  auto answer = rollouts_.take(request, std::move(first), stations, now.wall, read);
  if (answer.status == 200) media_.tidy(programmes_.media(), now.wall);
  if (answer.status == 200 && approved) {
    approvals_.note_signed(*read.bundle, now.wall);
    air_.look();
  }
  return answer;
}

HttpResponse Api::new_token(const HttpRequest& request, const base::Now& now) {
  const auto name = text_member(request.body, "name");
  if (!name) return refusal(400, "malformed-request");
  const auto replaces = text_member(request.body, "replaces").value_or("");
  if (!replaces.empty() && !store_.station(replaces)) return refusal(404, "unknown-station");
  protocol::EnrolToken token{enrolment_.new_token(*name, now.wall, replaces), std::nullopt};
  if (authority_ != nullptr) token.pin = authority_->pin();
  return entrance::json_answer(200,
                               nlohmann::json{{"token", to_text(token)},
                                              {"expires", base::to_rfc3339(now.wall + kTokenLife)}}
                                   .dump());
}

HttpResponse Api::revoke(const HttpRequest& request, const base::Now& now) {
  const auto station = text_member(request.body, "station");
  if (!station) return refusal(400, "malformed-request");
  if (!store_.station(*station)) return refusal(404, "unknown-station");
  store_.revoke(*station, now.wall);
  shut_out_asked_.reset();
  store_.put_event(
      {*station, "revoked", request.peer, "by the administrator", now.wall, now.wall, 1});
  if (cut_) cut_(*station);
  return entrance::json_answer(200, nlohmann::json{{"revoked", *station}}.dump());
}

}  // namespace loa::centre
