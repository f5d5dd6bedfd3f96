// What station and centre say to each other, as values. JSON on the wire (docs/protocol.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/row.h"
#include "protocol/checkpoint.h"
#include "protocol/signed_time.h"

namespace loa::protocol {

inline constexpr int kVersion = 1;
inline constexpr std::size_t kMaxBatchRows = 500;
inline constexpr std::size_t kMaxCommands = 8;
// How long a centre may hold the answer to a report at most: proxies and routers on the way forget
// what says nothing for a minute or two.
inline constexpr std::chrono::seconds kMaxListening{60};
inline constexpr std::size_t kMaxGot = 100;
inline constexpr std::chrono::seconds kMaxFirstContact{3600};
inline constexpr std::size_t kMaxBody = 4UL * 1024 * 1024;

// POST /v1/enrol, signed with the key that it brings. The key was made on the station's board; the
// token works once. POST /v1/certificate with "{}" is answered the same, for a station that is
// known.
struct EnrolRequest {
  std::string token;
  std::string public_key;  // Ed25519, base64
  std::string name;        // what people call the station
};
struct EnrolResponse {
  std::string station;  // the id the centre gave it
  // For the station's key (PEM), with which it shows itself from now on; "" over plain HTTP.
  std::string certificate;
  // The centre's own Ed25519 key (32 bytes), with which it signs what it says; "" from a centre
  // that has none yet.
  std::string centre_key = {};
  std::optional<SignedTime> time = std::nullopt;  // where the centre knows it
};

// POST /v1/journal: rows of one epoch, in order, without gaps. Idempotent.
struct JournalBatch {
  std::string station;
  std::vector<journal::Row> rows;  // 1..kMaxBatchRows
  // The rows between what the centre has of the epoch and the first row here are lost at the
  // station too: its record was damaged. The centre notes the loss and goes on behind it.
  bool lost_before = false;
  // Of the last row here. Nothing from an earlier version of the station.
  std::optional<Checkpoint> checkpoint = std::nullopt;
  friend bool operator==(const JournalBatch&, const JournalBatch&) = default;
};
// The highest seq up to which the centre has every row of the epoch.
struct BatchAck {
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;
  // That the rows stored just now stand in the centre's log (trust::LogProof, with the entry as its
  // extra data); "" where none was new, or from a centre of an earlier version.
  std::string receipt = {};
};

// Why a batch was not taken as a whole; what stands before the row was.
struct RefusedRow {
  std::string code;
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;
};

// Which bundles of signed weeks a station has accepted and refused last (trust::fingerprint).
struct ProgrammeReport {
  std::string taken;         // "" for none
  std::int64_t version = 0;  // of its timestamp; 0 for none
  std::string refused = {};  // that the centre gave it, since it started; "" for none
  std::string reason = {};   // a problem's code
  friend bool operator==(const ProgrammeReport&, const ProgrammeReport&) = default;
};

// That a station which takes live commands waits for them with its report.
struct Listening {
  // How long the centre may hold its answer while it has no other command for the station than
  // `got`; 0..kMaxListening.
  std::chrono::seconds longest{0};
  // The commands that the station has from it already: id_of_command(), kMaxGot at most.
  std::vector<std::string> got = {};
  friend bool operator==(const Listening&, const Listening&) = default;
};
// SHA-256 of its text, in hexadecimal.
std::string id_of_command(std::string_view envelope);

inline constexpr std::size_t kMaxReportedClusters = 64;
// A cluster of loudspeakers that a station drives, and the state of its sound device.
struct ClusterReport {
  std::string name;
  std::string device;  // audio::name_of(DeviceState)
  friend bool operator==(const ClusterReport&, const ClusterReport&) = default;
};

// POST /v1/status, every 30 s and after a change. Kept in memory at the station.
struct StatusReport {
  std::string station;
  std::string name;
  std::string software;
  base::Wall wall{};
  base::ClockQuality quality = base::ClockQuality::unknown;
  std::string on_air;  // programme title; "" if nothing
  int level = 0;
  std::optional<base::Wall> next_start;
  std::string next_title;
  std::string schedule;         // id.version of the week that is loaded; "" if none
  std::string device;           // audio::name_of(DeviceState)
  int volume = 0;               // 0..100
  std::uint64_t disk_free = 0;  // bytes
  std::uint64_t unacknowledged = 0;
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;
  std::string nonce;                // for live commands (trust/command.h)
  std::vector<std::string> faults;  // stable codes: clock-untrusted, device-lost, disk-full, ...
  std::optional<Checkpoint> checkpoint = std::nullopt;  // of its newest row, once a day
  // Of a station with an office; nothing from an earlier version.
  std::optional<ProgrammeReport> programme = std::nullopt;
  std::optional<Listening> listening = std::nullopt;  // nothing from an earlier version
  std::string commune = {};                  // its code (base/communes.h); "" where none is told
  std::vector<ClusterReport> clusters = {};  // kMaxReportedClusters at most
};

// What the centre says to a status report. `programme`: which bundle it has for the station
// (trust::fingerprint), "" if none. `commands`: the live ones whose time it is and that the station
// has not got, kMaxCommands at most (trust::write_envelope).
struct StatusAnswer {
  std::string programme;
  std::vector<std::string> commands;
  std::optional<SignedTime> time = std::nullopt;  // where the centre knows it
  // The window of the station's first contact after its next boot, up to kMaxFirstContact.
  std::optional<std::chrono::seconds> first_contact = std::nullopt;
};

// A station's id follows from its key, so that it can number its journal before any centre knows
// it: "st-" and the first 16 hexadecimal digits of the SHA-256 of the 32-byte public key.
std::string station_id_of(std::string_view public_key);

// Each gives JSON text; each reader returns nothing for input that is not that message.
std::string to_json(const EnrolRequest& message);
std::string to_json(const EnrolResponse& message);
std::string to_json(const JournalBatch& message);
std::string to_json(const BatchAck& message);
std::string to_json(const StatusReport& message);
std::string to_json(const StatusAnswer& message);
std::string to_json(const journal::Row& row);
std::optional<EnrolRequest> enrol_request_from(std::string_view json);
std::optional<EnrolResponse> enrol_response_from(std::string_view json);
std::optional<JournalBatch> journal_batch_from(std::string_view json);
std::optional<BatchAck> batch_ack_from(std::string_view json);
std::optional<StatusReport> status_report_from(std::string_view json);
std::optional<StatusAnswer> status_answer_from(std::string_view json);
// The code of a refusal, {"error":"code"}; "" if it is none.
std::string refusal_from(std::string_view json);
// The row by which a batch was refused: {"error":"code","epoch":1,"seq":2}.
std::optional<RefusedRow> refused_row_from(std::string_view json);

}  // namespace loa::protocol
