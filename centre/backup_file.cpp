#include "centre/backup_file.h"

#include <fmt/format.h>

#include "base/problem.h"
#include "centre/store_columns.h"
#include "centre/store_schema.h"

namespace loa::centre {
namespace {

constexpr std::string_view kOwn = "backup_";
const std::string kSums = "backup_sum";

constexpr const char* kBackupTables = R"(
CREATE TABLE backup_fact(name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL);
CREATE TABLE backup_file(name TEXT NOT NULL PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE backup_sum(name TEXT NOT NULL PRIMARY KEY, count BIGINT NOT NULL, hash BLOB NOT NULL);
)";

[[noreturn]] void refuse(const std::filesystem::path& file, const char* code,
                         const base::Text& text) {
  throw base::BadInput({{base::Severity::error, code, {file.string()}, "", text}});
}

[[noreturn]] void refuse_damaged(const std::filesystem::path& file, const std::string& table) {
  refuse(file, "backup-damaged",
         {fmt::format("bản sao lưu bị hỏng hoặc bị cụt ({}): không lấy gì từ tệp này", table),
          fmt::format("the backup is damaged or cut off ({}): nothing is taken from it", table)});
}

bool is_own(const Table& table) { return table.name.starts_with(kOwn); }

TableSum sum_of(SqliteSql& file, const Table& table) {
  return read_table(file, table, [](const auto&) {});
}

// What is summed up: all but the sums.
std::map<std::string, TableSum> sums_of(SqliteSql& file) {
  std::map<std::string, TableSum> sums;
  for (const auto& table : tables_of(file))
    if (table.name != kSums) sums[table.name] = sum_of(file, table);
  return sums;
}

std::map<std::string, TableSum> sums_in(SqliteSql& file) {
  std::map<std::string, TableSum> sums;
  for (const auto& row : file.run("SELECT name, count, hash FROM backup_sum").rows)
    sums[row.text(0)] = {row.integer(1), hash_from(row.text(2))};
  return sums;
}

void compare_sums(SqliteSql& file, const std::filesystem::path& path) {
  const auto found = sums_of(file);
  const auto noted = sums_in(file);
  for (const auto& [table, sum] : found)
    if (!noted.contains(table) || noted.at(table) != sum) refuse_damaged(path, table);
  for (const auto& [table, sum] : noted)
    if (!found.contains(table)) refuse_damaged(path, table);
}

std::int64_t count(SqliteSql& file, const std::string& table) {
  return file.run("SELECT count(*) FROM " + table).rows.at(0).integer(0);
}

BackupSummary summary_of(SqliteSql& file) {
  BackupSummary summary;
  const auto created = file.run("SELECT value FROM backup_fact WHERE name = 'created_ns'").rows;
  if (!created.empty()) summary.created = wall(created.front().integer(0));
  summary.stations = count(file, "station");
  summary.rows = count(file, "as_run");
  for (const auto& [name, content] : files_in(file)) summary.files.push_back(name);
  return summary;
}

bool is_backup(SqliteSql& file) {
  return !file.run("SELECT 1 FROM sqlite_master WHERE name = 'backup_sum'").rows.empty();
}

BackupSummary check_open(SqliteSql& file, const std::filesystem::path& path) {
  if (!is_backup(file))
    refuse(path, "backup-foreign",
           {"không phải bản sao lưu của trung tâm", "this is no backup of a centre"});
  if (schema_age(file) == SchemaAge::newer)
    refuse(path, "backup-newer",
           {"bản sao lưu do Loa mới hơn làm; hãy cập nhật Loa trước",
            "a newer Loa has made this backup; update Loa first"});
  if (file.run("PRAGMA quick_check").rows.at(0).text(0) != "ok") refuse_damaged(path, "SQLite");
  compare_sums(file, path);
  return summary_of(file);
}

}  // namespace

std::vector<Table> centre_tables(SqliteSql& file) {
  auto tables = tables_of(file);
  std::erase_if(tables, is_own);
  return tables;
}

void prepare_backup(SqliteSql& file) {
  prepare_schema(file);
  file.script(kBackupTables);
}

void put_files(SqliteSql& file, const std::map<std::string, std::string>& files) {
  for (const auto& [name, content] : files)
    file.run("INSERT INTO backup_file(name, content) VALUES($1, $2)",
             {std::string_view(name), SqlBytes{content}});
}

std::map<std::string, std::string> files_in(SqliteSql& file) {
  std::map<std::string, std::string> files;
  for (const auto& row : file.run("SELECT name, content FROM backup_file").rows)
    files[row.text(0)] = row.text(1);
  return files;
}

void put_created(SqliteSql& file, base::Wall now) {
  file.run("INSERT INTO backup_fact(name, value) VALUES('created_ns', $1)", {nanoseconds(now)});
}

void put_sums(SqliteSql& file, std::map<std::string, TableSum> copied) {
  for (const auto& table : tables_of(file))
    if (is_own(table) && table.name != kSums) copied[table.name] = sum_of(file, table);
  for (const auto& [name, sum] : copied)
    file.run("INSERT INTO backup_sum(name, count, hash) VALUES($1, $2, $3)",
             {std::string_view(name), sum.rows, bytes(sum.hash)});
}

BackupSummary check_backup(const std::filesystem::path& path) {
  try {
    SqliteSql file(path, base::Database::Mode::read_only);
    return check_open(file, path);
  } catch (const SqlError& error) {
    // SQLite itself cannot read it, or a table is not as it should be.
    refuse_damaged(path, error.what());
  }
}

void become_centre(SqliteSql& file) {
  transact(file, [&] {
    for (const auto& table : tables_of(file))
      if (is_own(table)) file.script("DROP TABLE " + table.name);
  });
  prepare_schema(file);
}

}  // namespace loa::centre
