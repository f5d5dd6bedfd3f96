// What the database answers in seconds keeps nobody waiting, on both engines.
#include "centre/long_reads.h"

#include <gmock/gmock.h>

#include <future>

#include "centre/sql_postgres.h"
#include "tests/centre/engines.h"
#include "tests/centre/reception_scene.h"

namespace loa::centre {
namespace {

using testing::ElementsAre;

// Never comes to an end.
constexpr const char* kEndless =
    "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i > 0) "
    "SELECT count(*) FROM n";

class LongRead : public testing::TestWithParam<test::Engine> {
 protected:
  test::Database database_{GetParam()};
  Store store_{database_.open()};
  LongReads reads_{store_.sql()};
};

TEST_P(LongRead, has_a_connection_of_its_own) {
  store_.sql().begin();
  const auto outcome = reads_.begin([this](Sql& sql) {
    EXPECT_NE(&sql, &store_.sql());
    EXPECT_FALSE(sql.in_transaction());
    return protocol::HttpResponse{200, "", sql.run("SELECT 'here'").rows.at(0).text(0), {}};
  });
  ASSERT_TRUE(std::get<Later>(outcome).reads);
  EXPECT_EQ(std::get<Later>(outcome).work().body, "here");
  store_.sql().rollback();
}

TEST_P(LongRead, comes_one_at_a_time) {
  const auto read = [](Sql&) { return protocol::HttpResponse{}; };
  {
    const auto first = reads_.begin(read);
    EXPECT_TRUE(std::holds_alternative<Later>(first));
    const auto second = std::get<protocol::HttpResponse>(reads_.begin(read));
    EXPECT_EQ(second.status, 503);
    EXPECT_EQ(second.header("Retry-After"), "10");
  }
  EXPECT_TRUE(std::holds_alternative<Later>(reads_.begin(read))) << "the first was dropped";
}

TEST_P(LongRead, that_is_a_defect_is_told_as_one) {
  const auto outcome = reads_.begin([](Sql& sql) {
    sql.run("SELECT nothing FROM nowhere");
    return protocol::HttpResponse{};
  });
  EXPECT_THROW(std::get<Later>(outcome).work(), SqlError);
}

TEST_P(LongRead, is_cut_off_at_the_end) {
  std::promise<void> begun;
  auto outcome = reads_.begin([&](Sql& sql) {
    begun.set_value();
    sql.run(kEndless);
    return protocol::HttpResponse{};
  });
  auto answer = std::async(std::launch::async, std::get<Later>(outcome).work);
  begun.get_future().wait();
  reads_.end();
  EXPECT_EQ(answer.get().status, 503);
  EXPECT_TRUE(std::holds_alternative<protocol::HttpResponse>(reads_.begin({})));
}

TEST_P(LongRead, that_was_to_begin_after_the_end_does_not) {
  auto outcome = reads_.begin([](Sql& sql) {
    sql.run(kEndless);
    return protocol::HttpResponse{};
  });
  reads_.end();
  EXPECT_EQ(std::get<Later>(outcome).work().status, 503);
}

INSTANTIATE_TEST_SUITE_P(On, LongRead, test::each_engine(), test::name_of_engine);

// A province's totals, held up by a lock of somebody else's.
struct Postgres {
  test::Database database_{test::Engine::postgres};
};
class HeldTotals : public testing::Test, protected Postgres, protected test::ReceptionScene {
 protected:
  HeldTotals() : test::ReceptionScene(database_.open()) {
    other_->begin();
    other_->run("LOCK TABLE as_run IN ACCESS EXCLUSIVE MODE");
  }
  void take(
      const std::string& path, const std::function<void()>& then = [] {}) {
    reception_.take({"GET", path, {}, {}, "", "127.0.0.1"},
                    [this, path, then](const protocol::HttpResponse& response) {
                      answers_.push_back(path + " " + std::to_string(response.status));
                      then();
                    });
  }
  void wait_until_it_waits() {
    const auto third = database_.open();
    while (third
               ->run("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = "
                     "'as_run'::regclass")
               .rows.at(0)
               .integer(0) == 0) {
    }
  }

  std::unique_ptr<Sql> other_ = database_.open();
  std::vector<std::string> answers_;
};

TEST_F(HeldTotals, on_postgres_let_everybody_else_pass) {
  take("/v1/totals");
  take("/v1/totals");
  take("/v1/alarms", [this] {
    wait_until_it_waits();
    other_->rollback();
  });
  loop_.run();
  EXPECT_THAT(answers_, ElementsAre("/v1/totals 503", "/v1/alarms 200", "/v1/totals 200"));
}

TEST_F(HeldTotals, on_postgres_end_with_the_centre) {
  take("/v1/totals");
  take("/v1/alarms", [this] {
    wait_until_it_waits();
    reception_.close();
  });
  loop_.run();
  EXPECT_THAT(answers_, ElementsAre("/v1/alarms 200", "/v1/totals 503"));
}

}  // namespace
}  // namespace loa::centre
