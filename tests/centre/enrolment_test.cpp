// Tokens, keys and signatures.
#include "centre/enrolment.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/centre/engines.h"
#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using std::chrono::hours;
using test::at;
using test::base64;
using test::id_of;
using test::signed_post;

class EnrolmentRule : public testing::TestWithParam<test::Engine> {
 protected:
  EnrolVerdict enrol(const std::string& token, const base::SigningKey& key, base::Wall when) {
    return enrolment_.enrol({token, base64(key), "Đài xã"}, when).verdict;
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  Enrolment enrolment_{store_};
  base::SigningKey key_ = base::SigningKey::generate();
  base::SigningKey other_ = base::SigningKey::generate();
  base::Wall now_ = at(0).wall;
};

TEST_P(EnrolmentRule, gives_the_id_that_follows_from_the_key) {
  const auto enrolled =
      enrolment_.enrol({enrolment_.new_token("", now_), base64(key_), "Đài xã"}, now_);
  EXPECT_EQ(enrolled.verdict, EnrolVerdict::enrolled);
  EXPECT_EQ(enrolled.station, id_of(key_));
  ASSERT_EQ(store_.stations().size(), 1U);
  EXPECT_EQ(store_.stations()[0].name, "Đài xã");
}

TEST_P(EnrolmentRule, calls_the_station_as_the_token_says) {
  enrol(enrolment_.new_token("Xã Ea Knốp", now_), key_, now_);
  EXPECT_EQ(store_.stations()[0].name, "Xã Ea Knốp");
}

TEST_P(EnrolmentRule, takes_a_token_once_but_bears_a_lost_answer) {
  const auto token = enrolment_.new_token("", now_);
  EXPECT_EQ(enrol(token, key_, now_), EnrolVerdict::enrolled);
  EXPECT_EQ(enrol(token, key_, now_ + hours(23)), EnrolVerdict::enrolled);
  EXPECT_EQ(enrol(token, other_, now_), EnrolVerdict::used_token);
  EXPECT_EQ(store_.stations().size(), 1U);
}

TEST_P(EnrolmentRule, gives_the_place_of_a_board_to_another_and_shuts_the_old_one_out) {
  enrol(enrolment_.new_token("Xã Phú Vân", now_), key_, now_);
  const auto token = enrolment_.new_token("", now_, id_of(key_));
  EXPECT_FALSE(store_.station(id_of(key_))->revoked) << "not before the new one is there";
  store_.put_place(id_of(key_), {{"ven-sông"}, Position{20'541'000, 105'912'000}});
  const auto enrolled = enrolment_.enrol({token, base64(other_), "máy mới"}, now_ + hours(1));
  EXPECT_EQ(enrolled.verdict, EnrolVerdict::enrolled);
  EXPECT_EQ(enrolled.replaced, id_of(key_));
  EXPECT_EQ(store_.station(id_of(other_))->name, "Xã Phú Vân");
  EXPECT_EQ(store_.place(id_of(other_)), store_.place(id_of(key_)));
  const auto old = store_.station(id_of(key_)).value();
  EXPECT_EQ(old.revoked, now_ + hours(1));
  EXPECT_EQ(old.replaced_by, id_of(other_));
  EXPECT_EQ(store_.events(1).at(0).code, "replaced");
  // The answer was lost; and nobody else comes in by it.
  EXPECT_EQ(enrolment_.enrol({token, base64(other_), ""}, now_ + hours(2)).replaced, "");
  EXPECT_EQ(enrol(token, base::SigningKey::generate(), now_), EnrolVerdict::used_token);
  EXPECT_EQ(enrol(enrolment_.new_token("", now_), key_, now_), EnrolVerdict::revoked);
}

TEST_P(EnrolmentRule, leaves_a_board_its_place_that_comes_back_with_its_own_key) {
  enrol(enrolment_.new_token("Xã Phú Vân", now_), key_, now_);
  const auto token = enrolment_.new_token("", now_, id_of(key_));
  EXPECT_EQ(enrol(token, key_, now_), EnrolVerdict::enrolled);
  EXPECT_FALSE(store_.station(id_of(key_))->revoked);
}

TEST_P(EnrolmentRule, gives_the_place_of_a_stolen_board_too) {
  enrol(enrolment_.new_token("Xã Phú Vân", now_), key_, now_);
  store_.revoke(id_of(key_), now_);
  const auto token = enrolment_.new_token("Tên khác", now_, id_of(key_));
  EXPECT_EQ(enrol(token, other_, now_ + hours(1)), EnrolVerdict::enrolled);
  EXPECT_EQ(store_.station(id_of(key_))->revoked, now_);
  EXPECT_EQ(store_.station(id_of(other_))->name, "Tên khác");
}

TEST_P(EnrolmentRule, takes_a_token_for_a_day) {
  const auto token = enrolment_.new_token("", now_);
  EXPECT_EQ(enrol(token, key_, now_ + hours(24)), EnrolVerdict::expired_token);
  EXPECT_EQ(enrol(token, key_, now_ + hours(24) - base::Duration(1)), EnrolVerdict::enrolled);
}

TEST_P(EnrolmentRule, forgets_tokens_long_expired) {
  const auto token = enrolment_.new_token("", now_);
  enrolment_.new_token("", now_ + hours(49));
  EXPECT_EQ(enrol(token, key_, now_), EnrolVerdict::unknown_token);
}

TEST_P(EnrolmentRule, reads_a_token_as_people_write_it) {
  auto token = enrolment_.new_token("", now_);
  EXPECT_EQ(token.size(), 23U);
  std::erase(token, '-');
  std::transform(token.begin(), token.end(), token.begin(), ::toupper);
  EXPECT_EQ(enrol(token.substr(0, 4) + " " + token.substr(4), key_, now_), EnrolVerdict::enrolled);
}

TEST_P(EnrolmentRule, refuses_tokens_it_never_gave_and_keys_that_are_none) {
  EXPECT_EQ(enrol("", key_, now_), EnrolVerdict::unknown_token);
  EXPECT_EQ(enrol("00000-00000-00000-00000", key_, now_), EnrolVerdict::unknown_token);
  const auto token = enrolment_.new_token("", now_);
  for (const char* bad : {"", "AAAA", "???"})
    EXPECT_EQ(enrolment_.enrol({token, bad, ""}, now_).verdict, EnrolVerdict::bad_key) << bad;
  EXPECT_EQ(enrol(token, key_, now_), EnrolVerdict::enrolled);
}

TEST_P(EnrolmentRule, keeps_no_token_that_could_be_read_from_a_stolen_database) {
  const auto token = enrolment_.new_token("", now_);
  const auto found = store_.sql().run("SELECT count(*) FROM token WHERE hash = $1 OR name = $2",
                                      {SqlBytes{token}, token});
  EXPECT_EQ(found.rows.at(0).integer(0), 0);
}

TEST_P(EnrolmentRule, knows_a_station_by_the_signature_under_its_request) {
  enrol(enrolment_.new_token("", now_), key_, now_);
  EXPECT_EQ(enrolment_.station_of(signed_post(key_, "/v1/status", "x")).value().id, id_of(key_));
}

TEST_P(EnrolmentRule, believes_no_request_that_was_changed) {
  enrol(enrolment_.new_token("", now_), key_, now_);
  const auto good = signed_post(key_, "/v1/status", "x");
  std::vector<protocol::HttpRequest> bad(7, good);
  bad[0].body = "y";
  bad[1].path = "/v1/journal";
  bad[2].method = "PUT";
  bad[3].headers["loa-signature"] = "";
  bad[4].headers["loa-signature"] = base::to_base64(std::string(64, 'x'));
  bad[5].headers.erase("loa-station");
  bad[6].headers.erase("loa-signature");
  for (const auto& request : bad) EXPECT_FALSE(enrolment_.station_of(request));
  EXPECT_FALSE(enrolment_.station_of(signed_post(other_, "/v1/status", "x"))) << "never enrolled";
  auto posing = signed_post(other_, "/v1/status", "x");
  posing.headers["loa-station"] = id_of(key_);
  EXPECT_FALSE(enrolment_.station_of(posing));
}

INSTANTIATE_TEST_SUITE_P(On, EnrolmentRule, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
