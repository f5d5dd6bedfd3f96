#include "trust/cosignature.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::trust {
namespace {

constexpr std::size_t kTimeBytes = 8;
// Later seconds are beyond what base::Wall holds.
constexpr std::uint64_t kLastSecond = 9'000'000'000;

std::string cosigned_text(std::string_view text, std::uint64_t seconds) {
  return fmt::format("cosignature/v1\ntime {}\n{}", seconds, text);
}

// The most significant byte first (RFC 8446 §3.3).
std::string time_bytes(std::uint64_t seconds) {
  std::string bytes(kTimeBytes, '\0');
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, seconds >>= 8U)
    *byte = static_cast<char>(seconds & 0xffU);
  return bytes;
}

std::uint64_t seconds_in(std::string_view bytes) {
  std::uint64_t seconds = 0;
  for (const char byte : bytes) seconds = seconds << 8U | static_cast<unsigned char>(byte);
  return seconds;
}

std::optional<Cosignature> cosignature_in(std::string_view line, std::string_view text,
                                          const LogKey& witness) {
  const auto bytes = signature_in(line, witness);
  if (!bytes || bytes->size() <= kTimeBytes) return std::nullopt;
  const auto seconds = seconds_in(std::string_view(*bytes).substr(0, kTimeBytes));
  const std::string_view key(reinterpret_cast<const char*>(witness.key.data()), witness.key.size());
  if (seconds > kLastSecond ||
      !base::verify(key, cosigned_text(text, seconds), bytes->substr(kTimeBytes)))
    return std::nullopt;
  return Cosignature{witness, base::Wall(std::chrono::seconds(static_cast<std::int64_t>(seconds))),
                     std::string(line)};
}

}  // namespace

LogKey witness_key(const std::string& name, const PublicKey& key) {
  return {name, key, NoteKeyType::cosignature};
}

std::string cosignature_line(std::string_view head, const std::string& name, const Signer& signer,
                             base::Wall now) {
  const auto note = signed_note_from(head);
  const auto since = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  const auto seconds = static_cast<std::uint64_t>(since.count());
  const auto text = note ? note->text : head;
  return signature_line(witness_key(name, signer.key),
                        time_bytes(seconds) + signer.sign(cosigned_text(text, seconds)));
}

std::vector<Cosignature> cosignatures(std::string_view head, const std::vector<LogKey>& witnesses,
                                      base::Wall now) {
  std::vector<Cosignature> found;
  const auto note = signed_note_from(head);
  if (!note) return found;
  // The message has no name in it: one key under two names is one witness.
  const auto counted = [&](const PublicKey& key) {
    return std::ranges::any_of(found, [&](const auto& before) { return before.by.key == key; });
  };
  for (const auto& witness : witnesses)
    for (const auto line : note->signatures)
      if (auto one =
              counted(witness.key) ? std::nullopt : cosignature_in(line, note->text, witness);
          one && one->when <= now + kWitnessClock)
        found.push_back(std::move(*one));
  return found;
}

}  // namespace loa::trust
