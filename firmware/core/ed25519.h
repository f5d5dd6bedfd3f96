// Checks Ed25519 signatures (RFC 8032, 5.1.7), as libsodium does. Debian has no library for it that
// could run on the chip. Checking needs no secrets; signing is done where libsodium is.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace loa::firmware {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

// Whether `signature` is that of `first` followed by `second`. Uses 1.5 KB of stack.
bool signature_holds(const PublicKey& key, const Signature& signature,
                     std::span<const std::uint8_t> first, std::span<const std::uint8_t> second);

}  // namespace loa::firmware
