// Signed weeks on their way through the centre.
#include "centre/programmes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "centre/api.h"
#include "tests/centre/rows.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using nlohmann::json;
namespace office = trust::testing;

class SignedWeeks : public testing::Test {
 protected:
  std::string bundle() { return trust::write_bundle(office_.seal()); }
  std::string error(const protocol::HttpResponse& response) {
    return json::parse(response.body)["error"];
  }
  trust::Bundle given(const Programmes& programmes, const std::string& station) {
    base::Problems problems;
    return trust::read_bundle(programmes.give(station).body, "", problems).value();
  }

  test::Folder folder_;
  Store store_{folder_.path() / "centre.db"};
  trust::testing::Office office_;
};

TEST_F(SignedWeeks, come_to_each_station_without_those_of_others) {
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

TEST_F(SignedWeeks, are_there_after_a_start_and_never_older) {
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

TEST_F(SignedWeeks, that_cannot_be_read_change_nothing) {
  Programmes programmes(store_);
  programmes.take(bundle(), test::at(0).wall);
  const auto before = programmes.fingerprint();
  EXPECT_EQ(error(programmes.take("{}", test::at(1).wall)), "malformed-bundle");
  EXPECT_EQ(programmes.fingerprint(), before);
}

TEST_F(SignedWeeks, are_the_administrators_to_give_and_a_known_stations_to_have) {
  Api api(Config{}, "key", store_);
  const auto ask = [&](protocol::HttpRequest request) { return api.answer(request, test::at(0)); };
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
TEST_F(SignedWeeks, find_their_place_in_an_older_centres_data) {
  const auto file = folder_.path() / "old.db";
  {
    Store old(file);
    old.database().execute("DROP TABLE bundle");
    old.database().execute("ALTER TABLE station DROP COLUMN revoked_ns");
    old.database().execute("PRAGMA user_version = 1");
    old.put_station({"st-1", "Xã", std::string(32, 'k'), {}});
  }
  Store store(file);
  Programmes programmes(store);
  EXPECT_EQ(programmes.take(bundle(), test::at(0).wall).status, 200);
  EXPECT_TRUE(store.station("st-1"));
}

}  // namespace
}  // namespace loa::centre
