#include "centre/programmes.h"

#include <nlohmann/json.hpp>

#include "base/log_event.h"
#include "centre/intake.h"
#include "entrance/answers.h"
#include "entrance/answers_json.h"

namespace loa::centre {
namespace {

using protocol::HttpResponse;

HttpResponse badly_signed(const base::Problem& problem) {
  const base::Text text{"chữ ký của gói lịch không đúng: " + problem.message.vi,
                        "the bundle is not rightly signed: " + problem.message.en};
  return entrance::json_answer(409, entrance::dumped({{"error", "badly-signed"},
                                                      {"message", entrance::to_json(text)},
                                                      {"detail", base::to_string(problem)}}));
}

HttpResponse other_root() {
  return entrance::error_answer(
      409, "other-root",
      {"gói lịch này theo một bản gốc (root) khác với gói mà trung tâm đang giữ; nếu văn phòng đã "
       "lập lại bản gốc thì giao bằng loa-centre programme --new-root",
       "this bundle goes back to another root than the one that the centre has; where the office "
       "has begun anew, give it by loa-centre programme --new-root"});
}

bool is_staged(const RolloutPlan& plan) { return plan.stages.size() > 1 || !plan.first.empty(); }

}  // namespace

Programmes::Programmes(Store& store) : store_(store) { load(); }

Programmes::Kept Programmes::read(const std::string& fingerprint) const {
  const auto kept = store_.bundle(fingerprint);
  if (!kept) return nullptr;
  base::Problems problems;
  auto bundle = OfferedBundle::read(kept->text, problems);
  if (!bundle)
    base::log_event(base::LogLevel::error, "bundle-unreadable",
                    {{"error", base::to_string(problems.at(0))}});
  return bundle;
}

bool Programmes::under_way() const { return rollout_ && rollout_->state != RolloutState::done; }

// The store's own order is by version, and the one in stages is the newest.
void Programmes::load(const Kept& fresh) {
  const auto kept = store_.rollout();
  revision_ = kept ? kept->revision : 0;
  rollout_ = kept ? std::optional(rollout_from(kept->json)) : std::nullopt;
  const auto staged = under_way() ? rollout_->fingerprint : none_;
  Kept next;
  Kept settled;
  for (const auto& fingerprint : store_.bundles()) {
    auto& place = fingerprint == staged ? next : settled;
    if (place) continue;
    for (const auto& known : {fresh, settled_, next_})
      if (known && known->fingerprint() == fingerprint) place = known;
    if (!place) place = read(fingerprint);
  }
  settled_ = std::move(settled);
  next_ = std::move(next);
}

void Programmes::follow() {
  if (!store_.shared()) return;
  const auto last = newest() ? newest()->fingerprint() : none_;
  const auto kept = store_.bundle_head();
  const bool same = kept ? kept->fingerprint == last : last.empty();
  if (!same || store_.rollout_revision() != revision_) load();
}

const Programmes::Kept& Programmes::for_station(const std::string& station) const {
  // One that has stopped comes to nobody who has not got it.
  const bool goes = next_ && rollout_->state == RolloutState::going;
  const bool turn = goes && has_turn(*rollout_, station);
  return turn || !settled_ ? next_ : settled_;
}

std::vector<Programmes::Offer> Programmes::offers(const std::vector<std::string>& stations) {
  follow();
  std::vector<Offer> offers;
  offers.reserve(stations.size());
  for (const auto& station : stations) {
    const auto& kept = for_station(station);
    offers.push_back(kept ? Offer{kept->fingerprint(), kept->version()} : Offer{});
  }
  return offers;
}

std::optional<trust::Role> Programmes::commanders() {
  follow();
  const auto& kept = newest();
  if (!kept || !kept->judged().root) return std::nullopt;
  base::Problems problems;
  const auto root = trust::read_root(*kept->judged().root, "root", problems);
  return root ? root->command : std::nullopt;
}

const std::set<std::string>* Programmes::schedules(const std::string& fingerprint) const {
  for (const auto* kept : {&settled_, &next_})
    if (*kept && (*kept)->fingerprint() == fingerprint) return &(*kept)->schedules();
  return nullptr;
}

std::set<base::Sha256> Programmes::media() {
  follow();
  std::set<base::Sha256> hashes;
  for (const auto* kept : {&settled_, &next_}) {
    if (*kept) hashes.insert((*kept)->media().begin(), (*kept)->media().end());
  }
  return hashes;
}

const std::string& Programmes::fingerprint() {
  follow();
  return settled_ ? settled_->fingerprint() : none_;
}

const std::optional<Rollout>& Programmes::rollout() {
  follow();
  return rollout_;
}

std::int64_t Programmes::newest_version() const { return newest() ? newest()->version() : 0; }

std::optional<HttpResponse> Programmes::objection_to(const ReadBundle& read, bool new_root) {
  if (!read.bundle) return refusal(400, "malformed-bundle", read.problems.at(0));
  const auto& judged = read.bundle->judged();
  if (!judged.root) return badly_signed(judged.problems.at(0));
  follow();
  const auto& kept = newest();
  if (new_root || !kept || !kept->judged().root) return std::nullopt;
  const auto led_to = trust::newest_root(read.bundle->roots(), *kept->judged().root);
  if (led_to && led_to->payload == judged.root->payload) return std::nullopt;
  return other_root();
}

HttpResponse Programmes::take(const std::string& text, base::Wall now,
                              const std::optional<RolloutPlan>& plan,
                              const std::map<std::string, std::set<std::string>>& faults,
                              const ReadBundle* read) {
  if (read == nullptr) {
    const auto now_read = read_offer(text);
    return take(text, now, plan, faults, &now_read);
  }
  follow();
  if (!read->bundle) return refusal(400, "malformed-bundle", read->problems.at(0));
  const auto version = read->bundle->version();
  if (version < newest_version()) return refusal(409, "older-programme");
  const auto& fingerprint = read->bundle->fingerprint();
  const KeptBundle kept{fingerprint, version, text, now};
  const bool staged =
      plan && is_staged(*plan) && settled_ && settled_->fingerprint() != fingerprint;
  if (staged) {
    Rollout rollout{fingerprint, version, *plan};
    rollout.began = rollout.stage_began = now;
    rollout.faults_before = faults;
    store_.put_bundle_beside(kept, settled_->fingerprint(), to_json(rollout));
  } else {
    store_.put_bundle(kept);
  }
  load(read->bundle);
  base::log_event(
      base::LogLevel::info, "bundle-taken",
      {{"version", version}, {"staged", staged ? "yes" : "no"}, {"bytes", text.size()}});
  return {
      200, "application/json", nlohmann::json{{"version", version}, {"staged", staged}}.dump(), {}};
}

HttpResponse Programmes::give(const std::string& station) {
  follow();
  const auto& kept = for_station(station);
  if (!kept) return refusal(404, "no-programme");
  return {200, "application/json", kept->text_for(station), {}};
}

bool Programmes::move(const Rollout& to) {
  const bool done = to.state == RolloutState::done;
  const bool moved = store_.move_rollout(revision_, to_json(to), done ? to.fingerprint : "");
  load();
  return moved;
}

}  // namespace loa::centre
