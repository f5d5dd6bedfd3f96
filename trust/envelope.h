// DSSE envelopes (github.com/secure-systems-lab/dsse, protocol.md and envelope.md, version 1.0.2):
// what is signed travels as the bytes that were signed, with a type that is signed too. The keyid,
// which the standard leaves open, is the public key.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "trust/key.h"

namespace loa::trust {

struct Signature {
  PublicKey key{};
  std::string bytes;  // 64 of them
};

struct Envelope {
  std::string type;
  std::string payload;
  std::vector<Signature> signatures;
};

inline constexpr std::size_t kMostSignatures = 16;
inline constexpr std::size_t kLargestPayload = 1024UL * 1024;

// Who signs: a key in memory, or one that nobody gets to see.
struct Signer {
  Signer(const base::SigningKey& key);
  Signer(const PublicKey& open, std::function<std::string(std::string_view)> signs)
      : key(open), sign(std::move(signs)) {}

  PublicKey key;
  std::function<std::string(std::string_view message)> sign;  // gives 64 bytes
};

// What is signed: PAE(type, payload) of protocol.md.
std::string signed_bytes(const Envelope& envelope);
// Replaces the signature that this key has made already.
void sign(Envelope& envelope, const Signer& signer);
// The role's keys whose signatures are right, each once.
std::vector<PublicKey> signers(const Envelope& envelope, const Role& role);

// Reports what is wrong and gives what could be read. Unknown keys are the caller's to report.
Envelope read_envelope(base::Fields& fields);
// Nothing where it is no envelope; then there are errors among the problems.
std::optional<Envelope> read_envelope(std::string_view json, const std::string& file,
                                      base::Problems& problems);
std::string write_envelope(const Envelope& envelope);

}  // namespace loa::trust
