// The SQL that the centre speaks: one text for SQLite and PostgreSQL, with typed parameters. What
// both understand alike is used, and what PostgreSQL's distributed engines bear (docs/scale.md):
// no sequences, no advisory locks, no LISTEN/NOTIFY, every key begins with the station.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loa::centre {

enum class SqlFailure {
  broken,       // a defect, a damaged file, a missing right
  disk_full,    // SQLite's full disk; SQLSTATE 53100
  unavailable,  // no connection, or none any more: 08xxx, 57P0x, 25006 (a standby), 53300
  conflict,     // another one was in the way: 40001, 40P01, 55P03, or a head that moved
};

class SqlError : public std::runtime_error {
 public:
  SqlError(SqlFailure failure, const std::string& what)
      : std::runtime_error(what), failure_(failure) {}
  SqlFailure failure() const { return failure_; }
  // Whether the same transaction may pass if it is tried again at once.
  bool passing() const {
    return failure_ == SqlFailure::conflict || failure_ == SqlFailure::unavailable;
  }

 private:
  SqlFailure failure_;
};

struct SqlBytes {
  std::string_view view;
};

// NULL, BIGINT, TEXT (UTF-8) or bytes. Views live until the call that takes them returns.
using SqlValue = std::variant<std::monostate, std::int64_t, std::string_view, SqlBytes>;
using SqlValues = std::vector<SqlValue>;

// Columns count from 0. A column of another type, or NULL, is 0 or "".
class SqlRow {
 public:
  using Cell = std::variant<std::monostate, std::int64_t, std::string>;
  explicit SqlRow(std::vector<Cell> cells) : cells_(std::move(cells)) {}
  std::int64_t integer(std::size_t column) const;
  const std::string& text(std::size_t column) const;  // or bytes
  bool is_null(std::size_t column) const;

 private:
  std::vector<Cell> cells_;
};

struct SqlResult {
  std::vector<SqlRow> rows;
  std::int64_t changed = 0;  // by INSERT, UPDATE or DELETE
};

// What differs between the engines' table definitions.
enum class SqlDialect { sqlite, postgres };

// One connection. One thread; every call blocks (a commit waits for the disk) and throws SqlError.
class Sql {
 public:
  Sql() = default;
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;
  virtual ~Sql() = default;

  virtual SqlDialect dialect() const = 0;
  // Another connection to the same database, for what only reads. Any thread; blocks.
  virtual std::unique_ptr<Sql> reader() const = 0;
  // What this waits for in run() ends soon, with an SqlError. The only one that another thread may
  // call meanwhile.
  virtual void interrupt() noexcept = 0;
  // One statement; `values` are $1, $2... Outside a transaction it is its own, and is tried once
  // more where the connection was lost: then it may have been carried out twice.
  virtual SqlResult run(const std::string& sql, const SqlValues& values) = 0;
  SqlResult run(const std::string& sql) { return run(sql, {}); }
  // Inside a transaction, for statements whose result nobody needs: sent along with the next run()
  // or commit(), which throws what it fails with.
  virtual void queue(const std::string& sql, const SqlValues& values) = 0;
  // Several statements without values.
  virtual void script(const std::string& sql) = 0;

  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;  // nothing outside a transaction
  virtual bool in_transaction() const = 0;
};

// Carries `work` out in a transaction, whole or not at all; within another one, as a part of that.
// Begins again, three times in all, where something passing was in the way: `work` must bear to be
// called again. Where the connection is lost during the commit it may have been carried out before.
void transact(Sql& sql, const std::function<void()>& work);

}  // namespace loa::centre
