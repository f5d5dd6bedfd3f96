#include "trust/json.h"

namespace loa::trust {

std::optional<base::Node> parse(std::string_view json, const std::string& file, std::size_t most,
                                base::Problems& problems) {
  base::DocumentLimits limits;
  limits.bytes = most;
  limits.depth = 10;
  auto document = base::parse_document(json, file, limits);
  problems.insert(problems.end(), document.problems.begin(), document.problems.end());
  return base::has_errors(document.problems) ? std::nullopt : std::move(document.root);
}

Json to_json(const Envelope& envelope) {
  Json json{{"payloadType", envelope.type},
            {"payload", base::to_base64(envelope.payload)},
            {"signatures", Json::array()}};
  for (const auto& [key, bytes] : envelope.signatures) {
    json["signatures"].push_back({{"keyid", to_hex(key)}, {"sig", base::to_base64(bytes)}});
  }
  return json;
}

Envelope read_envelope_in(base::Fields& fields, std::string_view key) {
  return read_inner(fields, key, [](base::Fields& inner) { return read_envelope(inner); });
}

}  // namespace loa::trust
