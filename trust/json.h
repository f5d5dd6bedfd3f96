// JSON of this room's documents. Private to it: it drags nlohmann/json in.
#pragma once

#include <nlohmann/json.hpp>

#include "base/document.h"
#include "trust/envelope.h"

namespace loa::trust {

using Json = nlohmann::ordered_json;

// Nothing where it is not JSON or has too many bytes; then there are errors among the problems.
std::optional<base::Node> parse(std::string_view json, const std::string& file, std::size_t most,
                                base::Problems& problems);

Json to_json(const Envelope& envelope);

}  // namespace loa::trust
