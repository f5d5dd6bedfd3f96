// The engines that the centre's store runs on, for tests that hold for each of them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "centre/config.h"
#include "centre/sql.h"
#include "tests/centre/rows.h"

namespace loa::centre::test {

enum class Engine { sqlite, postgres };

// A PostgreSQL of this process: a cluster of its own in a temporary folder, reached by a socket in
// it, run by an unprivileged user (it refuses root), gone with the process. fsync is off.
class PostgresServer {
 public:
  // Starts it at the first call; a second or two.
  static PostgresServer& running();
  // The URI of a schema of that name, which need not exist.
  std::string uri(const std::string& schema) const;
  // Ends it without any tidying, as a power cut does; and a start that returns when it takes
  // connections.
  void kill();
  void start();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

 private:
  PostgresServer();
  ~PostgresServer();
  std::filesystem::path data() const { return folder_.path() / "data"; }

  Folder folder_;
  int pid_ = 0;
};

// An empty database, gone with this.
class Database {
 public:
  explicit Database(Engine engine);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  // Another connection to the same database.
  std::unique_ptr<Sql> open() const;
  std::string uri() const;  // of PostgreSQL
  // A centre's whose files lie beside it: with no folder named they would lie in the working
  // directory, which cases that run at the same time share.
  Config config() const;

 private:
  Engine engine_;
  Folder folder_;
  std::string schema_;
};

inline std::string name_of_engine(const testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::sqlite ? "sqlite" : "postgres";
}

// What each suite of the centre's store is instantiated with.
inline auto each_engine() { return testing::Values(Engine::sqlite, Engine::postgres); }

}  // namespace loa::centre::test
