// The record's partitions in PostgreSQL: one for each month (UTC) in which the centre received
// rows, so that what is new is written into small indexes, and a month long past can be moved or
// dropped as a whole. SQLite has none.
#pragma once

#include <set>
#include <string>

#include "base/time.h"
#include "centre/sql.h"

namespace loa::centre {

class Months {
 public:
  explicit Months(Sql& sql) : sql_(sql) {}
  // Sees to it that the month of `when` and the one after it are there. Not inside a transaction:
  // it would keep the others waiting.
  void prepare(base::Wall when);

 private:
  void create(const std::string& name, base::Wall from, base::Wall to);

  Sql& sql_;
  std::set<std::string> known_;
};

}  // namespace loa::centre
