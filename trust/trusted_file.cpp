#include "trust/trusted_file.h"

#include "trust/reference_json.h"

namespace loa::trust {
namespace {

constexpr std::size_t kMostTrusted = 1000;
constexpr std::size_t kLargestTrusted = 4 * kLargestPayload;

// A document that was never seen has no reference.
Reference read_last(base::Fields& fields, std::string_view key) {
  return fields.has(key) ? read_inner(fields, key, read_reference) : Reference{};
}

}  // namespace

std::string write_trusted(const Trusted& trusted) {
  Json json{{"first", base::to_hex(trusted.first)}, {"root", to_json(trusted.root)}};
  if (trusted.timestamp.version != 0) json["timestamp"] = document_json(trusted.timestamp);
  if (trusted.snapshot.version != 0) json["snapshot"] = document_json(trusted.snapshot);
  json["programmes"] = to_json(trusted.programmes);
  return json.dump(2) + "\n";
}

std::optional<Trusted> read_trusted(std::string_view json, const std::string& file,
                                    base::Problems& problems) {
  return read_document(json, file, kLargestTrusted, problems, [](base::Fields& fields) {
    Trusted trusted;
    trusted.first = read_hash(fields, "first");
    trusted.root = read_envelope_in(fields, "root");
    trusted.timestamp = read_last(fields, "timestamp");
    trusted.snapshot = read_last(fields, "snapshot");
    trusted.programmes = read_references(fields, "programmes", kMostTrusted);
    return trusted;
  });
}

}  // namespace loa::trust
