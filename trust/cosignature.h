// What a witness says of a log's head (c2sp.org/tlog-cosignature, with Ed25519): that at a time
// this was the largest head that it had seen of the log, and that it continues all it saw before. A
// line among the head's signatures. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "trust/envelope.h"
#include "trust/signed_note.h"

namespace loa::trust {

// How far a witness's clock may be ahead.
inline constexpr std::chrono::minutes kWitnessClock{5};

LogKey witness_key(const std::string& name, const PublicKey& key);

// "— NAME BASE64\n", to stand behind the note's other lines. `head` is a whole note; of its text
// alone the witness speaks. `now`, in whole seconds, is part of it. Throws what the signer does.
std::string cosignature_line(std::string_view head, const std::string& name, const Signer& signer,
                             base::Wall now);

struct Cosignature {
  LogKey by;
  base::Wall when{};
  std::string line;  // as it stands in the note, without the newline
};

// Those of the witnesses that have cosigned the head. Whoever has two names, or stands in the note
// twice, counts once. None of a time after `now` (and kWitnessClock).
std::vector<Cosignature> cosignatures(std::string_view head, const std::vector<LogKey>& witnesses,
                                      base::Wall now);

}  // namespace loa::trust
