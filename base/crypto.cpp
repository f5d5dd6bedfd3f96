// Hashes, signatures and random ids: thin layers over libsodium.
#include "base/crypto.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "base/bytes.h"

namespace loa::base {
namespace {

static_assert(sizeof(crypto_hash_sha256_state) <= 128 && alignof(crypto_hash_sha256_state) <= 8);

void initialise() {
  static const int result = sodium_init();
  if (result < 0) throw std::runtime_error("libsodium cannot be initialised");
}

crypto_hash_sha256_state* state_of(std::array<std::byte, 128>& storage) {
  return reinterpret_cast<crypto_hash_sha256_state*>(storage.data());
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256 hash;
  crypto_hash_sha256(hash.data(), bytes_of(bytes), bytes.size());
  return hash;
}

Sha256Stream::Sha256Stream() { crypto_hash_sha256_init(state_of(state_)); }

void Sha256Stream::add(std::string_view bytes) {
  crypto_hash_sha256_update(state_of(state_), bytes_of(bytes), bytes.size());
}

Sha256 Sha256Stream::finish() {
  Sha256 hash;
  crypto_hash_sha256_final(state_of(state_), hash.data());
  return hash;
}

std::string to_hex(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes_of(bytes), bytes.size());
  hex.pop_back();  // the terminating zero
  return hex;
}

std::string to_hex(const Sha256& hash) {
  return to_hex(std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

std::optional<std::string> from_hex(std::string_view hex) {
  // One spelling for each value: sodium would take capitals too.
  const auto lower = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (hex.size() % 2 != 0 || !std::all_of(hex.begin(), hex.end(), lower)) return std::nullopt;
  std::string bytes(hex.size() / 2, '\0');
  sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), hex.data(),
                 hex.size(), nullptr, nullptr, nullptr);
  return bytes;
}

std::optional<Sha256> sha256_from_hex(std::string_view hex) {
  const auto bytes = from_hex(hex);
  Sha256 hash;
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::memcpy(hash.data(), bytes->data(), hash.size());
  return hash;
}

std::string to_base64(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

SigningKey SigningKey::generate() {
  initialise();
  SigningKey key;
  crypto_sign_keypair(key.public_key.data(), key.secret.data());
  return key;
}

std::uint64_t number_in(const Sha256& hash) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | hash[i];
  return number;
}

SigningKey SigningKey::from_seed(const std::array<std::uint8_t, 32>& seed) {
  SigningKey key;
  crypto_sign_seed_keypair(key.public_key.data(), key.secret.data(), seed.data());
  return key;
}

std::optional<SigningKey> SigningKey::from_hex(std::string_view seed) {
  // As long as a hash, and written as one.
  const auto bytes = sha256_from_hex(seed);
  return bytes ? std::optional(from_seed(*bytes)) : std::nullopt;
}

std::array<std::uint8_t, 32> SigningKey::seed() const {
  std::array<std::uint8_t, 32> seed;
  crypto_sign_ed25519_sk_to_seed(seed.data(), secret.data());
  return seed;
}

std::array<std::uint8_t, 64> sign(const SigningKey& key, std::string_view message) {
  std::array<std::uint8_t, 64> signature;
  crypto_sign_detached(signature.data(), nullptr, bytes_of(message), message.size(),
                       key.secret.data());
  return signature;
}

bool verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) {
    return false;
  }
  return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(),
                                     bytes_of(public_key)) == 0;
}

bool same_secret(std::string_view a, std::string_view b) {
  const auto left = sha256(a);
  const auto right = sha256(b);
  unsigned difference = 0;
  for (std::size_t i = 0; i < left.size(); ++i)
    difference |= static_cast<unsigned>(left[i] ^ right[i]);
  return difference == 0;
}

std::string random_hex(std::size_t bytes) {
  initialise();
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return to_hex(random);
}

}  // namespace loa::base
