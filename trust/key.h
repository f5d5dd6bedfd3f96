// Public keys of those who sign what may sound: Ed25519, told as 64 hexadecimal digits.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"

namespace loa::trust {

using PublicKey = std::array<std::uint8_t, 32>;

std::string to_hex(const PublicKey& key);
// Nothing if it is not 64 hexadecimal digits.
std::optional<PublicKey> public_key_from(std::string_view hex);

// Some keys, of which `threshold` different ones must have signed.
struct Role {
  std::vector<PublicKey> keys;
  int threshold = 1;
  friend bool operator==(const Role&, const Role&) = default;
};

}  // namespace loa::trust
