#include "tests/centre/engines.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/crypto.h"
#include "centre/sql_postgres.h"
#include "centre/sql_sqlite.h"

namespace loa::centre::test {
namespace {

namespace fs = std::filesystem;

// Debian keeps them beside each other by version.
fs::path programs() {
  std::vector<fs::path> versions;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql"))
    if (fs::exists(version.path() / "bin/initdb")) versions.push_back(version.path() / "bin");
  if (versions.empty()) throw std::runtime_error("PostgreSQL is not installed");
  return *std::max_element(versions.begin(), versions.end());
}

const passwd* unprivileged() {
  if (::geteuid() != 0) return nullptr;
  const passwd* user = ::getpwnam("postgres");
  return user != nullptr ? user : ::getpwnam("nobody");
}

// In the child of a fork: never returns. Its end comes with that of the parent.
[[noreturn]] void become(std::vector<std::string> words, const std::string& log) {
  if (const auto* user = unprivileged())
    if (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0) ::_exit(125);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execv(argv[0], argv.data());
  ::_exit(126);
}

pid_t launch(const std::vector<std::string>& words, const std::string& log) {
  const pid_t pid = ::fork();
  if (pid == 0) become(words, log);
  return pid;
}

std::string text_of_file(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

PostgresServer& PostgresServer::running() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() {
  if (const auto* user = unprivileged())
    if (::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("the folder cannot be given to " + std::string(user->pw_name));
  const auto log = (folder_.path() / "log").string();
  const pid_t pid = launch({(programs() / "initdb").string(), "-D", data().string(), "-U", "loa",
                            "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"},
                           log);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (status != 0) throw std::runtime_error("initdb: " + text_of_file(log));
  start();
}

PostgresServer::~PostgresServer() { kill(); }

void PostgresServer::start() {
  const auto log = (folder_.path() / "log").string();
  pid_ = launch({(programs() / "postgres").string(), "-D", data().string(), "-k",
                 folder_.path().string(), "-h", "", "-F", "-c", "max_connections=30", "-c",
                 "shared_buffers=16MB", "-c", "log_min_messages=warning"},
                log);
  for (int i = 0; i < 1500; ++i) {
    try {
      PostgresSql ready(uri("public"));
      return;
    } catch (const SqlError&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  throw std::runtime_error("PostgreSQL does not start: " + text_of_file(log));
}

void PostgresServer::kill() {
  // SIGKILL to the postmaster leaves its children to notice; SIGQUIT is the server's own word for
  // an end without any tidying: the next start recovers as after a power cut.
  ::kill(pid_, SIGQUIT);
  int status = 0;
  ::waitpid(pid_, &status, 0);
}

std::string PostgresServer::uri(const std::string& schema) const {
  return "postgresql://loa@/postgres?host=" + folder_.path().string() +
         "&options=-csearch_path%3D" + schema;
}

Database::Database(Engine engine) : engine_(engine), schema_("t" + base::random_hex(8)) {
  if (engine_ == Engine::postgres)
    PostgresSql(PostgresServer::running().uri("public")).script("CREATE SCHEMA " + schema_);
}

Database::~Database() {
  if (engine_ == Engine::postgres)
    PostgresSql(PostgresServer::running().uri("public"))
        .script("DROP SCHEMA " + schema_ + " CASCADE");
}

std::unique_ptr<Sql> Database::open() const {
  if (engine_ == Engine::sqlite) return std::make_unique<SqliteSql>(folder_.path() / "centre.db");
  return std::make_unique<PostgresSql>(uri());
}

Config Database::config() const {
  Config config;
  config.state = folder_.path();
  return config;
}

std::string Database::uri() const { return PostgresServer::running().uri(schema_); }

}  // namespace loa::centre::test
