#include "trust/reference_json.h"

namespace loa::trust {
namespace {

constexpr std::int64_t kMostBytes = 1LL << 40;

}  // namespace

Json file_json(const Reference& reference) {
  return {{"sha256", base::to_hex(reference.hash)}, {"bytes", reference.bytes}};
}

Json document_json(const Reference& reference) {
  auto json = file_json(reference);
  json["version"] = reference.version;
  return json;
}

base::Sha256 read_hash(base::Fields& fields, std::string_view key) {
  const auto hash = base::sha256_from_hex(fields.string(key, 64));
  if (!hash) {
    fields.error(key, "bad-hash",
                 {"phải là SHA-256 gồm 64 chữ số thập lục phân",
                  "must be a SHA-256 of 64 hexadecimal digits"});
  }
  return hash.value_or(base::Sha256{});
}

Reference read_file_reference(base::Fields& fields) {
  Reference reference;
  reference.hash = read_hash(fields, "sha256");
  reference.bytes = static_cast<std::uint64_t>(fields.integer("bytes", 0, kMostBytes));
  return reference;
}

Reference read_reference(base::Fields& fields) {
  auto reference = read_file_reference(fields);
  reference.version = fields.integer("version", 1, kHighestVersion);
  return reference;
}

Json to_json(const std::map<std::string, Reference>& programmes) {
  auto json = Json::array();
  for (const auto& [name, reference] : programmes) {
    Json one{{"name", name}};
    one.update(document_json(reference));
    json.push_back(std::move(one));
  }
  return json;
}

std::map<std::string, Reference> read_references(base::Fields& fields, std::string_view key,
                                                 std::size_t most) {
  std::map<std::string, Reference> references;
  read_each(fields, key, most, [&](base::Fields& one) {
    const auto name = one.string("name", 64);
    if (!references.emplace(name, read_reference(one)).second) {
      one.error("name", "name-twice", {"tên này có hai lần", "this name stands twice"});
    }
  });
  return references;
}

}  // namespace loa::trust
