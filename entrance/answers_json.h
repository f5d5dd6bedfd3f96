// What a page is told, as JSON. Drags nlohmann/json in: for .cpp files that answer only.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/problem.h"

namespace loa::entrance {

using Json = nlohmann::ordered_json;

Json to_json(const base::Text& text);
Json to_json(const base::Problem& problem);
Json to_json(const base::Problems& problems);
// As text; strings that are not UTF-8 (a file name from the disk) get U+FFFD.
std::string dumped(const Json& json);

}  // namespace loa::entrance
