#include "centre/sql_postgres.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <deque>
#include <map>

#include "base/log_event.h"
#include "centre/postgres_values.h"

namespace loa::centre {
namespace {

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, FreeResult>;

struct FreeCancel {
  void operator()(PGcancel* cancel) const { PQfreeCancel(cancel); }
};

// What the session must have whatever the server's settings are. A commit that does not wait for
// the disk would let an acknowledged row be lost; a stronger setting (remote_apply) stays.
constexpr const char* kSession = R"(
SET lock_timeout = '10s';
SET idle_in_transaction_session_timeout = '60s';
SELECT set_config('synchronous_commit', 'on', false)
  WHERE current_setting('synchronous_commit') = 'off';
)";

std::string line_of(const char* message) {
  std::string text = message == nullptr ? "" : message;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

// PostgreSQL's documentation, appendix A.
SqlFailure failure_of(std::string_view state) {
  if (state == "40001" || state == "40P01" || state == "55P03") return SqlFailure::conflict;
  if (state == "53100") return SqlFailure::disk_full;
  // 57P01..57P03: it shuts down or starts; 25006: it has become a standby; 53300: full up.
  if (state.starts_with("08") || state.starts_with("57P") || state == "25006" || state == "53300")
    return SqlFailure::unavailable;
  return SqlFailure::broken;
}

SqlError lost(const std::string& why) {
  return {SqlFailure::unavailable,
          base::Text{fmt::format("mất kết nối tới PostgreSQL: {}", why),
                     fmt::format("the connection to PostgreSQL is lost: {}", why)}
              .shown()};
}

SqlError error_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const auto message = line_of(PQresultErrorMessage(result));
  if (state == nullptr) return lost(message);
  return {failure_of(state), fmt::format("PostgreSQL ({}): {}", state, message)};
}

SqlError cannot_connect(PGconn* connection) {
  const auto why = line_of(PQerrorMessage(connection));
  if (PQconnectionNeedsPassword(connection) != 0)
    return {SqlFailure::unavailable,
            base::Text{"PostgreSQL đòi mật khẩu: hãy ghi vào khóa database (postgresql://người:mật-"
                       "khẩu@máy/tên) hoặc vào tệp ~/.pgpass",
                       "PostgreSQL asks for a password: put it into the key database "
                       "(postgresql://user:password@host/name) or into ~/.pgpass"}
                .shown()};
  return {SqlFailure::unavailable,
          base::Text{fmt::format("không nối được tới PostgreSQL (khóa database): {}", why),
                     fmt::format("cannot connect to PostgreSQL (key database): {}", why)}
              .shown()};
}

PGconn* connect(const std::string& target) {
  // Of a word that comes twice libpq takes the later one: the connection string wins.
  const std::array<const char*, 7> words = {"connect_timeout",
                                            "keepalives_idle",
                                            "tcp_user_timeout",
                                            "application_name",
                                            "client_encoding",
                                            "dbname",
                                            nullptr};
  const std::array<const char*, 7> values = {"5",    "30",           "15000", "loa-centre",
                                             "UTF8", target.c_str(), nullptr};
  return PQconnectdbParams(words.data(), values.data(), 1);
}

}  // namespace

std::optional<base::Text> fault_in_connection(const std::string& connection) {
  if (!connection.starts_with("postgresql://") && !connection.starts_with("postgres://"))
    return base::Text{"phải có dạng postgresql://người:mật-khẩu@máy:cổng/tên",
                      "must look like postgresql://user:password@host:port/name"};
  char* message = nullptr;
  PQconninfoOption* options = PQconninfoParse(connection.c_str(), &message);
  PQconninfoFree(options);
  if (options != nullptr) return std::nullopt;
  const auto why = line_of(message);
  PQfreemem(message);
  return base::Text{"địa chỉ cơ sở dữ liệu sai: " + why, "malformed connection string: " + why};
}

// A connection in pipeline mode. Gone for good once it is lost.
class PostgresSql::Connection {
 public:
  explicit Connection(const std::string& target) : handle_(connect(target)) {
    try {
      if (PQstatus(handle_) != CONNECTION_OK) throw cannot_connect(handle_);
      PQsetNoticeProcessor(
          handle_,
          [](void*, const char* text) {
            base::log_event(base::LogLevel::debug, "database-notice", {{"text", line_of(text)}});
          },
          nullptr);
      simply(kSession);
      PQenterPipelineMode(handle_);
      cancel_.reset(PQgetCancel(handle_));
    } catch (...) {
      PQfinish(handle_);
      throw;
    }
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { PQfinish(handle_); }

  // Any thread.
  void cancel() noexcept {
    std::array<char, 256> why{};
    PQcancel(cancel_.get(), why.data(), static_cast<int>(why.size()));
  }

  // Also where the server is there, but not (any more) one that writes.
  bool is_lost() const { return useless_ || PQstatus(handle_) != CONNECTION_OK; }

  void queue(const std::string& sql, const SqlValues& given) {
    const PostgresValues values(given);
    const auto& name = prepared(sql, values);
    sent(PQsendQueryPrepared(handle_, name.c_str(), values.count(), values.values(),
                             values.lengths(), values.formats(), 1));
    expected_.emplace_back();
  }

  // Waits for the answers to all that was queued; gives the last one's.
  ResultHandle settle() {
    sent(PQpipelineSync(handle_));
    ResultHandle last;
    std::optional<SqlError> first;
    auto result = next();
    for (; result && PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC; result = next()) {
      const auto status = PQresultStatus(result.get());
      if (status == PGRES_FATAL_ERROR && !first) first = error_of(result.get());
      answered(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
      last = std::move(result);
    }
    if (!result && !first) first = lost(line_of(PQerrorMessage(handle_)));
    if (!first) return last;
    useless_ = first->failure() == SqlFailure::unavailable;
    throw SqlError(*first);
  }

  void script(const std::string& sql) {
    settle();
    PQexitPipelineMode(handle_);
    try {
      simply(sql);
    } catch (...) {
      // What it failed with, as another centre was quicker, is no reason to lose the connection.
      PQenterPipelineMode(handle_);
      throw;
    }
    PQenterPipelineMode(handle_);
  }

 private:
  void simply(const std::string& sql) {
    const ResultHandle result(PQexec(handle_, sql.c_str()));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw error_of(result.get());
  }

  void sent(int fine) {
    if (fine != 1) throw lost(line_of(PQerrorMessage(handle_)));
  }

  const std::string& prepared(const std::string& sql, const PostgresValues& values) {
    const auto found = names_.find(sql);
    if (found != names_.end()) return found->second;
    const auto& name = names_.emplace(sql, fmt::format("s{}", next_name_++)).first->second;
    expected_.push_back(sql);
    sent(PQsendPrepare(handle_, name.c_str(), sql.c_str(), values.count(), values.types()));
    return name;
  }

  // Each command has one result and then a null; the mark of settle() has no null. Two of them: the
  // connection is lost.
  ResultHandle next() {
    ResultHandle result(PQgetResult(handle_));
    if (!result) result.reset(PQgetResult(handle_));
    return result;
  }

  void answered(bool fine) {
    if (expected_.empty()) return;
    if (!fine && !expected_.front().empty()) names_.erase(expected_.front());
    expected_.pop_front();
  }

  PGconn* handle_;
  std::unique_ptr<PGcancel, FreeCancel> cancel_;
  std::map<std::string, std::string> names_;  // of prepared statements, by their text
  int next_name_ = 0;
  bool useless_ = false;
  std::deque<std::string> expected_;  // per answer: the text that it prepares, or ""
};

PostgresSql::PostgresSql(const std::string& target) : PostgresSql(Target{target}) {
  const auto fsync = run("SELECT current_setting('fsync')");
  if (fsync.rows.at(0).text(0) != "on")
    base::log_event(
        base::LogLevel::warning, "database-unsafe",
        {{"text", "PostgreSQL runs with fsync=off: a power cut may lose what was acknowledged"}});
}

PostgresSql::PostgresSql(Target target) : target_(std::move(target)) {}

PostgresSql::~PostgresSql() = default;

std::unique_ptr<Sql> PostgresSql::reader() const {
  // Not make_unique: the constructor is private.
  return std::unique_ptr<Sql>(new PostgresSql(target_));
}

void PostgresSql::interrupt() noexcept {
  const std::lock_guard lock(taking_);
  if (connection_) connection_->cancel();
}

PostgresSql::Connection& PostgresSql::connection() {
  if (!connection_ && inside_) throw lost("");
  if (!connection_) take(std::make_unique<Connection>(target_.connection));
  return *connection_;
}

void PostgresSql::take(std::unique_ptr<Connection> connection) noexcept {
  const std::lock_guard lock(taking_);
  connection_ = std::move(connection);
}

void PostgresSql::drop_if_lost() noexcept {
  if (connection_ && connection_->is_lost()) take(nullptr);
}

SqlResult PostgresSql::run(const std::string& sql, const SqlValues& values) {
  for (bool again = !inside_;; again = false) {
    try {
      connection().queue(sql, values);
      return result_from(connection().settle().get());
    } catch (const SqlError& error) {
      drop_if_lost();
      if (!again || connection_ || error.failure() != SqlFailure::unavailable) throw;
    }
  }
}

void PostgresSql::queue(const std::string& sql, const SqlValues& values) {
  connection().queue(sql, values);
}

void PostgresSql::script(const std::string& sql) { connection().script(sql); }

void PostgresSql::begin() {
  drop_if_lost();
  connection().queue("BEGIN", {});
  inside_ = true;
}

void PostgresSql::commit() {
  queue("COMMIT", {});
  const auto answer = connection().settle();
  inside_ = false;
  // Where a statement failed before, COMMIT is answered by what it then does.
  if (answer && std::string_view(PQcmdStatus(answer.get())) == "ROLLBACK")
    throw SqlError(SqlFailure::broken, "PostgreSQL rolled the transaction back");
}

void PostgresSql::rollback() noexcept {
  if (!inside_) return;
  inside_ = false;
  try {
    drop_if_lost();
    if (!connection_) return;
    connection_->queue("ROLLBACK", {});
    connection_->settle();
  } catch (const std::exception&) {
    // The server rolls back by itself what belongs to a connection that is gone.
    take(nullptr);
  }
}

}  // namespace loa::centre
