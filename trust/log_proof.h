// What a log gives out to be checked offline, in the formats of C2SP: its tree head, a signed note
// (c2sp.org/tlog-checkpoint), and the proof that an entry stands in the log
// (c2sp.org/tlog-proof@v1). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trust/merkle.h"
#include "trust/signed_note.h"

namespace loa::trust {

// The log of a centre with that key: "loa-centre/" and the first 16 hexadecimal digits of the key's
// SHA-256.
LogKey centre_log(const PublicKey& key);

struct TreeHead {
  std::uint64_t size = 0;
  base::Sha256 root{};
};

// A signed note; `name` is the log's.
std::string write_tree_head(const std::string& name, const TreeHead& head,
                            const base::SigningKey& key);
// Nothing unless it is a head of that log and its key has signed it, whoever else did.
std::optional<TreeHead> read_tree_head(std::string_view note, const LogKey& key);

struct LogProof {
  std::string extra;  // bytes of the application's own; not vouched for
  std::uint64_t index = 0;
  std::vector<base::Sha256> path;
  std::string head;  // a note
};

inline constexpr std::size_t kLargestProof = 512UL * 1024;

std::string to_text(const LogProof& proof);
std::optional<LogProof> log_proof_from(std::string_view text);

}  // namespace loa::trust
