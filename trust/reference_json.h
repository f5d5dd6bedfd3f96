// References as JSON, wherever they stand. Private to this room.
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

}  // namespace loa::trust
