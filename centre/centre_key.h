// The centre's own Ed25519 key, with which it signs what it says to stations: the time.
#pragma once

#include <filesystem>

#include "base/crypto.h"

namespace loa::centre {

// Reads STATE/centre.key (mode 0600), or makes it where it is missing. Blocks; throws
// std::system_error, and std::runtime_error, in the user's language, where the file is damaged:
// stations know the key.
base::SigningKey centre_key(const std::filesystem::path& state);

}  // namespace loa::centre
