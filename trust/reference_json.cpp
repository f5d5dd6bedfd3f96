#include "trust/reference_json.h"

namespace loa::trust {
namespace {

constexpr std::int64_t kMostBytes = 1LL << 40;
constexpr std::size_t kMostMedia = 5'000;

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

Json media_json(const std::map<std::string, Reference>& media) {
  auto json = Json::array();
  for (const auto& [path, reference] : media) {
    Json file{{"path", path}};
    file.update(file_json(reference));
    json.push_back(std::move(file));
  }
  return json;
}

std::map<std::string, Reference> read_media(base::Fields& fields) {
  std::map<std::string, Reference> media;
  read_each(fields, "media", kMostMedia, [&](base::Fields& file) {
    const auto path = file.string("path", 1000);
    if (!media.emplace(path, read_file_reference(file)).second) {
      file.error("path", "name-twice", {"tệp này nêu hai lần", "this file is named twice"});
    }
  });
  return media;
}

base::Wall read_time(base::Fields& fields, std::string_view key) {
  const auto text = fields.string(key, 40);
  const auto time = base::from_rfc3339(text);
  if (!time && !text.empty()) {
    fields.error(key, "bad-time",
                 {"phải là thời điểm dạng 2026-11-23T22:00:00Z",
                  "must be a time such as 2026-11-23T22:00:00Z"});
  }
  return time.value_or(base::Wall{});
}

std::vector<std::string> read_stations(base::Fields& fields, std::size_t most) {
  auto stations = fields.strings_or_empty("stations", most);
  if (stations.empty()) {
    fields.error("stations", "no-stations",
                 {"chưa nêu đài nào (\"*\" là mọi đài)", "names no station (\"*\" is any)"});
  }
  return stations;
}

PublicKey read_key(base::Fields& fields, std::string_view key) {
  const auto read = public_key_from(fields.string(key, 64));
  if (!read) {
    fields.error(key, "bad-key",
                 {"phải là khóa công khai: 64 chữ số thập lục phân",
                  "must be a public key: 64 hexadecimal digits"});
  }
  return read.value_or(PublicKey{});
}

}  // namespace loa::trust
