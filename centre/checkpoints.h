// What stations have signed of their own records, held against what they send.
#pragma once

#include "centre/store.h"
#include "protocol/messages.h"

namespace loa::centre {

// Whether the station with `public_key` (32 bytes) has signed the batch's checkpoint, and that is
// of the batch's last row. A batch without one, of an earlier version of the station, is fine.
// Pure.
bool is_vouched_for(const protocol::JournalBatch& batch, std::string_view public_key);

// One thread; blocks on the disk; throws SqlError.
class Checkpoints {
 public:
  explicit Checkpoints(Store& store) : store_(store) {}

  // A checkpoint whose signature is right. Kept where it is newer than the one kept of its epoch.
  // One that tells another hash than was signed or stored before under its (epoch, seq) is a
  // security event (checkpoint-conflict), and changes nothing.
  void take(const std::string& station, const protocol::Checkpoint& checkpoint, base::Wall now);
  // One that was not: a security event (bad-checkpoint).
  void refuse(const std::string& station, const protocol::Checkpoint& checkpoint, base::Wall now);

 private:
  bool contradicts(const std::string& station, const protocol::Checkpoint& checkpoint,
                   const std::optional<KeptCheckpoint>& kept);

  Store& store_;
};

}  // namespace loa::centre
