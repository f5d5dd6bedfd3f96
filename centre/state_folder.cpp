#include "centre/state_folder.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/language.h"
#include "centre/sql_postgres.h"
#include "centre/sql_sqlite.h"

namespace loa::centre {

base::FolderLock take_state(const std::filesystem::path& state) {
  auto lock = base::FolderLock::take(state);
  if (lock) return std::move(*lock);
  throw std::runtime_error(
      base::Text{fmt::format("thư mục {} đang do một loa-centre khác dùng; mỗi thư mục chỉ chạy "
                             "một chương trình",
                             state.string()),
                 fmt::format("another loa-centre is using the folder {}; a folder runs only one",
                             state.string())}
          .shown());
}

std::unique_ptr<Sql> open_sql(const Config& config) {
  if (config.database.empty()) return std::make_unique<SqliteSql>(sqlite_file(config.state));
  return std::make_unique<PostgresSql>(config.database);
}

}  // namespace loa::centre
