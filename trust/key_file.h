// A signing key in a file, under a passphrase or openly.
#pragma once

#include "base/crypto.h"
#include "base/problem.h"

namespace loa::trust {

// With a passphrase the seed is sealed by XSalsa20-Poly1305 under a key that Argon2id makes of it
// (libsodium, crypto_secretbox and crypto_pwhash with the "moderate" limits: 256 MiB, about a
// second); "" writes it openly.
std::string write_key(const base::SigningKey& key, const std::string& passphrase);

struct ReadKey {
  std::optional<base::SigningKey> key;
  bool needs_passphrase = false;  // sealed, and none was given
  base::Problems problems;        // bad-passphrase, and what cannot be read
};
ReadKey read_key(std::string_view json, const std::string& file, const std::string& passphrase);

}  // namespace loa::trust
