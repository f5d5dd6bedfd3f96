#include "base/password.h"

#include <sodium.h>

#include <array>
#include <new>

#include "base/unicode.h"

namespace loa::base {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = 32UL * 1024 * 1024;

}  // namespace

std::string hash_password(std::string_view password) {
  const auto text = to_nfc(password);
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (sodium_init() < 0 ||
      crypto_pwhash_str(hash.data(), text.data(), text.size(), kPasses, kMemory) != 0) {
    throw std::bad_alloc();
  }
  return hash.data();
}

bool password_fits(std::string_view password, const std::string& hash) {
  if (!is_password_hash(hash)) return false;
  const auto text = to_nfc(password);
  return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

bool is_password_hash(const std::string& text) {
  return text.size() < crypto_pwhash_STRBYTES &&
         text.starts_with(crypto_pwhash_argon2id_STRPREFIX) &&
         crypto_pwhash_str_needs_rehash(text.c_str(), kPasses, kMemory) == 0;
}

}  // namespace loa::base
