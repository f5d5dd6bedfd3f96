// Signed weeks on their way through the centre.
#include "centre/programmes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "centre/api.h"
#include "centre/ingest.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using nlohmann::json;
namespace office = trust::testing;

class SignedWeeks : public testing::TestWithParam<test::Engine> {
 protected:
  std::string bundle() { return trust::write_bundle(office_.seal()); }
  std::string error(const protocol::HttpResponse& response) {
    return json::parse(response.body)["error"];
  }
  trust::Bundle given(Programmes& programmes, const std::string& station) {
    base::Problems problems;
    return trust::read_bundle(programmes.give(station).body, "", problems).value();
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  trust::testing::Office office_;
};

TEST_P(SignedWeeks, come_to_each_station_without_those_of_others) {
  office_.delegate();
  Programmes programmes(store_);
  EXPECT_EQ(programmes.fingerprint(), "");
  EXPECT_EQ(programmes.give(office::kStation).status, 404);
  EXPECT_EQ(programmes.take(bundle(), test::at(0).wall).status, 200);
  for (const auto& [station, week] : {std::pair{office::kStation, office::kWeek},
                                      {office::kCommunesStation, office::kCommunesWeek}}) {
    const auto cut = given(programmes, station);
    EXPECT_EQ(cut.weeks, std::vector{week});
    EXPECT_EQ(trust::fingerprint(cut), programmes.fingerprint());
    const auto judgement =
        judge(cut, trust::testing::beginning(office_), trust::testing::question(station));
    EXPECT_TRUE(judgement.authorised);
  }
}

TEST_P(SignedWeeks, are_there_after_a_start_and_never_older) {
  const auto old = bundle();
  const auto now = bundle();
  {
    Programmes programmes(store_);
    EXPECT_EQ(programmes.take(now, test::at(0).wall).status, 200);
  }
  Programmes programmes(store_);
  EXPECT_EQ(given(programmes, office::kStation).weeks.size(), 1U);
  EXPECT_EQ(error(programmes.take(old, test::at(1).wall)), "older-programme");
  EXPECT_EQ(programmes.take(now, test::at(1).wall).status, 200);
}

// Two centres with one database.
TEST(SignedWeeksOnPostgres, come_from_whichever_centre_a_station_asks) {
  const test::Database database(test::Engine::postgres);
  Store one(database.open());
  Store other(database.open());
  Programmes given(one);
  Programmes asked(other);
  trust::testing::Office office;
  EXPECT_EQ(given.take(trust::write_bundle(office.seal()), test::at(0).wall).status, 200);
  EXPECT_EQ(asked.fingerprint(), given.fingerprint());
  EXPECT_EQ(asked.give(trust::testing::kStation).status, 200);
}

TEST_P(SignedWeeks, that_cannot_be_read_change_nothing) {
  Programmes programmes(store_);
  programmes.take(bundle(), test::at(0).wall);
  const auto before = programmes.fingerprint();
  EXPECT_EQ(error(programmes.take("{}", test::at(1).wall)), "malformed-bundle");
  EXPECT_EQ(programmes.fingerprint(), before);
}

TEST_P(SignedWeeks, are_the_administrators_to_give_and_a_known_stations_to_have) {
  Api api(database_.config(), {"key", base::SigningKey::generate()}, store_);
  const auto ask = [&](protocol::HttpRequest request) {
    return test::answer_of(api, request, test::at(0));
  };
  protocol::HttpRequest give{"POST", "/v1/admin/programme", {}, {}, bundle(), "127.0.0.1"};
  EXPECT_EQ(ask(give).status, 403);
  give.headers["authorization"] = "Bearer key";
  EXPECT_EQ(ask(give).status, 200);
  give.peer = "10.0.0.7";
  EXPECT_EQ(ask(give).status, 403);
  const auto stranger = base::SigningKey::generate();
  EXPECT_EQ(ask(test::signed_post(stranger, "/v1/programme", "{}")).status, 401);
}

// A centre of before there were signed weeks.
TEST(SignedWeeksOnSqlite, find_their_place_in_an_older_centres_data) {
  const test::Database database(test::Engine::sqlite);
  {
    Store old(database.open());
    Ingest(old).accept(test::batch(test::chain("st-1", 3), 1, 3), test::at(9));
    old.put_station({"st-1", "Xã", std::string(32, 'k'), {}});
    old.sql().script(
        "DROP TABLE bundle; ALTER TABLE station DROP COLUMN revoked_ns; DROP TABLE journal_head; "
        "DROP TABLE live_command; DROP TABLE checkpoint; DROP TABLE alarm; DROP TABLE log_head; "
        "DROP TABLE log_entry; DROP TABLE log_node; DROP TABLE rollout; ALTER TABLE station DROP "
        "COLUMN "
        "replaced_by; "
        "ALTER TABLE token DROP COLUMN replaces; DROP TABLE place; DROP TABLE cosignature; "
        "DROP TABLE person; DROP TABLE submission; DROP TABLE commander; PRAGMA user_version = 1");
  }
  Store store(database.open());
  Programmes programmes(store);
  trust::testing::Office office;
  EXPECT_EQ(programmes.take(trust::write_bundle(office.seal()), test::at(0).wall).status, 200);
  EXPECT_TRUE(store.station("st-1"));
  EXPECT_EQ(store.head("st-1", 1).value().seq, 3U);
}

INSTANTIATE_TEST_SUITE_P(On, SignedWeeks, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
