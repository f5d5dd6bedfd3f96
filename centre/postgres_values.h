// Values as PostgreSQL's binary format has them (libpq's resultFormat 1).
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <vector>

#include "centre/sql.h"

namespace loa::centre {

// The arrays that libpq's calls take. Texts that are no UTF-8, or have a zero byte, which
// PostgreSQL does not store, go with U+FFFD in place of what is wrong; rows of the record never
// have any.
class PostgresValues {
 public:
  explicit PostgresValues(const SqlValues& values);
  int count() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(std::monostate);
  void add(std::int64_t value);
  void add(std::string_view text);
  void add(SqlBytes bytes);
  void add(Oid type, std::string_view bytes);

  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::deque<std::string> made_;  // what is not the caller's
};

SqlResult result_from(const PGresult* result);

}  // namespace loa::centre
