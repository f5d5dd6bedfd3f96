// Findings about what a text came to mean, brought back to its lines.
#pragma once

#include <string>
#include <string_view>

#include "base/problem.h"

namespace loa::base {

// `problems`, each at the member of `text` (JSON with comments) that its field names
// ("listen.address"), or as it was where the text has none. `file` names places. No I/O.
Problems placed(Problems problems, std::string_view text, const std::string& file);

}  // namespace loa::base
