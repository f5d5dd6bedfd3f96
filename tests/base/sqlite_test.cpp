// The house's SQLite settings, statements and transactions.
#include "base/sqlite.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "base/crypto.h"

namespace loa::base {
namespace {

namespace fs = std::filesystem;

class Sqlite : public testing::Test {
 protected:
  Sqlite() { fs::create_directories(folder_); }
  ~Sqlite() override { fs::remove_all(folder_); }

  fs::path folder_ = fs::temp_directory_path() / ("loa-sqlite-" + random_hex(8));
  fs::path path_ = folder_ / "test.db";
};

std::string pragma(Database& database, const std::string& name) {
  Statement statement(database, "PRAGMA " + name);
  return statement.step() ? statement.text(0) : "";
}

std::int64_t count(Database& database) {
  Statement statement(database, "SELECT count(*) FROM t");
  statement.step();
  return statement.integer(0);
}

TEST_F(Sqlite, KeepsTheHouseRules) {
  Database database(path_);
  EXPECT_EQ(pragma(database, "journal_mode"), "wal");
  EXPECT_EQ(pragma(database, "synchronous"), "2");
  EXPECT_EQ(pragma(database, "foreign_keys"), "1");
  EXPECT_EQ(pragma(database, "busy_timeout"), "5000");
  EXPECT_EQ(pragma(database, "journal_size_limit"), "4194304");
}

TEST_F(Sqlite, WhatIsBoundIsRead) {
  Database database(path_);
  Statement statement(database, "SELECT ?, ?, ?, ?, ?, ?");
  statement.bind(1, std::int64_t{-5})
      .bind(2, 2.5)
      .bind(3, "xã Đông\0Anh")
      .bind_blob(4, "\xff")
      .bind_null(5);
  statement.bind(6, std::string_view());
  ASSERT_TRUE(statement.step());
  EXPECT_EQ(statement.integer(0), -5);
  EXPECT_EQ(statement.real(1), 2.5);
  EXPECT_EQ(statement.text(2), "xã Đông");
  EXPECT_EQ(statement.blob(3), "\xff");
  EXPECT_TRUE(statement.is_null(4));
  EXPECT_FALSE(statement.is_null(5));
  EXPECT_EQ(statement.text(5), "");
  EXPECT_FALSE(statement.step());
}

TEST_F(Sqlite, TextKeepsZeroBytes) {
  Database database(path_);
  const std::string text("a\0b", 3);
  Statement statement(database, "SELECT ?");
  statement.bind(1, text).step();
  EXPECT_EQ(statement.text(0), text);
}

TEST_F(Sqlite, ATransactionIsRolledBackUnlessCommitted) {
  Database database(path_);
  database.execute("CREATE TABLE t(v)");
  {
    Transaction transaction(database);
    database.execute("INSERT INTO t VALUES (1)");
  }
  EXPECT_EQ(count(database), 0);
  {
    Transaction transaction(database);
    database.execute("INSERT INTO t VALUES (1), (2)");
    EXPECT_EQ(database.changes(), 2);
    transaction.commit();
  }
  EXPECT_EQ(count(database), 2);
}

TEST_F(Sqlite, ErrorsCarryTheExtendedCodeAndTheFile) {
  Database database(path_);
  database.execute("CREATE TABLE t(v INTEGER PRIMARY KEY)");
  database.execute("INSERT INTO t VALUES (1)");
  try {
    database.execute("INSERT INTO t VALUES (1)");
    FAIL();
  } catch (const SqliteError& error) {
    EXPECT_EQ(error.code(), SQLITE_CONSTRAINT_PRIMARYKEY);
    EXPECT_FALSE(error.corrupt());
    EXPECT_FALSE(error.disk_full());
    EXPECT_NE(std::string(error.what()).find("test.db"), std::string::npos);
  }
  EXPECT_THROW(Statement(database, "SELECT nonsense"), SqliteError);
}

TEST_F(Sqlite, AFullDatabaseIsADiskFullErrorAndRecovers) {
  Database database(path_);
  database.execute("CREATE TABLE t(v)");
  database.execute("PRAGMA max_page_count = 4");
  Statement insert(database, "INSERT INTO t VALUES (zeroblob(50000))");
  try {
    Transaction transaction(database);
    insert.run();
    FAIL();
  } catch (const SqliteError& error) {
    EXPECT_TRUE(error.disk_full()) << error.what();
  }
  database.execute("PRAGMA max_page_count = 400");
  insert.run();
  EXPECT_EQ(count(database), 1);
}

TEST_F(Sqlite, TwoWritersWaitAndThenFailInsteadOfMixing) {
  Database first(path_);
  first.execute("CREATE TABLE t(v)");
  Database second(path_);
  second.execute("PRAGMA busy_timeout = 1");
  Transaction transaction(first);
  try {
    Transaction other(second);
    FAIL();
  } catch (const SqliteError& error) {
    EXPECT_EQ(error.code() & 0xff, SQLITE_BUSY);
  }
}

TEST_F(Sqlite, AReaderWorksBesideTheWriterAndCannotWrite) {
  Database writer(path_);
  writer.execute("CREATE TABLE t(v)");
  writer.execute("INSERT INTO t VALUES (1)");
  Database reader(path_, Database::Mode::read_only);
  EXPECT_EQ(count(reader), 1);
  EXPECT_THROW(reader.execute("INSERT INTO t VALUES (2)"), SqliteError);
}

TEST_F(Sqlite, AMissingFileIsCreatedOnlyForWriting) {
  EXPECT_THROW(Database(path_, Database::Mode::read_only), SqliteError);
  EXPECT_FALSE(fs::exists(path_));
  { Database database(path_); }
  EXPECT_TRUE(fs::exists(path_));
  EXPECT_THROW(Database(folder_ / "none" / "test.db"), SqliteError);
}

TEST_F(Sqlite, DamageIsNoticed) {
  {
    Database database(path_);
    database.execute("CREATE TABLE t(v)");
    for (int i = 0; i < 50; ++i) database.execute("INSERT INTO t VALUES (randomblob(3000))");
    EXPECT_TRUE(database.healthy());
  }
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file << std::string(8192, 'x');
  }
  Database database(path_);
  EXPECT_FALSE(database.healthy());
  try {
    count(database);
    FAIL();
  } catch (const SqliteError& error) {
    EXPECT_TRUE(error.corrupt()) << error.what();
  }
}

TEST_F(Sqlite, ATextFileIsNotADatabase) {
  std::ofstream(path_) << std::string(5000, 'n');
  try {
    Database database(path_);
    FAIL();
  } catch (const SqliteError& error) {
    EXPECT_TRUE(error.corrupt()) << error.what();
  }
}

}  // namespace
}  // namespace loa::base
