// loa-centre log: what people did at the centre, out of its database, also while the centre runs.
#pragma once

#include <iosfwd>

#include "centre/config.h"

namespace loa::centre {

// All of the record, the oldest first, as lines for people or one JSON object a line; then what is
// wrong with it, if anything, to `errors`. False where something is. Blocks; throws
// std::runtime_error and SqlError.
bool show_acts(const Config& config, bool as_json, std::ostream& out, std::ostream& errors);

}  // namespace loa::centre
