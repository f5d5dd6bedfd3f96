#include "centre/snapshot.h"

#include <stdexcept>

#include "base/language.h"
#include "centre/sql_sqlite.h"
#include "centre/state_folder.h"
#include "centre/store_schema.h"

namespace loa::centre {

Snapshot::Snapshot(Sql& sql) : sql_(sql) {
  if (sql_.dialect() == SqlDialect::sqlite) {
    sql_.script("BEGIN");  // Sql::begin() would keep the centre from writing
  } else {
    sql_.begin();
    sql_.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }
}

Snapshot::~Snapshot() {
  if (sql_.dialect() == SqlDialect::sqlite) {
    try {
      sql_.script("ROLLBACK");
    } catch (const SqlError&) {
      // It ends with the connection, which is the caller's own.
    }
  } else {
    sql_.rollback();
  }
}

std::unique_ptr<Sql> open_to_read(const Config& config) {
  std::unique_ptr<Sql> sql;
  if (config.database.empty())
    sql = std::make_unique<SqliteSql>(sqlite_file(config.state), base::Database::Mode::read_only);
  else
    sql = open_sql(config);
  if (schema_age(*sql) == SchemaAge::same) return sql;
  throw std::runtime_error(base::Text{
      "dữ liệu của trung tâm do bản Loa khác ghi; hãy chạy loa-centre bản này một lần trước",
      "the centre's data are of another version of Loa; let this loa-centre run once first"}
                               .shown());
}

}  // namespace loa::centre
