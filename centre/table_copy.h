// The centre's tables as they are, row by row, between databases of either engine. What tables and
// columns there are is read from an SQLite file, which one of the two always is.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "centre/sql_sqlite.h"

namespace loa::centre {

struct Table {
  enum class Kind { number, text, bytes };
  struct Column {
    std::string name;
    Kind kind = Kind::text;
  };
  std::string name;
  std::vector<Column> columns;
  std::vector<std::size_t> key;  // indexes of the primary key's columns, in its order
};

// All tables of `file` that have a primary key, by name. Throws SqlError.
std::vector<Table> tables_of(SqliteSql& file);

// How many rows a table has, and the SHA-256 of them in the order of the key: the same for the same
// rows in every engine.
struct TableSum {
  std::int64_t rows = 0;
  base::Sha256 hash{};
  friend bool operator==(const TableSum&, const TableSum&) = default;
};

// Reads all rows in the order of the key, hands them over some at a time, and sums them up. What is
// between two pages does not hold them together: the caller's transaction does. Blocks; throws
// SqlError and what `page` throws.
TableSum read_table(Sql& from, const Table& table,
                    const std::function<void(const std::vector<SqlRow>&)>& page);
// Queues the rows' INSERTs, in a transaction of the caller's.
void write_rows(Sql& to, const Table& table, const std::vector<SqlRow>& rows);

}  // namespace loa::centre
