// A file's rows as text that a person can check: one cell a line.
#pragma once

#include <string>

#include "base/files.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake::test {

// "xlsx" then for each table its name, for each row its cells: place, kind, value, text. A covered
// cell shows where what it shows began.
std::string dump(FileKind kind, const Tables& tables);

// Reads by the kind that the bytes have. A kind that is no table gives no tables.
Tables read_any(FileKind kind, std::string_view bytes, const std::string& file);

inline std::string sample(const std::string& name) {
  return base::read_file(LOA_SOURCE_DIR "/tests/schedules/intake/samples/" + name, 1U << 24);
}

}  // namespace loa::schedules::intake::test
