// Stations and their certificates: who is let in, who is renewed, who is shut out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "centre/api.h"
#include "protocol/certificate.h"
#include "protocol/token.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using nlohmann::json;
using protocol::HttpRequest;
using protocol::HttpResponse;
using protocol::PeerCertificate;
using test::at;
using test::id_of;
using test::signed_post;

const std::string kAdministrator = "the administrator's key";
constexpr std::int64_t kDay = 24 * 3600;

std::string raw(const base::SigningKey& key) { return *base::from_base64(test::base64(key)); }

class CertifiedStation : public testing::TestWithParam<test::Engine> {
 protected:
  HttpResponse administrate(const std::string& what, const json& body) {
    return ask({"POST",
                "/v1/admin/" + what,
                {},
                {{"authorization", "Bearer " + kAdministrator}},
                body.dump(),
                "127.0.0.1"});
  }
  HttpResponse ask(const HttpRequest& request) { return test::answer_of(api_, request, at(now_)); }
  std::string new_token() {
    return json::parse(administrate("tokens", {{"name", ""}}).body)["token"];
  }
  HttpResponse enrol(const base::SigningKey& key, const std::string& token) {
    const auto secret = protocol::enrol_token_from(token).secret;
    return ask(signed_post(key, "/v1/enrol",
                           to_json(protocol::EnrolRequest{secret, test::base64(key), "Đài"})));
  }
  // A request from another machine, over TLS with the certificate that the station holds.
  HttpResponse call(const base::SigningKey& key, const std::optional<PeerCertificate>& shown,
                    const std::string& path = "/v1/status") {
    protocol::StatusReport report;
    report.station = id_of(key);
    auto request = signed_post(key, path, path == "/v1/status" ? to_json(report) : "{}");
    request.peer = "10.1.1.1";
    request.certificate = shown;
    return ask(request);
  }
  static PeerCertificate shown(const HttpResponse& enrolled) {
    const auto response = protocol::enrol_response_from(enrolled.body).value();
    const auto facts = protocol::read_certificate(response.certificate).value();
    return {facts.name, facts.public_key, facts.validity.until};
  }
  static std::string code(const HttpResponse& answer) {
    return protocol::refusal_from(answer.body);
  }
  std::vector<std::string> events() {
    std::vector<std::string> codes;
    for (const auto& event : store_.events(10)) codes.push_back(event.code);
    return codes;
  }

  test::Folder folder_;
  Config config_;
  test::Database database_{GetParam()};
  Store store_{database_.open()};
  std::int64_t now_ = 0;
  Authority authority_{folder_.path(), at(0).wall};
  ApiKeys keys_{kAdministrator, base::SigningKey::generate()};
  Api api_{config_, keys_, store_, &authority_};
  base::SigningKey key_ = base::SigningKey::generate();
  base::SigningKey other_ = base::SigningKey::generate();
};

TEST_P(CertifiedStation, gets_a_token_with_the_authoritys_pin) {
  EXPECT_EQ(protocol::enrol_token_from(new_token()).pin, authority_.pin());
}

TEST_P(CertifiedStation, is_let_in_by_its_certificate_and_its_signature_together) {
  const auto mine = shown(enrol(key_, new_token()));
  const auto others = shown(enrol(other_, new_token()));
  EXPECT_EQ(mine.name, id_of(key_));
  EXPECT_EQ(mine.public_key, raw(key_));
  EXPECT_EQ(call(key_, mine).status, 200);
  EXPECT_EQ(code(call(key_, std::nullopt)), "certificate-needed");
  EXPECT_TRUE(events().empty());
  EXPECT_EQ(code(call(key_, others)), "foreign-certificate");
  EXPECT_EQ(code(call(key_, others, "/v1/certificate")), "foreign-certificate");
  EXPECT_THAT(events(), testing::ElementsAre("foreign-certificate"));
}

TEST_P(CertifiedStation, cannot_take_anothers_id) {
  const auto others = shown(enrol(other_, new_token()));
  enrol(key_, new_token());
  auto posing = signed_post(other_, "/v1/status", "{}");
  posing.headers["loa-station"] = id_of(key_);
  posing.peer = "10.1.1.1";
  posing.certificate = others;
  EXPECT_EQ(ask(posing).status, 401);
  EXPECT_THAT(events(), testing::ElementsAre("bad-signature"));
}

TEST_P(CertifiedStation, is_not_enrolled_with_a_key_that_it_does_not_have) {
  const auto token = protocol::enrol_token_from(new_token()).secret;
  const auto body = to_json(protocol::EnrolRequest{token, test::base64(other_), ""});
  EXPECT_EQ(ask(signed_post(key_, "/v1/enrol", body)).status, 401);
  EXPECT_TRUE(store_.stations().empty());
  EXPECT_EQ(enrol(key_, token).status, 200) << "the token is not used up";
}

TEST_P(CertifiedStation, fetches_a_new_certificate_even_when_the_old_one_is_over) {
  const auto old = shown(enrol(key_, new_token()));
  now_ = 89 * kDay;
  EXPECT_EQ(call(key_, old).status, 200);
  now_ = 91 * kDay;
  EXPECT_EQ(code(call(key_, old)), "certificate-expired");
  const auto renewed = shown(call(key_, old, "/v1/certificate"));
  EXPECT_EQ(call(key_, renewed).status, 200);
  EXPECT_EQ(call(key_, std::nullopt, "/v1/certificate").status, 200);
  EXPECT_EQ(call(other_, std::nullopt, "/v1/certificate").status, 401) << "never enrolled";
}

TEST_P(CertifiedStation, that_is_revoked_is_cut_and_nothing_of_it_is_taken) {
  const auto token = new_token();
  const auto mine = shown(enrol(key_, token));
  std::vector<std::string> cut;
  api_.on_revoked([&](const std::string& station) { cut.push_back(station); });
  EXPECT_EQ(administrate("revoke", {{"station", id_of(key_)}}).status, 200);
  EXPECT_THAT(cut, testing::ElementsAre(id_of(key_)));
  for (const auto* path : {"/v1/status", "/v1/journal", "/v1/programme", "/v1/certificate"})
    EXPECT_EQ(code(call(key_, mine, path)), "revoked") << path;
  EXPECT_EQ(code(enrol(key_, token)), "revoked");
  EXPECT_EQ(code(enrol(key_, new_token())), "revoked") << "nor with a new token";
  EXPECT_THAT(events(),
              testing::UnorderedElementsAre("revoked", "revoked-station", "enrolment-refused"));
  Store again(database_.open());
  EXPECT_TRUE(again.station(id_of(key_)).value().revoked);
}

TEST_P(CertifiedStation, is_revoked_by_the_administrator_alone) {
  enrol(key_, new_token());
  auto wrong = signed_post(key_, "/v1/admin/revoke", json{{"station", id_of(key_)}}.dump());
  EXPECT_EQ(ask(wrong).status, 403);
  EXPECT_EQ(administrate("revoke", {{"station", "st-unknown"}}).status, 404);
  EXPECT_EQ(administrate("revoke", json::object()).status, 400);
  EXPECT_FALSE(store_.station(id_of(key_))->revoked);
}

INSTANTIATE_TEST_SUITE_P(On, CertifiedStation, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
