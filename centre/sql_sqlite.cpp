#include "centre/sql_sqlite.h"

#include <algorithm>

namespace loa::centre {
namespace {

SqlError sql_error(const base::SqliteError& error) {
  return {error.disk_full() ? SqlFailure::disk_full : SqlFailure::broken, error.what()};
}

template <class Work>
auto told_as_sql_error(Work work) {
  try {
    return work();
  } catch (const base::SqliteError& error) {
    throw sql_error(error);
  }
}

// SQLite takes "$1" for a name and counts names as they come; "?1" is the number itself.
std::string numbered(std::string sql) {
  std::replace(sql.begin(), sql.end(), '$', '?');
  return sql;
}

struct Binder {
  base::Statement& statement;
  int index;

  void operator()(std::monostate) { statement.bind_null(index); }
  void operator()(std::int64_t value) { statement.bind(index, value); }
  void operator()(std::string_view text) { statement.bind(index, text); }
  void operator()(SqlBytes bytes) { statement.bind_blob(index, bytes.view); }
};

SqlRow::Cell cell(const base::Statement& statement, int column) {
  if (statement.is_null(column)) return std::monostate{};
  if (statement.is_integer(column)) return statement.integer(column);
  return statement.blob(column);
}

SqlRow row_of(const base::Statement& statement) {
  std::vector<SqlRow::Cell> cells;
  cells.reserve(static_cast<std::size_t>(statement.columns()));
  for (int column = 0; column < statement.columns(); ++column)
    cells.push_back(cell(statement, column));
  return SqlRow(std::move(cells));
}

}  // namespace

SqliteSql::SqliteSql(const std::filesystem::path& path, base::Database::Mode mode)
    : path_(path), database_(told_as_sql_error([&] { return base::Database(path, mode); })) {}

std::unique_ptr<Sql> SqliteSql::reader() const {
  return std::make_unique<SqliteSql>(path_, base::Database::Mode::read_only);
}

base::Statement& SqliteSql::prepared(const std::string& sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second;
  return statements_.emplace(sql, base::Statement(database_, numbered(sql))).first->second;
}

SqlResult SqliteSql::run(const std::string& sql, const SqlValues& values) {
  return told_as_sql_error([&] {
    auto& statement = prepared(sql);
    int index = 0;
    for (const auto& value : values) std::visit(Binder{statement, ++index}, value);
    SqlResult result;
    while (statement.step()) result.rows.push_back(row_of(statement));
    statement.reset();
    result.changed = database_.changes();
    return result;
  });
}

void SqliteSql::script(const std::string& sql) {
  told_as_sql_error([&] { database_.execute(sql); });
}

void SqliteSql::begin() {
  told_as_sql_error([&] { transaction_.emplace(database_); });
}

void SqliteSql::commit() {
  told_as_sql_error([&] { transaction_->commit(); });
  transaction_.reset();
}

}  // namespace loa::centre
