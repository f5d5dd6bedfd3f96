// JSON to messages: whatever is not exactly the message gives nothing. Members that are not known
// are passed over, so that a newer station can talk to an older centre.
#include <limits>
#include <type_traits>

#include "base/communes.h"
#include "protocol/json_read.h"
#include "protocol/receipt.h"

namespace loa::protocol {
namespace {

using namespace json_read;

constexpr std::size_t kMaxFaults = 64;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kMaxPath = 64;  // of a tree of 2^64

std::optional<base::Wall> time_or_null(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_null() ? std::nullopt : std::optional(time(value));
}

// What an older peer does not send.
template <class Read>
auto optional_member(const Json& object, const char* name, Read read)
    -> std::optional<std::invoke_result_t<Read, const Json&>> {
  const auto found = object.find(name);
  if (found == object.end()) return std::nullopt;
  return read(*found);
}

// Throws where the text is no JSON object of our version, or nested deeper than any message is.
Json parse(std::string_view json) {
  if (json.size() > kMaxBody) refuse();
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth) refuse();
    return true;
  };
  Json parsed = Json::parse(json, shallow);
  if (!parsed.is_object()) refuse();
  number(parsed, "version", kVersion, kVersion);
  return parsed;
}

template <class Message>
std::optional<Message> read(std::string_view json, Message (*from)(const Json&)) {
  try {
    return from(parse(json));
  } catch (const NotThatMessage&) {
    return std::nullopt;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

EnrolRequest enrol_request(const Json& json) {
  return {text(json, "token"), text(json, "publicKey"), text(json, "name")};
}

SignedTime signed_time(const Json& json) {
  if (!json.is_object()) refuse();
  return {time(json, "wallNs"), fixed_bytes(json, "signature", kSignatureBytes)};
}

EnrolResponse enrol_response(const Json& json) {
  EnrolResponse response{text(json, "station"), text(json, "certificate")};
  if (json.contains("centreKey")) response.centre_key = fixed_bytes(json, "centreKey", kKeyBytes);
  response.time = optional_member(json, "time", signed_time);
  return response;
}

BatchAck batch_ack(const Json& json) {
  BatchAck ack{count(json, "epoch"), count(json, "seq")};
  if (json.contains("receipt")) ack.receipt = text(json, "receipt");
  return ack;
}

std::vector<std::string> texts(const Json& json, const char* name, std::size_t most,
                               std::size_t longest) {
  const Json& list = member(json, name);
  if (!list.is_array() || list.size() > most) refuse();
  std::vector<std::string> found;
  for (const Json& one : list) {
    if (!one.is_string() || one.get_ref<const std::string&>().size() > longest) refuse();
    found.push_back(one.get<std::string>());
  }
  return found;
}

RowProof row_proof(const Json& json) {
  RowProof proof;
  proof.entry = text(json, "entry");
  proof.row = row_from(member(json, "row"));
  for (const auto& hex : texts(json, "path", kMaxPath, 2 * proof.row.hash.size())) {
    const auto hash = base::sha256_from_hex(hex);
    if (!hash) refuse();
    proof.path.push_back(*hash);
  }
  return proof;
}

ProgrammeReport programme_report(const Json& json) {
  if (!json.is_object()) refuse();
  return {text(json, "taken"), number(json, "version", 0, std::numeric_limits<std::int64_t>::max()),
          text(json, "refused"), text(json, "reason")};
}

Listening listening(const Json& json) {
  if (!json.is_object()) refuse();
  return {std::chrono::seconds(number(json, "seconds", 0, kMaxListening.count())),
          texts(json, "got", kMaxGot, kHashDigits)};
}

std::string commune(const Json& json) {
  auto code = text(json);
  if (!base::is_commune_code(code)) refuse();
  return code;
}

std::vector<ClusterReport> clusters(const Json& json) {
  if (!json.is_array() || json.size() > kMaxReportedClusters) refuse();
  std::vector<ClusterReport> read;
  for (const auto& each : json) {
    if (!each.is_object()) refuse();
    read.push_back({text(each, "name"), text(each, "device")});
  }
  return read;
}

StatusReport status_report(const Json& json) {
  StatusReport report;
  report.station = text(json, "station");
  report.name = text(json, "name");
  report.software = text(json, "software");
  report.wall = time(json, "wallNs");
  report.quality = named(json, "quality", base::clock_quality_named);
  report.on_air = text(json, "onAir");
  report.level = static_cast<int>(number(json, "level", 0, 3));
  report.next_start = time_or_null(json, "nextStartNs");
  report.next_title = text(json, "nextTitle");
  report.schedule = text(json, "schedule");
  report.device = text(json, "device");
  report.volume = static_cast<int>(number(json, "volume", 0, 100));
  report.disk_free = count(json, "diskFree");
  report.unacknowledged = count(json, "unacknowledged");
  report.epoch = count(json, "epoch");
  report.seq = count(json, "seq");
  report.nonce = text(json, "nonce");
  report.faults = texts(json, "faults", kMaxFaults, kMaxString);
  report.checkpoint = optional_member(json, "checkpoint", checkpoint);
  report.programme = optional_member(json, "programme", programme_report);
  report.listening = optional_member(json, "listening", listening);
  report.commune = optional_member(json, "commune", commune).value_or("");
  report.clusters =
      optional_member(json, "clusters", clusters).value_or(std::vector<ClusterReport>{});
  return report;
}

StatusAnswer status_answer(const Json& json) {
  StatusAnswer answer{text(json, "programme"), texts(json, "commands", kMaxCommands, kMaxString),
                      optional_member(json, "time", signed_time)};
  if (json.contains("firstContactSeconds"))
    answer.first_contact =
        std::chrono::seconds(number(json, "firstContactSeconds", 0, kMaxFirstContact.count()));
  return answer;
}

}  // namespace

std::optional<EnrolRequest> enrol_request_from(std::string_view json) {
  return read(json, enrol_request);
}

std::optional<EnrolResponse> enrol_response_from(std::string_view json) {
  return read(json, enrol_response);
}

std::optional<BatchAck> batch_ack_from(std::string_view json) { return read(json, batch_ack); }

std::optional<StatusReport> status_report_from(std::string_view json) {
  return read(json, status_report);
}

std::optional<RowProof> row_proof_from(std::string_view json) { return read(json, row_proof); }

std::string refusal_from(std::string_view json) {
  const auto parsed = Json::parse(json, nullptr, false);
  const bool refusal =
      parsed.is_object() && parsed.contains("error") && parsed["error"].is_string();
  return refusal ? parsed["error"].get<std::string>() : "";
}

std::optional<RefusedRow> refused_row_from(std::string_view json) {
  const auto parsed = Json::parse(json, nullptr, false);
  const auto number = [&](const char* name) {
    const bool there = parsed.is_object() && parsed.contains(name);
    return there && parsed[name].is_number_unsigned() ? parsed[name].get<std::uint64_t>() : 0;
  };
  RefusedRow row{refusal_from(json), number("epoch"), number("seq")};
  const bool whole = !row.code.empty() && row.epoch > 0 && row.seq > 0;
  return whole ? std::optional(std::move(row)) : std::nullopt;
}

std::optional<StatusAnswer> status_answer_from(std::string_view json) {
  return read(json, status_answer);
}

}  // namespace loa::protocol
