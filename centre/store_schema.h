// The centre's tables.
#pragma once

#include "centre/sql.h"

namespace loa::centre {

// Creates what is missing. Throws std::runtime_error for a database of a later version.
void prepare_schema(Sql& sql);

// Beside this version of Loa.
enum class SchemaAge { older, same, newer };  // an empty database is older
SchemaAge schema_age(Sql& sql);

}  // namespace loa::centre
