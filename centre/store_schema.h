// The centre's tables.
#pragma once

#include "centre/sql.h"

namespace loa::centre {

// Creates what is missing. Throws std::runtime_error for a database of a later version.
void prepare_schema(Sql& sql);

}  // namespace loa::centre
