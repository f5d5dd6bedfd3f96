#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "trust/reference_json.h"

namespace loa::trust {
namespace {

using base::Fields;

constexpr std::size_t kMostKeys = 16;
constexpr std::size_t kMostStations = 20'000;
constexpr std::size_t kMostWeeks = 20'000;
constexpr std::size_t kMostDelegations = 500;

Header read_header(Fields& fields) {
  Header header;
  header.version = fields.integer("version", 1, kHighestVersion);
  header.issued = read_time(fields, "issued");
  header.expires = read_time(fields, "expires");
  return header;
}

std::vector<PublicKey> read_keys(Fields& fields) {
  std::vector<PublicKey> keys;
  const auto& items = fields.list("keys", 1, kMostKeys);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* text = items[i].string();
    const auto key = text != nullptr ? public_key_from(*text) : std::nullopt;
    if (!key || std::ranges::find(keys, *key) != keys.end()) {
      fields.error("keys", i, "bad-key",
                   {"phải là khóa công khai gồm 64 chữ số thập lục phân, mỗi khóa một lần",
                    "must be a public key of 64 hexadecimal digits, each key once"});
    } else {
      keys.push_back(*key);
    }
  }
  return keys;
}

Role read_role(Fields& fields) {
  Role role;
  role.keys = read_keys(fields);
  role.threshold = static_cast<int>(fields.integer("threshold", 1, kMostKeys));
  if (static_cast<std::size_t>(role.threshold) > role.keys.size()) {
    fields.error("threshold", "threshold",
                 {"nhiều hơn số khóa: không ai ký đủ được",
                  "more than there are keys: nobody could ever sign enough"});
  }
  return role;
}

SignedWeek read_week(Fields& fields) {
  SignedWeek week;
  week.stations = read_stations(fields, kMostStations);
  week.schedule = read_inner(fields, "schedule", read_file_reference);
  week.any_media = !fields.has("media");
  if (week.any_media) return week;
  week.media = read_media(fields);
  return week;
}

Delegation read_delegation(Fields& fields) {
  Delegation delegation;
  delegation.name = fields.string("name", 64);
  delegation.stations = read_stations(fields, kMostStations);
  delegation.most_urgent = static_cast<int>(fields.integer("mostUrgent", 1, 3));
  delegation.role = read_role(fields);
  return delegation;
}

Root root_in(Fields& fields) {
  Root root;
  root.header = read_header(fields);
  auto roles = fields.object("roles");
  root.root = read_inner(roles, "root", read_role);
  root.programme = read_inner(roles, "programme", read_role);
  root.snapshot = read_inner(roles, "snapshot", read_role);
  root.timestamp = read_inner(roles, "timestamp", read_role);
  if (roles.has("command")) root.command = read_inner(roles, "command", read_role);
  roles.finish();
  return root;
}

Timestamp timestamp_in(Fields& fields) {
  Timestamp timestamp;
  timestamp.header = read_header(fields);
  timestamp.snapshot = read_inner(fields, "snapshot", read_reference);
  return timestamp;
}

Snapshot snapshot_in(Fields& fields) {
  Snapshot snapshot;
  snapshot.header = read_header(fields);
  snapshot.programmes = read_references(fields, "programmes", kMostDelegations + 1);
  return snapshot;
}

Programme programme_in(Fields& fields) {
  Programme programme;
  programme.header = read_header(fields);
  programme.name = fields.string("name", 64);
  read_each(fields, "weeks", kMostWeeks,
            [&](Fields& week) { programme.weeks.push_back(read_week(week)); });
  std::set<std::string> known{programme.name, std::string(Programme::kFirst)};
  read_each(fields, "delegations", kMostDelegations, [&](Fields& one) {
    programme.delegations.push_back(read_delegation(one));
    if (!known.insert(programme.delegations.back().name).second) {
      one.error("name", "name-twice", {"tên này có hai lần", "this name stands twice"});
    }
  });
  return programme;
}

}  // namespace

std::optional<Root> read_root(const Envelope& envelope, const std::string& file,
                              base::Problems& problems) {
  return read_payload(envelope, file, problems, root_in);
}
std::optional<Timestamp> read_timestamp(const Envelope& envelope, const std::string& file,
                                        base::Problems& problems) {
  return read_payload(envelope, file, problems, timestamp_in);
}
std::optional<Snapshot> read_snapshot(const Envelope& envelope, const std::string& file,
                                      base::Problems& problems) {
  return read_payload(envelope, file, problems, snapshot_in);
}
std::optional<Programme> read_programme(const Envelope& envelope, const std::string& file,
                                        base::Problems& problems) {
  return read_payload(envelope, file, problems, programme_in);
}

}  // namespace loa::trust
