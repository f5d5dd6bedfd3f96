// The centre's tables.
#pragma once

#include "base/sqlite.h"

namespace loa::centre {

// Creates what is missing. Throws std::runtime_error for a database of a later version.
void prepare_schema(base::Database& database);

}  // namespace loa::centre
