#include "trust/envelope.h"

#include <fmt/format.h>

#include <algorithm>

#include "trust/reference_json.h"

namespace loa::trust {
namespace {

// Four characters of Base64 for three bytes.
constexpr std::size_t base64_of(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

std::string read_base64(base::Fields& fields, std::string_view key, std::size_t most) {
  const auto text = fields.string(key, base64_of(most));
  const auto bytes = base::from_base64(text);
  if (!bytes && !text.empty()) {
    fields.error(key, "bad-base64", {"không phải Base64", "this is not Base64"});
  }
  return bytes.value_or("");
}

Signature read_signature(base::Fields& fields) {
  Signature signature;
  signature.key = read_key(fields, "keyid");
  signature.bytes = read_base64(fields, "sig", 64);
  return signature;
}

}  // namespace

std::string signed_bytes(const Envelope& envelope) {
  return fmt::format("DSSEv1 {} {} {} {}", envelope.type.size(), envelope.type,
                     envelope.payload.size(), envelope.payload);
}

Signer::Signer(const base::SigningKey& secret)
    : key(secret.public_key), sign([secret](std::string_view message) {
        const auto bytes = base::sign(secret, message);
        return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      }) {}

void sign(Envelope& envelope, const Signer& signer) {
  std::erase_if(envelope.signatures,
                [&](const Signature& other) { return other.key == signer.key; });
  envelope.signatures.push_back({signer.key, signer.sign(signed_bytes(envelope))});
}

std::vector<PublicKey> signers(const Envelope& envelope, const Role& role) {
  const std::string bytes = signed_bytes(envelope);
  std::vector<PublicKey> right;
  for (const auto& key : role.keys) {
    const std::string_view raw(reinterpret_cast<const char*>(key.data()), key.size());
    const bool signs = std::ranges::any_of(envelope.signatures, [&](const Signature& signature) {
      return signature.key == key && base::verify(raw, bytes, signature.bytes);
    });
    if (signs && std::ranges::find(right, key) == right.end()) right.push_back(key);
  }
  return right;
}

Envelope read_envelope(base::Fields& fields) {
  Envelope envelope;
  envelope.type = fields.string("payloadType", 200);
  envelope.payload = read_base64(fields, "payload", kLargestPayload);
  read_each(fields, "signatures", kMostSignatures, [&](base::Fields& signature) {
    envelope.signatures.push_back(read_signature(signature));
  });
  return envelope;
}

std::optional<Envelope> read_envelope(std::string_view json, const std::string& file,
                                      base::Problems& problems) {
  return read_document(json, file, 2 * kLargestPayload, problems,
                       [](base::Fields& fields) { return read_envelope(fields); });
}

std::string write_envelope(const Envelope& envelope) { return to_json(envelope).dump(2) + "\n"; }

}  // namespace loa::trust
