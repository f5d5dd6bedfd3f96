// All of a centre's database as it is at one moment, also while the centre runs.
#pragma once

#include <memory>

#include "centre/config.h"
#include "centre/sql.h"

namespace loa::centre {

// A connection that is only read by. Throws SqlError, and std::runtime_error, in the user's
// language, where the data are of another version.
std::unique_ptr<Sql> open_to_read(const Config& config);

// Everything that is read while this lives is of one moment, and nobody waits for it. Throws
// SqlError.
class Snapshot {
 public:
  explicit Snapshot(Sql& sql);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

 private:
  Sql& sql_;
};

}  // namespace loa::centre
