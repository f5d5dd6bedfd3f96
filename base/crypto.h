// Hashes, signatures and random ids, by libsodium. Nothing here blocks for long or does I/O.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa::base {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);

// Its first 64 bits: a place among many that anybody can work out.
std::uint64_t number_in(const Sha256& hash);

// SHA-256 of data that comes in pieces.
class Sha256Stream {
 public:
  Sha256Stream();
  void add(std::string_view bytes);
  // Once.
  Sha256 finish();

 private:
  alignas(8) std::array<std::byte, 128> state_{};  // crypto_hash_sha256_state
};

// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);
std::string to_hex(const Sha256& hash);
std::optional<std::string> from_hex(std::string_view hex);
std::optional<Sha256> sha256_from_hex(std::string_view hex);
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

// Ed25519 (RFC 8032). Keys and signatures as raw bytes.
struct SigningKey {
  std::array<std::uint8_t, 64> secret;
  std::array<std::uint8_t, 32> public_key;

  static SigningKey generate();
  // From the 32-byte seed, which is what is kept on disk.
  static SigningKey from_seed(const std::array<std::uint8_t, 32>& seed);
  // The seed in hexadecimal; nothing where it is no such text.
  static std::optional<SigningKey> from_hex(std::string_view seed);
  std::array<std::uint8_t, 32> seed() const;
};
std::array<std::uint8_t, 64> sign(const SigningKey& key, std::string_view message);
bool verify(std::string_view public_key, std::string_view message, std::string_view signature);

// Takes as long for any two texts of one length, so that a secret cannot be guessed byte by byte.
bool same_secret(std::string_view a, std::string_view b);

// `bytes` random bytes in hexadecimal, from the kernel.
std::string random_hex(std::size_t bytes);

}  // namespace loa::base
