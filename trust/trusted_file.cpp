#include "trust/trusted_file.h"

#include "trust/reference_json.h"

namespace loa::trust {
namespace {

constexpr std::size_t kMostTrusted = 1000;
constexpr std::size_t kLargestTrusted = 4 * kLargestPayload;

// A document that was never seen has no reference.
Reference read_last(base::Fields& fields, std::string_view key) {
  if (!fields.has(key)) return {};
  auto inner = fields.object(key);
  const auto reference = read_reference(inner);
  inner.finish();
  return reference;
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
  base::Problems found;
  Trusted trusted;
  if (const auto node = parse(json, file, kLargestTrusted, found)) {
    base::Fields fields(*node, "", file, found);
    trusted.first = read_hash(fields, "first");
    trusted.root = read_envelope(fields.object("root"));
    trusted.timestamp = read_last(fields, "timestamp");
    trusted.snapshot = read_last(fields, "snapshot");
    trusted.programmes = read_references(fields, "programmes", kMostTrusted);
    fields.finish();
  }
  problems.insert(problems.end(), found.begin(), found.end());
  if (base::has_errors(found)) return std::nullopt;
  return trusted;
}

}  // namespace loa::trust
