#include "centre/checkpoints.h"

#include <fmt/format.h>

namespace loa::centre {
namespace {

SecurityEvent event_of(const std::string& station, const char* code,
                       const protocol::Checkpoint& checkpoint, const std::string& detail,
                       base::Wall now) {
  return {station, code, fmt::format("{}/{}", checkpoint.epoch, checkpoint.seq), detail, now, now};
}

}  // namespace

bool is_vouched_for(const protocol::JournalBatch& batch, std::string_view public_key) {
  const auto& checkpoint = batch.checkpoint;
  if (!checkpoint) return true;
  const auto& last = batch.rows.back();
  return checkpoint->epoch == last.epoch && checkpoint->seq == last.seq &&
         checkpoint->hash == last.hash && is_signed_by(public_key, batch.station, *checkpoint);
}

bool Checkpoints::contradicts(const std::string& station, const protocol::Checkpoint& checkpoint,
                              const std::optional<KeptCheckpoint>& kept) {
  if (kept && kept->checkpoint.seq == checkpoint.seq)
    return kept->checkpoint.hash != checkpoint.hash;
  const auto stored = store_.hashes(station, checkpoint.epoch, checkpoint.seq, checkpoint.seq);
  return !stored.empty() && stored.begin()->second != checkpoint.hash;
}

void Checkpoints::take(const std::string& station, const protocol::Checkpoint& checkpoint,
                       base::Wall now) {
  transact(store_.sql(), [&] {
    const auto kept = store_.checkpoint(station, checkpoint.epoch);
    if (contradicts(station, checkpoint, kept)) {
      store_.put_event(event_of(station, "checkpoint-conflict", checkpoint,
                                "signed another hash before: now " + base::to_hex(checkpoint.hash),
                                now));
    } else if (!kept || kept->checkpoint.seq < checkpoint.seq) {
      store_.put_checkpoint({station, checkpoint, now});
    }
  });
}

void Checkpoints::refuse(const std::string& station, const protocol::Checkpoint& checkpoint,
                         base::Wall now) {
  store_.put_event(event_of(station, "bad-checkpoint", checkpoint,
                            "not signed by the station, or not of the row that it came with", now));
}

}  // namespace loa::centre
