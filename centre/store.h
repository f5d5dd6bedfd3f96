// What the centre keeps: stations, tokens, their rows, security events, and the last report of each
// station. SQLite, one writer. Every call blocks on the disk and throws base::SqliteError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/sqlite.h"
#include "journal/row.h"

namespace loa::centre {

struct StationRecord {
  std::string id;
  std::string name;
  std::string public_key;  // 32 bytes
  base::Wall enrolled{};
  std::optional<base::Wall> revoked = std::nullopt;  // since then nothing of it is taken
};

struct TokenRecord {
  std::string name;  // what the station is to be called; "" leaves it to the station
  base::Wall expires{};
  std::string station;  // who used it; "" if nobody has
};

// The newest row of an epoch.
struct Head {
  std::uint64_t seq = 0;
  base::Sha256 hash{};
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

struct LastReport {
  std::string station;
  std::string json;  // protocol::StatusReport; "" if none came yet
  base::Wall seen{};
};

class Store {
 public:
  // Opens or creates `path`.
  explicit Store(const std::filesystem::path& path);

  // For a transaction around several calls; each call alone is its own.
  base::Database& database() { return database_; }

  std::vector<StationRecord> stations();
  std::optional<StationRecord> station(const std::string& id);
  void put_station(const StationRecord& station);
  // Nothing undoes it.
  void revoke(const std::string& station, base::Wall when);

  // Tokens are kept by their SHA-256 only.
  void put_token(const base::Sha256& hash, const TokenRecord& token);
  std::optional<TokenRecord> token(const base::Sha256& hash);
  void forget_tokens(base::Wall expired_before);

  std::uint64_t newest_epoch(const std::string& station);  // 0 if there is no row
  std::optional<Head> head(const std::string& station, std::uint64_t epoch);
  std::optional<base::Sha256> hash_at(const std::string& station, std::uint64_t epoch,
                                      std::uint64_t seq);
  // The row's key must be new.
  void put_row(const journal::Row& row, base::Wall received);
  // All rows of a station, oldest first, after (epoch, seq).
  std::vector<journal::Row> rows_after(const std::string& station, std::uint64_t epoch,
                                       std::uint64_t seq, std::size_t limit);
  // All rows of the occurrences that were due in [from, to), oldest first within an occurrence.
  std::vector<journal::Row> rows_of_occurrences(const std::string& station, base::Wall from,
                                                base::Wall to);

  // Keeps a refused row as evidence, up to a bound for each station.
  void quarantine(const journal::Row& row, base::Wall received);
  std::int64_t quarantined(const std::string& station);
  void put_event(const SecurityEvent& event);
  std::vector<SecurityEvent> events(std::size_t limit);  // newest first

  void put_report(const LastReport& report);
  std::vector<LastReport> reports();

  // Replaces the one before.
  void put_bundle(const KeptBundle& bundle);
  std::optional<KeptBundle> bundle();

 private:
  base::Database database_;
};

}  // namespace loa::centre
