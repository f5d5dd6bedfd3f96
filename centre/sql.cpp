#include "centre/sql.h"

namespace loa::centre {
namespace {

constexpr int kTries = 3;

void try_once(Sql& sql, const std::function<void()>& work) {
  try {
    sql.begin();
    work();
    sql.commit();
  } catch (...) {
    sql.rollback();
    throw;
  }
}

}  // namespace

std::int64_t SqlRow::integer(std::size_t column) const {
  const auto* value = std::get_if<std::int64_t>(&cells_.at(column));
  return value == nullptr ? 0 : *value;
}

const std::string& SqlRow::text(std::size_t column) const {
  static const std::string none;
  const auto* value = std::get_if<std::string>(&cells_.at(column));
  return value == nullptr ? none : *value;
}

bool SqlRow::is_null(std::size_t column) const {
  return std::holds_alternative<std::monostate>(cells_.at(column));
}

void transact(Sql& sql, const std::function<void()>& work) {
  if (sql.in_transaction()) return work();
  for (int left = kTries - 1;; --left) {
    try {
      return try_once(sql, work);
    } catch (const SqlError& error) {
      if (!error.passing() || left == 0) throw;
    }
  }
}

}  // namespace loa::centre
