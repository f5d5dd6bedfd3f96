// The time of day as the centre signs it for one station. docs/protocol.md, The centre's time.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::protocol {

struct SignedTime {
  base::Wall wall{};
  std::string signature;  // Ed25519, 64 bytes
};

// What is signed: "LOA1-TIME\n" STATION "\n" nanoseconds since 1970 in decimal "\n".
std::string signed_time_text(std::string_view station, base::Wall wall);
SignedTime sign_time(const base::SigningKey& centre, std::string_view station, base::Wall wall);
// `centre_key`: 32 bytes; any other text is nobody's key.
bool is_signed_for(std::string_view centre_key, std::string_view station, const SignedTime& time);

}  // namespace loa::protocol
