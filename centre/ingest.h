// Decides which rows of a station's journal are believed, and keeps them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "centre/alarm_desk.h"
#include "centre/checkpoints.h"
#include "centre/read_batch.h"
#include "centre/record_log.h"
#include "protocol/messages.h"

namespace loa::centre {

// What becomes of one row.
enum class RowVerdict {
  keep,             // the next of its epoch
  keep_after_loss,  // likewise, behind rows that the station says are lost
  have,             // stored already, and the same
  gap,              // rows before it are missing here
  poison,           // its hash is not that of its content, or a text in it has a zero byte
  conflict,         // another row is stored under its key
  broken_chain,     // does not continue the row before it
  denied,           // the station has signed another hash for its key
};

// Of a sound row (sound_rows). `head` is the newest row of the epoch, if there is one; `stored` the
// hash under the row's own key, `vouched` what the station has signed last of the epoch. Pure.
RowVerdict judge(const journal::Row& row, const std::optional<Head>& head,
                 const std::optional<base::Sha256>& stored, bool lost_before,
                 const std::optional<KeptCheckpoint>& vouched);

enum class BatchVerdict {
  taken,      // all of it is stored, or was
  gap,        // begins behind a gap: nothing was stored, `ack` tells where to go on
  malformed,  // not one epoch in order without gaps
  foreign,    // has rows of another station
  old_epoch,  // an epoch that is new here, but older than the newest one
  poison,     // `bad_seq` is poison; what stands before it is stored
  conflict,   // `bad_seq` contradicts what is stored or the chain; what stands before it is stored
};

struct BatchResult {
  BatchVerdict verdict = BatchVerdict::taken;
  protocol::BatchAck ack;  // the highest seq of the epoch up to which nothing is missing
  std::uint64_t bad_seq = 0;
  std::uint64_t stored = 0;  // rows that are new
};

// One thread. Blocks on the disk. Several processes may take rows of one station from one database.
class Ingest {
 public:
  // What is stored is also appended to `log`, if there is one; it outlives this.
  // `alarms` is told of each row that is new.
  explicit Ingest(Store& store, RecordLog* log = nullptr, AlarmDesk* alarms = nullptr)
      : store_(store), checkpoints_(store), log_(log), alarms_(alarms) {}

  // Idempotent. The batch's checkpoint has been verified (is_vouched_for); it is kept with the
  // rows. When it returns, what it acknowledges is on the disk. Who speaks for batch.station has
  // been settled before. Throws SqlError where the disk refuses or the database is away; then
  // nothing is stored, or, where the connection was lost at the last moment, all of it.
  BatchResult accept(const protocol::JournalBatch& batch, const base::Now& now) {
    return accept(batch, sound_rows(batch), now);
  }
  // `sound`: sound_rows(batch), which was counted before.
  BatchResult accept(const protocol::JournalBatch& batch, std::size_t sound, const base::Now& now);

 private:
  // `sound` rows of it, from the first on.
  BatchResult take(const protocol::JournalBatch& batch, std::size_t sound, base::Wall received);
  // `rows`: the new ones of the batch.
  std::string log_rows(const protocol::JournalBatch& batch, std::span<const journal::Row> rows,
                       base::Wall received);
  // `rows`: likewise.
  void note_future(std::span<const journal::Row> rows, base::Wall received);
  // `stored`: the hashes of the batch's rows that are there, by seq. Moves `head` along.
  BatchResult take_rows(const protocol::JournalBatch& batch, std::size_t sound,
                        const std::map<std::uint64_t, base::Sha256>& stored,
                        std::optional<Head>& head, base::Wall received);
  BatchVerdict take_row(const journal::Row& row, RowVerdict verdict, std::optional<Head>& head,
                        base::Wall received);
  void report(const journal::Row& row, const char* code, const std::string& detail,
              base::Wall received);

  Store& store_;
  Checkpoints checkpoints_;
  RecordLog* log_;
  AlarmDesk* alarms_;
};

}  // namespace loa::centre
