#include "trust/reference_json.h"

namespace loa::trust {
namespace {

Json json_of(const Header& header) {
  return {{"version", header.version},
          {"issued", base::to_rfc3339(header.issued)},
          {"expires", base::to_rfc3339(header.expires)}};
}

Json json_of(const Role& role) {
  Json json{{"keys", Json::array()}, {"threshold", role.threshold}};
  for (const auto& key : role.keys) json["keys"].push_back(to_hex(key));
  return json;
}

Json json_of(const SignedWeek& week) {
  Json json{{"stations", week.stations}, {"schedule", file_json(week.schedule)}};
  if (week.any_media) return json;
  json["media"] = media_json(week.media);
  return json;
}

Json json_of(const Delegation& delegation) {
  Json json{{"name", delegation.name},
            {"stations", delegation.stations},
            {"mostUrgent", delegation.most_urgent}};
  json.update(json_of(delegation.role));
  return json;
}

Envelope sealed(std::string_view type, const Json& json) {
  return {std::string(type), json.dump(), {}};
}

}  // namespace

Envelope envelope_of(const Root& root) {
  auto json = json_of(root.header);
  json["roles"] = {{"root", json_of(root.root)},
                   {"programme", json_of(root.programme)},
                   {"snapshot", json_of(root.snapshot)},
                   {"timestamp", json_of(root.timestamp)}};
  if (root.command) json["roles"]["command"] = json_of(*root.command);
  return sealed(Root::kType, json);
}

Envelope envelope_of(const Timestamp& timestamp) {
  auto json = json_of(timestamp.header);
  json["snapshot"] = document_json(timestamp.snapshot);
  return sealed(Timestamp::kType, json);
}

Envelope envelope_of(const Snapshot& snapshot) {
  auto json = json_of(snapshot.header);
  json["programmes"] = to_json(snapshot.programmes);
  return sealed(Snapshot::kType, json);
}

Envelope envelope_of(const Programme& programme) {
  auto json = json_of(programme.header);
  json["name"] = programme.name;
  json["weeks"] = Json::array();
  for (const auto& week : programme.weeks) json["weeks"].push_back(json_of(week));
  json["delegations"] = Json::array();
  for (const auto& one : programme.delegations) json["delegations"].push_back(json_of(one));
  return sealed(Programme::kType, json);
}

}  // namespace loa::trust
