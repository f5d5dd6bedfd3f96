// SQLite as Loa uses it: one read-write connection a database, WAL, synchronous=FULL, foreign keys
// on. Every call blocks (a commit waits for the disk) and throws SqliteError. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace loa::base {

class SqliteError : public std::runtime_error {
 public:
  SqliteError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  // The last error of `handle`; `code` counts where the handle could not even be made.
  static SqliteError last(sqlite3* handle, int code);

  // SQLite's extended result code.
  int code() const { return code_; }
  // SQLITE_FULL, or an I/O error that stands for a disk which takes no more.
  bool disk_full() const;
  // SQLITE_CORRUPT or SQLITE_NOTADB.
  bool corrupt() const;

 private:
  int code_;
};

class Database;

// A prepared statement. bind() counts parameters from 1, as SQLite does; columns count from 0.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);
  Statement& bind_null(int index);

  // True while there is a row. Resets itself before it throws, so that no lock is kept.
  bool step();
  // step() to the end, then reset(): for statements that give no rows.
  void run();
  // Before binding again; bindings stay. A statement left between two rows keeps a read lock.
  void reset();

  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  std::string blob(int column) const;
  bool is_null(int column) const;
  bool is_integer(int column) const;
  int columns() const;

 private:
  sqlite3_stmt* statement_;
};

class Database {
 public:
  // read_only works beside a process that has the file open, and never changes the database.
  enum class Mode { read_write, read_only };

  // `page_size` in bytes, a power of two from 512 to 65,536, counts for a file that is made.
  explicit Database(const std::filesystem::path& path, Mode mode = Mode::read_write,
                    int page_size = 4096);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  void execute(const std::string& sql);
  std::int64_t changes() const;
  // PRAGMA quick_check; false where the file is damaged.
  bool healthy();
  sqlite3* handle() { return handle_; }
  // What step() is at ends soon, with an SqliteError. Any thread, as long as this lives.
  void interrupt() noexcept;

 private:
  sqlite3* handle_ = nullptr;
};

// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace loa::base
