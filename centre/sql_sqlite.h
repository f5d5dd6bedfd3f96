// The centre's SQL on SQLite: one file, one process, one connection (base/sqlite.h).
#pragma once

#include <filesystem>
#include <map>
#include <optional>

#include "base/sqlite.h"
#include "centre/sql.h"

namespace loa::centre {

class SqliteSql : public Sql {
 public:
  // Opens or creates `path`. To be read only, it may be open in another process.
  explicit SqliteSql(const std::filesystem::path& path,
                     base::Database::Mode mode = base::Database::Mode::read_write);

  using Sql::run;
  SqlDialect dialect() const override { return SqlDialect::sqlite; }
  std::unique_ptr<Sql> reader() const override;
  void interrupt() noexcept override { database_.interrupt(); }
  SqlResult run(const std::string& sql, const SqlValues& values) override;
  void queue(const std::string& sql, const SqlValues& values) override { run(sql, values); }
  void script(const std::string& sql) override;
  void begin() override;
  void commit() override;
  void rollback() noexcept override { transaction_.reset(); }
  bool in_transaction() const override { return transaction_.has_value(); }

 private:
  base::Statement& prepared(const std::string& sql);

  std::filesystem::path path_;
  base::Database database_;
  std::map<std::string, base::Statement> statements_;  // by their text
  std::optional<base::Transaction> transaction_;
};

}  // namespace loa::centre
