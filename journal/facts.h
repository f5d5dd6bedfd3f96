// Small facts beside the chain: each with a checksum, because a wrong one is worse than none.
#pragma once

#include <optional>
#include <string>

#include "base/sqlite.h"

namespace loa::journal {

// `count` rises with each change: of two copies in a damaged file the higher one is the newer.
struct Fact {
  std::string name;
  std::string value;
  std::int64_t count = 0;
};

// The fact under which the acknowledgement is kept. Its value is the row's id in decimal.
inline constexpr const char* kAcknowledged = "journal: acknowledged";

// Nothing if there is none, or its checksum is wrong.
std::optional<Fact> read_fact(base::Database& database, const std::string& name);
// Writes it with count + 1.
void write_fact(base::Database& database, const std::string& name, const std::string& value);
// Writes a salvaged fact as it is, unless a newer one is there.
void keep_fact(base::Database& database, const Fact& fact);
std::string checksum_of(const Fact& fact);

// The id of the newest acknowledged row, 0 if none.
std::int64_t read_acknowledged(base::Database& database);

}  // namespace loa::journal
