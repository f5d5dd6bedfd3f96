#include "centre/acts.h"

#include <nlohmann/json.hpp>

namespace loa::centre {
namespace {

using ActJson = nlohmann::ordered_json;

constexpr std::uint64_t kEpoch = 1;

std::string text_of(const ActJson& json) {
  return json.dump(-1, ' ', false, ActJson::error_handler_t::replace);
}

std::string details_of(const Act& act, int status) {
  ActJson json{{"by", act.by}, {"peer", act.peer}, {"subject", act.subject}};
  if (!act.role.empty()) json["role"] = act.role;
  if (status != 0) json["status"] = status;
  return text_of(json);
}

// `state`: asked, done, refused.
journal::Row row_of(const Act& act, const std::string& state, int status, const base::Now& now) {
  journal::Row row;
  row.epoch = kEpoch;
  row.kind = journal::Kind::event;
  row.title = act.what;
  row.content = base::to_hex(act.body_hash ? *act.body_hash : base::sha256(act.body));
  row.wall = now.wall;
  row.monotonic_ns = now.steady.time_since_epoch().count();
  row.quality = now.quality;
  row.evidence = details_of(act, status);
  row.reason = state;
  journal::bring_into_range(row);
  return row;
}

ActJson json_of_act(const journal::Row& row) {
  ActJson json{{"epoch", row.epoch}, {"seq", row.seq},      {"time", base::to_rfc3339(row.wall)},
               {"what", row.title},  {"state", row.reason}, {"sha256", row.content}};
  const auto details = ActJson::parse(row.evidence, nullptr, false);
  if (details.is_object()) json.update(details);
  return json;
}

}  // namespace

void Acts::write(const Act& act, const std::string& state, int status, const base::Now& now) {
  store_.prepare_month(now.wall);
  const auto& name = log_.name().name;
  auto row = row_of(act, state, status, now);
  row.station = name;
  transact(store_.sql(), [&] {
    const auto before = store_.head(name, kEpoch);
    row.seq = before ? before->seq + 1 : 1;
    row.previous = before ? before->hash : base::Sha256{};
    row.hash = journal::hash_of(row);
    store_.put_rows({&row, 1}, now.wall);
    store_.move_head(name, kEpoch, before, {row.seq, row.hash});
    log_.append({name, kEpoch, row.seq, row.seq, protocol::rows_root({row.hash}), now.wall});
    store_.put_checkpoint(
        {name,
         protocol::signed_with(key_, name,
                               {kEpoch, row.seq, row.hash, row.boot, row.wall, row.quality, ""}),
         now.wall});
  });
}

protocol::HttpResponse Acts::carry_out(const Act& act, const base::Now& now,
                                       const std::function<protocol::HttpResponse()>& work) {
  begin(act, now);
  auto answer = work();
  end(act, answer.status, now);
  return answer;
}

void Acts::end(const Act& act, int status, const base::Now& now) {
  write(act, status == 200 ? "done" : "refused", status, now);
}

std::string Acts::list_json(std::size_t limit) {
  auto acts = ActJson::array();
  for (const auto& row : store_.newest_rows(log_.name().name, kEpoch, limit))
    acts.push_back(json_of_act(row));
  return text_of({{"record", log_.name().name}, {"acts", std::move(acts)}});
}

std::string act_json(const journal::Row& row) { return text_of(json_of_act(row)); }

}  // namespace loa::centre
