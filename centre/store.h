// What the centre keeps: stations, tokens, their rows, security events, live commands, and the last
// report of each station; in SQLite for one centre, or in PostgreSQL for several that share it.
// Every call blocks on the disk and throws SqlError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "centre/months.h"
#include "centre/place.h"
#include "centre/sql.h"
#include "journal/row.h"
#include "protocol/checkpoint.h"
#include "protocol/receipt.h"

namespace loa::centre {

struct StationRecord {
  std::string id;
  std::string name;
  std::string public_key;  // 32 bytes
  base::Wall enrolled{};
  std::optional<base::Wall> revoked = std::nullopt;  // since then nothing of it is taken
  std::string replaced_by = {};  // the station that its place was given to; "" if none was
};

struct TokenRecord {
  std::string name;  // what the station is to be called; "" leaves it to the station
  base::Wall expires{};
  std::string station;        // who used it; "" if nobody has
  std::string replaces = {};  // the station whose place its user takes; "" for none
};

// The newest row of an epoch.
struct Head {
  std::uint64_t seq = 0;
  base::Sha256 hash{};
};

// What a station has signed of its record, its signature right.
struct KeptCheckpoint {
  std::string station;
  protocol::Checkpoint checkpoint;
  base::Wall received{};
};

// A row with how it stands there.
struct StoredRow {
  journal::Row row;
  base::Wall received{};
  bool intact = true;  // each column has what put_rows() writes of this row
};

// An entry of the centre's log.
struct LogEntry {
  std::uint64_t index = 0;
  std::string entry;  // protocol::to_text(LoggedBatch)
};

// Likewise, with the columns beside it.
struct KeptEntry {
  LogEntry log;
  std::string station;
  std::uint64_t epoch = 0;
  std::uint64_t first = 0;  // seq
};

// `subject` tells alarms of one kind and station apart: an occurrence, or "".
struct AlarmKey {
  std::string station;
  std::string code;  // stable: offline, sound, clock, disk, heat, refused, missed-slot...
  std::string subject;
  friend bool operator==(const AlarmKey&, const AlarmKey&) = default;
  friend bool operator<(const AlarmKey& a, const AlarmKey& b) {
    return std::tie(a.station, a.code, a.subject) < std::tie(b.station, b.code, b.subject);
  }
};

enum class Way { webhook, mail };  // by which alarms are told
enum class Told { no, now, yes };  // by one way; now: it is under way

// Something that needs a person.
struct Alarm {
  AlarmKey key;
  std::string detail;
  base::Wall since{};
  std::optional<base::Wall> over = std::nullopt;  // it ended by itself
  std::string acknowledged_by = {};
  std::optional<base::Wall> acknowledged = std::nullopt;
};

// Something that an honest station in good health does not do. `subject` and `code` tell events of
// one station apart; a repetition only counts up.
struct SecurityEvent {
  std::string station;  // "" if unknown
  std::string code;     // stable: row-conflict, poison-row, chain-broken, bad-signature...
  std::string subject;  // "epoch/seq", or the caller's address
  std::string detail;   // English, one line
  base::Wall first{};
  base::Wall last{};
  std::int64_t times = 1;
};

// The newest bundle of signed weeks that was given to the centre.
struct KeptBundle {
  std::string fingerprint;   // trust::fingerprint
  std::int64_t version = 0;  // of its timestamp
  std::string text;
  base::Wall received{};
};

// How the newest bundle goes out.
struct KeptRollout {
  std::int64_t revision = 0;  // counts up from 1
  std::string json;           // centre::Rollout
};

struct LastReport {
  std::string station;
  std::string json;  // protocol::StatusReport; "" if none came yet
  base::Wall seen{};
};

// A live command on its way, an envelope of trust::Command.
struct KeptCommand {
  std::string id;  // SHA-256 of the envelope, hexadecimal
  std::string envelope;
  base::Wall received{};
  base::Wall expires{};
};

// Whom a commander has reached without a second person.
struct KeptReach {
  std::int64_t revision = 0;  // counts up from 1; 0: nobody yet
  std::string json;           // centre::Reached
};

class Store {
 public:
  // Opens or creates the SQLite file `path`.
  explicit Store(const std::filesystem::path& path);
  // Creates the tables that are missing.
  explicit Store(std::unique_ptr<Sql> sql);

  // For a transaction around several calls (transact); each call alone is its own.
  Sql& sql() { return *sql_; }
  // Whether other processes may write here too.
  bool shared() const { return sql_->dialect() == SqlDialect::postgres; }

  std::vector<StationRecord> stations();
  std::optional<StationRecord> station(const std::string& id);
  void put_station(const StationRecord& station);
  // Nothing undoes it. `replaced_by`: who takes its place, if somebody does.
  std::set<std::string> revoked_stations();  // their ids
  void revoke(const std::string& station, base::Wall when, const std::string& replaced_by = "");

  // What the office says of stations; nothing of one is a StationPlace without anything.
  std::map<std::string, StationPlace> places();
  StationPlace place(const std::string& station);
  void put_place(const std::string& station, const StationPlace& place);

  // Tokens are kept by their SHA-256 only. A new one:
  void put_token(const base::Sha256& hash, const TokenRecord& token);
  // False if another station has used it meanwhile.
  bool claim_token(const base::Sha256& hash, const std::string& station);
  std::optional<TokenRecord> token(const base::Sha256& hash);
  void forget_tokens(base::Wall expired_before);

  std::uint64_t newest_epoch(const std::string& station);  // 0 if there is no row
  std::optional<Head> head(const std::string& station, std::uint64_t epoch);
  // Puts the head of an epoch from `from` (nothing: there is none yet) to `to`. Throws a conflict
  // where another process has moved it meanwhile: what was decided by `from` no longer holds.
  void move_head(const std::string& station, std::uint64_t epoch, const std::optional<Head>& from,
                 const Head& to);
  // By seq, of the rows `first` to `last` that are stored.
  std::map<std::uint64_t, base::Sha256> hashes(const std::string& station, std::uint64_t epoch,
                                               std::uint64_t first, std::uint64_t last);
  // Before the transaction in which rows received at `received` are put.
  void prepare_month(base::Wall received) { months_.prepare(received); }
  // The rows are new, by the head that is moved in the same transaction. Queued.
  void put_rows(std::span<const journal::Row> rows, base::Wall received);
  // All rows of a station, oldest first, after (epoch, seq).
  std::vector<journal::Row> rows_after(const std::string& station, std::uint64_t epoch,
                                       std::uint64_t seq, std::size_t limit);
  // The newest of an epoch, the newest first.
  std::vector<journal::Row> newest_rows(const std::string& station, std::uint64_t epoch,
                                        std::size_t limit);
  // All rows of the occurrences that were due in [from, to), oldest first within an occurrence.
  std::vector<journal::Row> rows_of_occurrences(const std::string& station, base::Wall from,
                                                base::Wall to);

  // Of an epoch the newest; an older one replaces nothing.
  void put_checkpoint(const KeptCheckpoint& checkpoint);
  std::optional<KeptCheckpoint> checkpoint(const std::string& station, std::uint64_t epoch);
  std::map<std::string, KeptCheckpoint> newest_checkpoints();  // by station

  // Who signs the centre's log (trust::to_text(LogKey)); "" before put_log_key().
  std::string log_key();
  void put_log_key(const std::string& key);
  // The log's size and peaks (trust::MerkleEdge).
  std::pair<std::uint64_t, std::vector<base::Sha256>> log_edge();
  // Throws a conflict where another process has let it grow from `from` on meanwhile.
  void grow_log(std::uint64_t from, const trust::MerkleEdge& to);
  // Queued, both.
  void put_log_entry(std::uint64_t index, const protocol::LoggedBatch& batch,
                     const std::string& entry);
  void put_log_node(const trust::MerkleEdge::Node& node);
  // The last entry of the epoch that begins at `seq` or before.
  std::optional<LogEntry> log_entry_of(const std::string& station, std::uint64_t epoch,
                                       std::uint64_t seq);
  std::vector<std::string> log_entries(std::uint64_t first, std::uint64_t count);
  std::vector<base::Sha256> log_nodes(unsigned level, std::uint64_t first, std::uint64_t count);

  // What a witness (trust::to_text(LogKey)) says of a head of the log, in the place of what it said
  // of it before: a line of the head's note.
  void put_cosignature(const trust::TreeHead& head, const std::string& witness,
                       const std::string& line);
  std::vector<std::string> cosignature_lines(std::uint64_t size);  // by witness
  // The smallest head of more than `above` entries that a witness has cosigned.
  std::optional<trust::TreeHead> next_cosigned_head(std::uint64_t above);
  // The one that most have cosigned, the newest of them.
  std::optional<trust::TreeHead> most_cosigned_head(std::uint64_t above);
  void forget_cosignatures(std::size_t heads);  // but for the newest heads
  void forget_other_witnesses(const std::set<std::string>& known);

  // For verify(): all stations of which there is something, by id.
  std::vector<std::string> stations_on_record();
  std::vector<std::uint64_t> epochs_on_record(const std::string& station);
  // Rows of an epoch from `first` to `last`, oldest first, `limit` at most.
  std::vector<StoredRow> stored_rows(const std::string& station, std::uint64_t epoch,
                                     std::uint64_t first, std::uint64_t last, std::size_t limit);
  // The oldest first.
  std::vector<KeptEntry> kept_entries(const std::string& station);
  std::vector<KeptEntry> kept_entries(std::uint64_t first, std::uint64_t count);
  // The first index below `size` without an entry, or one from `size` on that has one.
  std::optional<std::uint64_t> log_hole(std::uint64_t size);
  // Those of them that are there.
  std::map<std::uint64_t, base::Sha256> log_nodes(unsigned level,
                                                  const std::vector<std::uint64_t>& indexes);

  // Keeps a refused row as evidence, up to a bound for each station.
  void quarantine(const journal::Row& row, base::Wall received);
  std::int64_t quarantined(const std::string& station);
  void put_event(const SecurityEvent& event);
  std::vector<SecurityEvent> events(std::size_t limit);  // newest first
  std::map<std::string, std::int64_t> event_counts();    // by code, with repetitions

  void begin_alarm(const Alarm& alarm);  // nothing where it has begun already
  void end_alarm(const AlarmKey& key, base::Wall when);
  // False if there is no such alarm that nobody has seen to.
  bool acknowledge_alarm(const AlarmKey& key, const std::string& by, base::Wall when);
  // False where it has not been `from`: another process was quicker.
  bool move_told(const Alarm& alarm, Way way, Told from, Told to);
  // What was on its way when the program ended.
  void tell_again();
  std::vector<Alarm> open_alarms();                              // that are not over
  std::vector<Alarm> untold_alarms(Way way, std::size_t limit);  // the oldest first
  std::vector<Alarm> alarms(std::size_t limit);  // unseen ones first, the newest first
  // That somebody has seen to before, and that are over or of a row.
  void forget_alarms(base::Wall before);

  void put_report(const LastReport& report);
  std::vector<LastReport> reports();

  // Replaces the ones before, and ends a roll-out that is under way.
  void put_bundle(const KeptBundle& bundle);
  // Beside the one of the fingerprint `settled`, and of no other. `rollout` is its roll-out.
  void put_bundle_beside(const KeptBundle& bundle, const std::string& settled,
                         const std::string& rollout);
  std::optional<KeptBundle> bundle(const std::string& fingerprint);
  std::vector<std::string> bundles();  // their fingerprints, the newest first
  std::optional<KeptRollout> rollout();
  // 0 without one.
  std::int64_t rollout_revision();
  // False, and nothing is written, where it is not of that revision any more: another centre was
  // quicker. `only`: of the bundles that one alone stays; "": all of them.
  bool move_rollout(std::int64_t revision, const std::string& rollout, const std::string& only);
  std::optional<KeptBundle> bundle();
  // Without its text.
  std::optional<KeptBundle> bundle_head();

  // False, and nothing is kept, where there are `most` already; the same one again is fine.
  bool put_command(const KeptCommand& command, std::size_t most);
  void forget_commands(base::Wall expired_before);
  KeptReach reach(const std::string& issuer);
  // Throws a conflict where it is not of that revision any more: another centre was quicker.
  void move_reach(const std::string& issuer, std::int64_t revision, const std::string& json);
  std::vector<KeptCommand> commands(base::Wall now);  // that have not expired, oldest first

 private:
  std::unique_ptr<Sql> sql_;
  Months months_;
};

}  // namespace loa::centre
