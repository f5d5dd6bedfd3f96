// Messages to JSON. A string that is not UTF-8 is written with replacement characters: its row's
// hash then shows at the centre that something was wrong, and the rest still arrives.
#include <nlohmann/json.hpp>

#include "protocol/messages.h"
#include "protocol/receipt.h"

namespace loa::protocol {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string dump(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::int64_t nanoseconds(base::Wall time) { return time.time_since_epoch().count(); }

OrderedJson time_or_null(const std::optional<base::Wall>& time) {
  return time ? OrderedJson(nanoseconds(*time)) : OrderedJson(nullptr);
}

void add(OrderedJson& json, const std::optional<SignedTime>& time) {
  if (!time) return;
  json["time"] = {{"wallNs", nanoseconds(time->wall)},
                  {"signature", base::to_base64(time->signature)}};
}

void add(OrderedJson& json, const std::optional<Checkpoint>& checkpoint) {
  if (!checkpoint) return;
  json["checkpoint"] = {{"epoch", checkpoint->epoch},
                        {"seq", checkpoint->seq},
                        {"hash", base::to_hex(checkpoint->hash)},
                        {"boot", checkpoint->boot},
                        {"wallNs", nanoseconds(checkpoint->wall)},
                        {"quality", base::name_of(checkpoint->quality)},
                        {"signature", base::to_base64(checkpoint->signature)}};
}

OrderedJson row_json(const journal::Row& row) {
  return {{"station", row.station},
          {"epoch", row.epoch},
          {"seq", row.seq},
          {"kind", name_of(row.kind)},
          {"occurrence", row.occurrence},
          {"title", row.title},
          {"area", row.area},
          {"content", row.content},
          {"nominalNs", time_or_null(row.nominal)},
          {"wallNs", nanoseconds(row.wall)},
          {"monotonicNs", row.monotonic_ns},
          {"boot", row.boot},
          {"quality", base::name_of(row.quality)},
          {"framesDue", row.frames_due},
          {"framesPlayed", row.frames_played},
          {"framesDropped", row.frames_dropped},
          {"level", row.level},
          {"evidence", row.evidence},
          {"outcome", name_of(row.outcome)},
          {"reason", row.reason},
          {"previous", base::to_hex(row.previous)},
          {"hash", base::to_hex(row.hash)}};
}

}  // namespace

std::string to_json(const EnrolRequest& message) {
  return dump({{"version", kVersion},
               {"token", message.token},
               {"publicKey", message.public_key},
               {"name", message.name}});
}

std::string to_json(const EnrolResponse& message) {
  OrderedJson json{
      {"version", kVersion}, {"station", message.station}, {"certificate", message.certificate}};
  if (!message.centre_key.empty()) json["centreKey"] = base::to_base64(message.centre_key);
  add(json, message.time);
  return dump(json);
}

std::string to_json(const JournalBatch& message) {
  OrderedJson rows = OrderedJson::array();
  for (const auto& row : message.rows) rows.push_back(row_json(row));
  OrderedJson json{{"version", kVersion},
                   {"station", message.station},
                   {"lostBefore", message.lost_before},
                   {"rows", std::move(rows)}};
  add(json, message.checkpoint);
  return dump(json);
}

std::string to_json(const BatchAck& message) {
  OrderedJson json{{"version", kVersion}, {"epoch", message.epoch}, {"seq", message.seq}};
  if (!message.receipt.empty()) json["receipt"] = message.receipt;
  return dump(json);
}

std::string to_json(const StatusReport& message) {
  OrderedJson json{{"version", kVersion},
                   {"station", message.station},
                   {"name", message.name},
                   {"software", message.software},
                   {"wallNs", nanoseconds(message.wall)},
                   {"quality", base::name_of(message.quality)},
                   {"onAir", message.on_air},
                   {"level", message.level},
                   {"nextStartNs", time_or_null(message.next_start)},
                   {"nextTitle", message.next_title},
                   {"schedule", message.schedule},
                   {"device", message.device},
                   {"volume", message.volume},
                   {"diskFree", message.disk_free},
                   {"unacknowledged", message.unacknowledged},
                   {"epoch", message.epoch},
                   {"seq", message.seq},
                   {"nonce", message.nonce},
                   {"faults", message.faults}};
  add(json, message.checkpoint);
  if (const auto& programme = message.programme)
    json["programme"] = {{"taken", programme->taken},
                         {"version", programme->version},
                         {"refused", programme->refused},
                         {"reason", programme->reason}};
  if (const auto& listening = message.listening)
    json["listening"] = {{"seconds", listening->longest.count()}, {"got", listening->got}};
  if (!message.commune.empty()) json["commune"] = message.commune;
  for (const auto& cluster : message.clusters)
    json["clusters"].push_back({{"name", cluster.name}, {"device", cluster.device}});
  return dump(json);
}

std::string to_json(const StatusAnswer& message) {
  OrderedJson json{
      {"version", kVersion}, {"programme", message.programme}, {"commands", message.commands}};
  if (message.first_contact) json["firstContactSeconds"] = message.first_contact->count();
  add(json, message.time);
  return dump(json);
}

std::string to_json(const RowProof& proof) {
  OrderedJson path = OrderedJson::array();
  for (const auto& hash : proof.path) path.push_back(base::to_hex(hash));
  return dump({{"version", kVersion},
               {"entry", proof.entry},
               {"row", row_json(proof.row)},
               {"path", std::move(path)}});
}

std::string to_json(const journal::Row& row) { return dump(row_json(row)); }

}  // namespace loa::protocol
