#include "centre/table_copy.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::centre {
namespace {

constexpr int kPage = 1000;  // rows: as_run's are of some 500 bytes

Table::Kind kind_of(const std::string& type) {
  if (type == "BIGINT") return Table::Kind::number;
  return type == "BLOB" ? Table::Kind::bytes : Table::Kind::text;
}

// PRAGMA table_info: cid, name, type, notnull, dflt_value, pk (from 1 in the key's order, or 0).
Table shape_of(SqliteSql& file, const std::string& name) {
  Table table{name, {}, {}};
  std::vector<std::pair<std::int64_t, std::size_t>> key;
  for (const auto& row : file.run(fmt::format("PRAGMA table_info({})", name)).rows) {
    if (row.integer(5) > 0) key.emplace_back(row.integer(5), table.columns.size());
    table.columns.push_back({row.text(1), kind_of(row.text(2))});
  }
  std::sort(key.begin(), key.end());
  for (const auto& [place, column] : key) table.key.push_back(column);
  return table;
}

SqlValue value_of(const Table& table, const SqlRow& row, std::size_t column) {
  if (row.is_null(column)) return std::monostate{};
  switch (table.columns[column].kind) {
    case Table::Kind::number:
      return row.integer(column);
    case Table::Kind::bytes:
      return SqlBytes{row.text(column)};
    default:
      return std::string_view(row.text(column));
  }
}

SqlValues values_of(const Table& table, const SqlRow& row) {
  SqlValues values;
  for (std::size_t column = 0; column < table.columns.size(); ++column)
    values.push_back(value_of(table, row, column));
  return values;
}

// "(station, epoch)" and the like.
template <class Name>
std::string listed(std::size_t count, Name name) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "" : ", ") + name(i);
  return "(" + list + ")";
}

std::string columns_listed(const Table& table) {
  return listed(table.columns.size(), [&](std::size_t i) { return table.columns[i].name; });
}

std::string key_listed(const Table& table) {
  return listed(table.key.size(), [&](std::size_t i) { return table.columns[table.key[i]].name; });
}

std::string parameters(std::size_t count) {
  return listed(count, [](std::size_t i) { return fmt::format("${}", i + 1); });
}

std::string without_brackets(const std::string& list) { return list.substr(1, list.size() - 2); }

// `after`: the last row of the page before, or null.
std::vector<SqlRow> next_page(Sql& from, const Table& table, const SqlRow* after) {
  SqlValues key;
  std::string where;
  if (after != nullptr) {
    for (const auto column : table.key) key.push_back(value_of(table, *after, column));
    where = fmt::format(" WHERE {} > {}", key_listed(table), parameters(key.size()));
  }
  return from
      .run(fmt::format("SELECT {} FROM {}{} ORDER BY {} LIMIT {}",
                       without_brackets(columns_listed(table)), table.name, where,
                       without_brackets(key_listed(table)), kPage),
           key)
      .rows;
}

// Each cell by its kind and length, so that no two rows read alike.
void add_row(base::Sha256Stream& hash, const Table& table, const SqlRow& row) {
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    if (row.is_null(column)) {
      hash.add("-;");
    } else if (table.columns[column].kind == Table::Kind::number) {
      hash.add(fmt::format("{};", row.integer(column)));
    } else {
      hash.add(fmt::format("{}:", row.text(column).size()));
      hash.add(row.text(column));
    }
  }
}

}  // namespace

std::vector<Table> tables_of(SqliteSql& file) {
  std::vector<Table> tables;
  const auto names = file.run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  for (const auto& row : names.rows) {
    auto table = shape_of(file, row.text(0));
    if (!table.key.empty()) tables.push_back(std::move(table));
  }
  return tables;
}

TableSum read_table(Sql& from, const Table& table,
                    const std::function<void(const std::vector<SqlRow>&)>& page) {
  TableSum sum;
  base::Sha256Stream hash;
  std::vector<SqlRow> rows = next_page(from, table, nullptr);
  while (!rows.empty()) {
    for (const auto& row : rows) add_row(hash, table, row);
    sum.rows += static_cast<std::int64_t>(rows.size());
    page(rows);
    rows = next_page(from, table, &rows.back());
  }
  sum.hash = hash.finish();
  return sum;
}

void write_rows(Sql& to, const Table& table, const std::vector<SqlRow>& rows) {
  const auto insert = fmt::format("INSERT INTO {}{} VALUES{}", table.name, columns_listed(table),
                                  parameters(table.columns.size()));
  for (const auto& row : rows) to.queue(insert, values_of(table, row));
}

}  // namespace loa::centre
