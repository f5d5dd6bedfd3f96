#include "trust/otp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/bytes.h"
#include "trust/json.h"

namespace loa::trust {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kLeastSecret = 16;  // bytes, RFC 4226 R6
constexpr std::size_t kMostSecret = 64;
constexpr std::size_t kMostOtpFile = 64UL * 1024;

}  // namespace

std::string hotp(std::string_view secret, std::uint64_t counter, int digits) {
  std::array<unsigned char, 8> text{};
  for (std::size_t i = 0; i < text.size(); ++i)
    text[text.size() - 1 - i] = static_cast<unsigned char>(counter >> (8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), text.data(), text.size(),
       mac.data(), &size);
  const auto at = static_cast<std::size_t>(mac.at(size - 1) & 0xfU);
  const std::uint32_t bits = (mac.at(at) & 0x7fU) << 24U |
                             static_cast<std::uint32_t>(mac.at(at + 1)) << 16U |
                             static_cast<std::uint32_t>(mac.at(at + 2)) << 8U | mac.at(at + 3);
  std::uint32_t below = 1;
  for (int i = 0; i < digits; ++i) below *= 10;
  return fmt::format("{:0{}}", bits % below, digits);
}

std::int64_t otp_step(base::Wall at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / 30;
}

std::optional<std::int64_t> otp_accepted(std::string_view secret, std::string_view code,
                                         base::Wall at, std::optional<std::int64_t> last_used) {
  const auto now = otp_step(at);
  std::optional<std::int64_t> found;
  for (auto step = now - 1; step <= now + 1; ++step) {
    const bool right = base::same_secret(code, hotp(secret, static_cast<std::uint64_t>(step)));
    if (right && (!last_used || step > *last_used) && !found) found = step;
  }
  return found;
}

std::string to_base32(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (count += 8; count >= 5; count -= 5) text += kBase32[bits >> (count - 5) & 31U];
  }
  if (count > 0) text += kBase32[bits << (5 - count) & 31U];
  return text;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto value = kBase32.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 5U | static_cast<std::uint32_t>(value);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xffU);
  }
  // Written in one way only.
  return to_base32(bytes) == text ? std::optional(bytes) : std::nullopt;
}

std::string write_otp_secrets(const OtpSecrets& secrets) {
  auto json = Json::object();
  for (const auto& [key, secret] : secrets) json[to_hex(key)] = to_base32(secret);
  return json.dump(2) + "\n";
}

std::optional<OtpSecrets> read_otp_secrets(std::string_view json, const std::string& file,
                                           base::Problems& problems) {
  const auto wrong = [&](const std::string& field, base::Text text) {
    problems.push_back({base::Severity::error, "bad-otp", {file}, field, std::move(text)});
  };
  const auto parsed = Json::parse(json.substr(0, kMostOtpFile), nullptr, false);
  if (!parsed.is_object()) {
    wrong("", {"không phải tệp mã OTP", "this is no file of OTP secrets"});
    return std::nullopt;
  }
  OtpSecrets secrets;
  for (const auto& [hex, text] : parsed.items()) {
    const auto key = public_key_from(hex);
    const auto secret = text.is_string() ? from_base32(text.get<std::string>()) : std::nullopt;
    if (!key || !secret || secret->size() < kLeastSecret || secret->size() > kMostSecret)
      wrong(hex, {"phải là khóa công khai và mã Base32 từ 16 byte",
                  "must be a public key and a secret in Base32 of 16 bytes or more"});
    else
      secrets[*key] = *secret;
  }
  return base::has_errors(problems) ? std::nullopt : std::optional(secrets);
}

std::string otp_uri(const PublicKey& commander, std::string_view secret) {
  return fmt::format(
      "otpauth://totp/Loa:{}?secret={}&issuer=Loa&algorithm=SHA1&digits={}&period=30",
      to_hex(commander).substr(0, 8), to_base32(secret), kOtpDigits);
}

}  // namespace loa::trust
