// What several documents have in common, as JSON. Drags nlohmann/json in: for .cpp files only.
#pragma once

#include "trust/json.h"
#include "trust/roles.h"

namespace loa::trust {

Json file_json(const Reference& reference);
Json document_json(const Reference& reference);
base::Sha256 read_hash(base::Fields& fields, std::string_view key);
// Without the version.
Reference read_file_reference(base::Fields& fields);
Reference read_reference(base::Fields& fields);

// Names with their references: [{"name", "sha256", "bytes", "version"}].
Json to_json(const std::map<std::string, Reference>& programmes);
std::map<std::string, Reference> read_references(base::Fields& fields, std::string_view key,
                                                 std::size_t most);

// Audio files by path, in "media": [{"path", "sha256", "bytes"}].
Json media_json(const std::map<std::string, Reference>& media);
std::map<std::string, Reference> read_media(base::Fields& fields);

base::Wall read_time(base::Fields& fields, std::string_view key);
PublicKey read_key(base::Fields& fields, std::string_view key);
// Ids of stations, in "stations"; at least one.
std::vector<std::string> read_stations(base::Fields& fields, std::size_t most);

// Nothing where the envelope is of another type, or the payload is not right.
template <class Document>
std::optional<Document> read_payload(const Envelope& envelope, const std::string& file,
                                     base::Problems& problems, Document (*read)(base::Fields&)) {
  if (envelope.type != Document::kType) {
    problems.push_back(
        {base::Severity::error,
         "wrong-type",
         {file},
         "payloadType",
         {"phải là " + std::string(Document::kType), "must be " + std::string(Document::kType)}});
    return std::nullopt;
  }
  return read_document(envelope.payload, file, kLargestPayload, problems, read);
}

}  // namespace loa::trust
