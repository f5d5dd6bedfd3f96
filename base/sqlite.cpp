// SQLite as Loa uses it. The settings below are the house rule for every database.
#include "base/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace loa::base {
namespace {

// journal_size_limit bounds what a checkpoint leaves of the WAL; cell_size_check and trusted_schema
// make a damaged or planted file an error instead of a surprise.
constexpr const char* settings = R"(
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA wal_autocheckpoint = 1000;
PRAGMA journal_size_limit = 4194304;
PRAGMA cell_size_check = ON;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
)";

constexpr int busy_timeout_ms = 5000;

void check(sqlite3* handle, int code) {
  if (code != SQLITE_OK) throw SqliteError::last(handle, code);
}

void begin_wal(Database& database) {
  Statement change(database, "PRAGMA journal_mode = WAL");
  // SQLite keeps the old mode without an error where it cannot change it.
  if (change.step() && change.text(0) == "wal") return;
  throw SqliteError(SQLITE_CANTOPEN, fmt::format("{}: no write-ahead log is possible here",
                                                 sqlite3_db_filename(database.handle(), "main")));
}

}  // namespace

SqliteError SqliteError::last(sqlite3* handle, int code) {
  if (handle == nullptr) return {code, sqlite3_errstr(code)};
  const int extended = sqlite3_extended_errcode(handle);
  const char* file = sqlite3_db_filename(handle, "main");
  return {extended, fmt::format("{}: {} (SQLite {})", file != nullptr ? file : "SQLite",
                                sqlite3_errmsg(handle), extended)};
}

// Only ENOSPC becomes SQLITE_FULL; a quota or a size limit comes as a failed write, without its
// errno.
bool SqliteError::disk_full() const {
  return (code_ & 0xff) == SQLITE_FULL || code_ == SQLITE_IOERR_WRITE ||
         code_ == SQLITE_IOERR_SHMSIZE;
}

bool SqliteError::corrupt() const {
  return (code_ & 0xff) == SQLITE_CORRUPT || (code_ & 0xff) == SQLITE_NOTADB;
}

Database::Database(const std::filesystem::path& path, Mode mode, int page_size) {
  const int access =
      mode == Mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(path.c_str(), &handle_,
                                   access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  try {
    check(handle_, code);
    check(handle_, sqlite3_busy_timeout(handle_, busy_timeout_ms));
    check(handle_, sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
    execute(fmt::format("PRAGMA page_size = {}", page_size));
    execute(settings);
    if (mode == Mode::read_write) begin_wal(*this);
  } catch (...) {
    sqlite3_close_v2(handle_);
    throw;
  }
}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::execute(const std::string& sql) {
  check(handle_, sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
}

void Database::interrupt() noexcept { sqlite3_interrupt(handle_); }

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

bool Database::healthy() {
  try {
    Statement check(*this, "PRAGMA quick_check(1)");
    return check.step() && check.text(0) == "ok";
  } catch (const SqliteError& error) {
    if (error.corrupt()) return false;
    throw;
  }
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // Some errors, a full disk among them, have rolled back already.
  if (!open_ || sqlite3_get_autocommit(database_.handle()) != 0) return;
  sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace loa::base
