// The centre's SQL on PostgreSQL 15 or later, through libpq (which this header keeps out of sight).
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "base/language.h"
#include "centre/sql.h"

namespace loa::centre {

// What is wrong with a connection string ("postgresql://user@host/database?sslmode=verify-full"),
// nothing if it can be tried. Connects nowhere.
std::optional<base::Text> fault_in_connection(const std::string& connection);

// Statements of a transaction go out in one pipeline (libpq, 34.5): queued ones cost no round trip
// of their own. A lost connection is opened again by the next statement outside a transaction.
// Waits 5 s for a connection, 10 s for a lock, 15 s for a peer that does not answer, unless the
// connection string says otherwise.
class PostgresSql : public Sql {
 public:
  // Connects. Throws SqlError, in the user's language, with what the server or libpq says; it does
  // not name the password.
  explicit PostgresSql(const std::string& connection);
  ~PostgresSql() override;

  using Sql::run;
  SqlDialect dialect() const override { return SqlDialect::postgres; }
  std::unique_ptr<Sql> reader() const override;
  void interrupt() noexcept override;
  SqlResult run(const std::string& sql, const SqlValues& values) override;
  void queue(const std::string& sql, const SqlValues& values) override;
  void script(const std::string& sql) override;
  void begin() override;
  void commit() override;
  void rollback() noexcept override;
  bool in_transaction() const override { return inside_; }

 private:
  class Connection;
  struct Target {
    std::string connection;
  };
  explicit PostgresSql(Target target);
  Connection& connection();
  void take(std::unique_ptr<Connection> connection) noexcept;
  void drop_if_lost() noexcept;

  const Target target_;
  std::mutex taking_;  // connection_, where interrupt() looks at it
  std::unique_ptr<Connection> connection_;
  bool inside_ = false;
};

}  // namespace loa::centre
