// One-time codes by time (TOTP, RFC 6238 over HOTP, RFC 4226; SHA-1, 30 s, as phones'
// authenticators make them): the second factor of a commander where a second person is not there.
// No I/O.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/problem.h"
#include "base/time.h"
#include "trust/key.h"

namespace loa::trust {

inline constexpr int kOtpDigits = 6;

// RFC 4226 §5.3. `digits`: 6 to 8.
std::string hotp(std::string_view secret, std::uint64_t counter, int digits = kOtpDigits);
// The counter at a time: how many 30 s since 1970.
std::int64_t otp_step(base::Wall at);
// The step whose code this is: now, or the one before or after, as clocks differ; nothing if it is
// none of them, or not after `last_used`: each code works once.
std::optional<std::int64_t> otp_accepted(std::string_view secret, std::string_view code,
                                         base::Wall at, std::optional<std::int64_t> last_used);

// RFC 4648, upper case, without padding.
std::string to_base32(std::string_view bytes);
std::optional<std::string> from_base32(std::string_view text);

// Each commander's secret, and the last step that was used of each.
using OtpSecrets = std::map<PublicKey, std::string>;
using OtpUsed = std::map<PublicKey, std::int64_t>;

// The file that a station keeps: {"<commander's key>": "<Base32>"...}. Nothing where it is wrong,
// and then there are errors among the problems.
std::string write_otp_secrets(const OtpSecrets& secrets);
std::optional<OtpSecrets> read_otp_secrets(std::string_view json, const std::string& file,
                                           base::Problems& problems);

// What an authenticator takes (as a QR code, or typed): otpauth://totp/...
std::string otp_uri(const PublicKey& commander, std::string_view secret);

}  // namespace loa::trust
