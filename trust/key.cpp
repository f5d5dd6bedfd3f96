#include "trust/key.h"

namespace loa::trust {

std::string to_hex(const PublicKey& key) { return base::to_hex(key); }

std::optional<PublicKey> public_key_from(std::string_view hex) {
  return base::sha256_from_hex(hex);  // as long as a key is
}

}  // namespace loa::trust
