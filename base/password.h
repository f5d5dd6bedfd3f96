// Passwords of people, kept as Argon2id (RFC 9106) by libsodium's crypto_pwhash_str(3): 32 MiB, two
// passes, a fresh salt each. Two spellings of one Vietnamese password (NFC, NFD) are the same.
//
// A hash takes 50 ms of a server's core and some ten times that on a small board, and 32 MiB while
// it lasts: never on a loop that others wait for.
#pragma once

#include <string>
#include <string_view>

namespace loa::base {

// "$argon2id$v=19$m=32768,t=2,p=1$...". Throws std::bad_alloc.
std::string hash_password(std::string_view password);

// False too where `hash` is none of hash_password()'s. Throws std::bad_alloc.
bool password_fits(std::string_view password, const std::string& hash);

// Whether `text` has the form and the cost of hash_password(): another cost, brought in by a file,
// could ask for all of the machine.
bool is_password_hash(const std::string& text);

}  // namespace loa::base
