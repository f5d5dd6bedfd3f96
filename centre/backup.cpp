#include "centre/backup.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "base/files.h"
#include "base/language.h"
#include "centre/backup_file.h"
#include "centre/months.h"
#include "centre/snapshot.h"
#include "centre/state_folder.h"
#include "centre/store_columns.h"
#include "centre/store_schema.h"

namespace loa::centre {
namespace {

// By which stations know a centre. The rest of the folder is made anew by any centre.
constexpr std::array<const char*, 2> kKept{"authority.pem", "centre.key"};
constexpr std::size_t kLargestFile = 64UL * 1024;

[[noreturn]] void refuse(const base::Text& text) { throw std::runtime_error(text.shown()); }

// Root's files would stop the service at its next start.
void refuse_other_user(const std::filesystem::path& state) {
  struct stat about {};
  if (::stat(state.c_str(), &about) != 0 || about.st_uid == ::geteuid()) return;
  const auto* owner = ::getpwuid(about.st_uid);  // NOLINT(concurrency-mt-unsafe): one thread
  const std::string name = owner == nullptr ? std::to_string(about.st_uid) : owner->pw_name;
  refuse({fmt::format("thư mục {0} của người dùng {1}; hãy chạy: runuser -u {1} -- loa-centre …",
                      state.string(), name),
          fmt::format("the folder {0} is of the user {1}; run: runuser -u {1} -- loa-centre …",
                      state.string(), name)});
}

TableSum copy_rows(Sql& from, Sql& to, const Table& table) {
  return read_table(from, table, [&](const std::vector<SqlRow>& rows) {
    transact(to, [&] { write_rows(to, table, rows); });
  });
}

std::map<std::string, std::string> key_files(const std::filesystem::path& state) {
  std::map<std::string, std::string> files;
  for (const char* name : kKept)
    if (auto content = base::read_file_if_exists(state / name, kLargestFile))
      files[name] = std::move(*content);
  return files;
}

// What the tables come to where they were read.
std::map<std::string, TableSum> fill(SqliteSql& file, const Config& config, base::Wall now) {
  const auto source = open_to_read(config);
  const Snapshot moment(*source);
  prepare_backup(file);
  std::map<std::string, TableSum> sums;
  for (const auto& table : centre_tables(file)) sums[table.name] = copy_rows(*source, file, table);
  put_files(file, key_files(config.state));
  put_created(file, now);
  return sums;
}

void remove_database(const std::filesystem::path& path) {
  for (const char* end : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(path.string() + end);
}

// Gone with this, unless it was renamed.
class Draft {
 public:
  explicit Draft(std::filesystem::path path) : path_(std::move(path)) { remove_database(path_); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// What a centre's first start may have written into it already is nothing that anybody misses.
void refuse_if_used(Sql& sql) {
  const auto rows = sql.run(
      "SELECT 1 FROM station UNION ALL SELECT 1 FROM as_run UNION ALL SELECT 1 FROM bundle LIMIT "
      "1");
  if (rows.rows.empty()) return;
  refuse({"trung tâm này đã có đài hoặc lịch: chỉ phục hồi vào trung tâm trống",
          "this centre has stations or weeks already: only an empty one is restored"});
}

void restore_keys(SqliteSql& file, const std::filesystem::path& state) {
  for (const auto& [name, content] : files_in(file)) {
    const auto before = base::read_file_if_exists(state / name, kLargestFile);
    if (before == content) continue;
    if (before) base::replace_file(state / (name + ".before"), *before, 0600);
    base::replace_file(state / name, content, 0600);
  }
}

// Partitions for all the months of the record; none can be made in the restoring transaction.
void prepare_months(SqliteSql& file, Sql& target) {
  Months months(target);
  const auto ends = file.run("SELECT min(received_ns), max(received_ns) FROM as_run").rows.at(0);
  if (ends.is_null(0)) return;
  constexpr std::chrono::days kLessThanAMonth{28};
  for (auto at = wall(ends.integer(0)); at < wall(ends.integer(1)); at += kLessThanAMonth)
    months.prepare(at);
  months.prepare(wall(ends.integer(1)));
}

void restore_rows(SqliteSql& file, Sql& target) {
  prepare_months(file, target);
  transact(target, [&] {
    for (const auto& table : centre_tables(file)) {
      target.run("DELETE FROM " + table.name);
      copy_rows(file, target, table);
    }
  });
}

}  // namespace

BackupSummary back_up(const Config& config, const std::filesystem::path& out, base::Wall now) {
  refuse_other_user(config.state);
  const Draft draft(out.string() + ".new");
  base::replace_file(draft.path(), "", 0600);
  {
    SqliteSql file(draft.path());
    // One file, and of no use before its end: the last commit brings all of it to the disk.
    file.script("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF");
    const auto sums = fill(file, config, now);
    file.script("PRAGMA synchronous = FULL");
    transact(file, [&] { put_sums(file, sums); });
  }
  auto summary = check_backup(draft.path());
  std::filesystem::rename(draft.path(), out);
  base::sync_folder(std::filesystem::absolute(out).parent_path());
  return summary;
}

BackupSummary restore(const Config& config, const std::filesystem::path& file) {
  auto summary = check_backup(file);
  refuse_other_user(config.state);
  const auto lock = take_state(config.state);
  const auto target = open_sql(config);
  prepare_schema(*target);
  refuse_if_used(*target);

  const Draft draft(sqlite_file(config.state).string() + ".new");
  base::replace_file(draft.path(), "", 0600);
  std::filesystem::copy_file(file, draft.path(), std::filesystem::copy_options::overwrite_existing);
  SqliteSql rows(draft.path());
  restore_keys(rows, config.state);
  become_centre(rows);
  restore_rows(rows, *target);
  return summary;
}

}  // namespace loa::centre
