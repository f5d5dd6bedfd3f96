// A key that everybody knows, for golden bytes.
#pragma once

#include <algorithm>
#include <string>

#include "base/crypto.h"

namespace loa::protocol::test {

inline const std::string kGoldenStation = "st-0123456789abcdef";

// The first key of RFC 8032 §7.1.
inline base::SigningKey rfc_key() {
  std::array<std::uint8_t, 32> seed{};
  const auto bytes =
      base::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return base::SigningKey::from_seed(seed);
}

inline std::string public_part(const base::SigningKey& key) {
  return {key.public_key.begin(), key.public_key.end()};
}

}  // namespace loa::protocol::test
