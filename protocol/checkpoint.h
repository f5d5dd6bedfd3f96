// Where a station's record stood at a moment, signed by the station: what it has said once it
// cannot take back. docs/protocol.md, Checkpoints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::protocol {

struct Checkpoint {
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;
  base::Sha256 hash{};  // of that row, and so of all rows of the epoch up to it
  std::string boot;     // when it was signed, as are the two below
  base::Wall wall{};
  base::ClockQuality quality = base::ClockQuality::unknown;
  std::string signature;  // Ed25519, 64 bytes
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// What is signed: "LOA1-CHECKPOINT", station, epoch, seq, hash in hexadecimal, boot, nanoseconds
// since 1970, quality by name; each followed by "\n".
std::string checkpoint_text(std::string_view station, const Checkpoint& checkpoint);
Checkpoint signed_with(const base::SigningKey& key, std::string_view station,
                       Checkpoint checkpoint);
// `public_key`: the station's, 32 bytes.
bool is_signed_by(std::string_view public_key, std::string_view station,
                  const Checkpoint& checkpoint);

}  // namespace loa::protocol
