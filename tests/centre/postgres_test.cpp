// What only PostgreSQL does: the states by which it refuses, and the record's partitions by month.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "centre/api.h"
#include "centre/months.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/protocol/rfc_key.h"

namespace loa::centre {
namespace {

using test::at;
using ::testing::ElementsAre;
using ::testing::Pair;

struct StateCase {
  const char* state;
  SqlFailure failure;
  bool passing;
};

// PostgreSQL's documentation, appendix A.
const StateCase kStates[] = {
    {"40001", SqlFailure::conflict, true},     // serialization_failure
    {"40P01", SqlFailure::conflict, true},     // deadlock_detected
    {"55P03", SqlFailure::conflict, true},     // lock_not_available
    {"08006", SqlFailure::unavailable, true},  // connection_failure
    {"57P01", SqlFailure::unavailable, true},  // admin_shutdown
    {"57P03", SqlFailure::unavailable, true},  // cannot_connect_now
    {"25006", SqlFailure::unavailable, true},  // read_only_sql_transaction: a standby
    {"53300", SqlFailure::unavailable, true},  // too_many_connections
    {"53100", SqlFailure::disk_full, false},   // disk_full
    {"53200", SqlFailure::broken, false},      // out_of_memory
    {"57014", SqlFailure::broken, false},      // query_canceled
    {"23505", SqlFailure::broken, false},      // unique_violation
    {"42P01", SqlFailure::broken, false},      // undefined_table
};

std::string raising(const std::string& state) {
  return "DO $$ BEGIN RAISE EXCEPTION 'made' USING ERRCODE = '" + state + "'; END $$";
}

class PostgresStates : public testing::TestWithParam<StateCase> {
 protected:
  // How often the work was begun that fails the first `failures` times; "carried out", or how it
  // failed.
  std::pair<int, std::string> carry_out(int failures, bool queued) {
    int tries = 0;
    try {
      transact(*sql_, [&] {
        ++tries;
        sql_->run("INSERT INTO done VALUES(1)");
        if (tries > failures) return;
        const auto fails = raising(GetParam().state);
        if (queued) return sql_->queue(fails, {});
        sql_->run(fails);
      });
    } catch (const SqlError& error) {
      EXPECT_EQ(error.failure(), GetParam().failure) << error.what();
      return {tries, "failed"};
    }
    return {tries, "carried out"};
  }
  std::int64_t done() { return sql_->run("SELECT count(*) FROM done").rows.at(0).integer(0); }

  void SetUp() override { sql_->script("CREATE TABLE done(one BIGINT NOT NULL)"); }

  test::Database database_{test::Engine::postgres};
  std::unique_ptr<Sql> sql_ = database_.open();
};

TEST_P(PostgresStates, are_tried_again_where_they_pass_and_only_there) {
  const bool passing = GetParam().passing;
  const auto once = passing ? std::pair{2, "carried out"} : std::pair{1, "failed"};
  EXPECT_THAT(carry_out(1, false), Pair(once.first, once.second));
  EXPECT_EQ(done(), passing ? 1 : 0);
  EXPECT_THAT(carry_out(1, true), Pair(once.first, once.second)) << "noticed at the commit";
  EXPECT_EQ(done(), passing ? 2 : 0);
  EXPECT_THAT(carry_out(9, false), Pair(passing ? 3 : 1, "failed")) << "three times in all";
  EXPECT_EQ(done(), passing ? 2 : 0) << "whole or not at all";
}

INSTANTIATE_TEST_SUITE_P(Of, PostgresStates, testing::ValuesIn(kStates),
                         [](const auto& info) { return std::string(info.param.state); });

// A station's rows against a database that refuses them.
class PostgresRefusing : public testing::Test {
 protected:
  void SetUp() override {
    store_.put_station({test::id_of(key_), "Đài", *base::from_base64(test::base64(key_)), {}});
    store_.prepare_month(at(0).wall);
  }
  // Of each insertion of a row: what the server is to do before it (PL/pgSQL).
  void before_each_row(const std::string& what) {
    store_.sql().script(
        "CREATE SEQUENCE attempts; CREATE FUNCTION before_row() RETURNS trigger LANGUAGE plpgsql "
        "AS "
        "$$ BEGIN " +
        what +
        " RETURN NEW; END $$; CREATE TRIGGER refuse BEFORE INSERT ON as_run FOR EACH ROW EXECUTE "
        "FUNCTION before_row()");
  }
  int send() {
    const auto rows = test::chain(test::id_of(key_), 3);
    return test::answer_of(api_,
                           test::signed_post(key_, "/v1/journal", to_json(test::batch(rows, 1, 3))),
                           at(5))
        .status;
  }
  std::size_t kept() { return store_.rows_after(test::id_of(key_), 0, 0, 100).size(); }

  test::Database database_{test::Engine::postgres};
  Store store_{database_.open()};
  Api api_{database_.config(), {"key", protocol::test::rfc_key()}, store_};
  base::SigningKey key_ = base::SigningKey::generate();
};

TEST_F(PostgresRefusing, TwiceForAnotherCentresSakeTakesTheRowsTheThirdTime) {
  before_each_row(
      "IF nextval('attempts') <= 2 THEN RAISE EXCEPTION 'made' USING ERRCODE = '40001'; END IF;");
  EXPECT_EQ(send(), 200);
  EXPECT_EQ(kept(), 3U);
}

TEST_F(PostgresRefusing, ForAFullDiskTellsTheStationToSendThemLater) {
  before_each_row("RAISE EXCEPTION 'made' USING ERRCODE = '53100';");
  EXPECT_EQ(send(), 507);
  EXPECT_EQ(kept(), 0U);
  store_.sql().script("DROP TRIGGER refuse ON as_run");
  EXPECT_EQ(send(), 200);
  EXPECT_EQ(kept(), 3U);
}

class PostgresMonths : public testing::Test {
 protected:
  // Which partitions have how many rows.
  std::vector<std::pair<std::string, std::int64_t>> rows_by_month(Store& store) {
    std::vector<std::pair<std::string, std::int64_t>> found;
    for (const auto& row :
         store.sql()
             .run("SELECT CAST(CAST(tableoid AS regclass) AS TEXT) AS month, count(*) FROM as_run "
                  "GROUP BY month ORDER BY month")
             .rows)
      found.emplace_back(row.text(0), row.integer(1));
    return found;
  }
  std::int64_t partitions(Sql& sql) {
    return sql.run("SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass('as_run')")
        .rows.at(0)
        .integer(0);
  }

  test::Database database_{test::Engine::postgres};
};

// 2026-11-30T23:59:59Z, and a second later.
constexpr std::int64_t kLastOfNovember = 611'999;

TEST_F(PostgresMonths, TakeTheRowsOfTwoCentresAcrossTheTurn) {
  Store one(database_.open());
  Store other(database_.open());
  const auto rows = test::chain("st-1", 6);
  Ingest(one).accept(test::batch(rows, 1, 2), at(kLastOfNovember));
  Ingest(other).accept(test::batch(rows, 3, 3), at(kLastOfNovember));
  Ingest(other).accept(test::batch(rows, 4, 4), at(kLastOfNovember + 1));
  Ingest(one).accept(test::batch(rows, 5, 6), at(kLastOfNovember + 1));
  EXPECT_THAT(rows_by_month(one),
              ElementsAre(Pair("as_run_2026_11", 3), Pair("as_run_2026_12", 3)));
  EXPECT_EQ(one.rows_after("st-1", 0, 0, 100), rows);
  EXPECT_EQ(partitions(one.sql()), 3) << "and the one that comes";
}

TEST_F(PostgresMonths, AreMadeOnceByTwoCentresAtOneTime) {
  Store(database_.open());  // the tables
  std::latch both(2);
  const auto centre = [&] {
    const auto sql = database_.open();
    both.arrive_and_wait();
    for (int month = 0; month < 24; ++month) {
      Months months(*sql);  // of a centre that has just started
      EXPECT_NO_THROW(months.prepare(at(month * 30LL * 24 * 3600).wall));
    }
  };
  std::thread other(centre);
  centre();
  other.join();
  const auto sql = database_.open();
  EXPECT_EQ(partitions(*sql), 25);
}

}  // namespace
}  // namespace loa::centre
