// Certificates that are made say what they were told to.
#include "protocol/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace loa::protocol {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;

const base::Wall kNow = *base::from_rfc3339("2026-11-23T08:00:00Z");
const Validity kYear{kNow - hours(24), kNow + hours(24 * 365)};

std::string public_key(const base::SigningKey& key) {
  return {reinterpret_cast<const char*>(key.public_key.data()), key.public_key.size()};
}

TEST(Certificate, of_a_station_holds_its_name_and_its_own_key) {
  const auto key = base::SigningKey::generate();
  const auto pem = issue_client(make_authority("Loa", kYear), "st-1", public_key(key), kYear);
  const auto facts = read_certificate(pem);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->name, "st-1");
  EXPECT_EQ(facts->public_key, public_key(key));
  EXPECT_EQ(facts->validity.from, kYear.from);
  EXPECT_EQ(facts->validity.until, kYear.until);
  EXPECT_TRUE(facts->hosts.empty());
}

TEST(Certificate, of_a_server_comes_with_its_authority) {
  const auto authority = make_authority("Loa", kYear);
  const auto server = issue_server(authority, {"centre.example", "10.0.0.1", "fd00::1"}, kYear);
  EXPECT_THAT(read_certificate(server.certificates)->hosts,
              ElementsAre("centre.example", "10.0.0.1", "fd00::1"));
  EXPECT_THAT(server.certificates, HasSubstr(authority.certificates));
  EXPECT_NE(server.key, authority.key);
}

TEST(Certificate, has_a_fingerprint_of_its_own_each_time) {
  const auto one = self_signed_server({"a.example"}, kYear);
  const auto other = self_signed_server({"a.example"}, kYear);
  EXPECT_NE(read_certificate(one.certificates)->fingerprint,
            read_certificate(other.certificates)->fingerprint);
}

TEST(Certificate, is_not_made_from_what_is_no_key_or_no_host) {
  const auto authority = make_authority("Loa", kYear);
  EXPECT_THROW(issue_client(authority, "st-1", "short", kYear), std::runtime_error);
  EXPECT_THROW(issue_server(authority, {"a.example,URI:x"}, kYear), std::runtime_error);
  const TlsIdentity mixed{authority.certificates, make_authority("Loa", kYear).key};
  EXPECT_THROW(issue_server(mixed, {"a.example"}, kYear), std::runtime_error);
  EXPECT_THROW(issue_server({}, {"a.example"}, kYear), std::runtime_error);
}

TEST(Certificate, that_is_none_is_not_read) {
  const auto pem = make_authority("Loa", kYear).certificates;
  EXPECT_TRUE(read_certificate(pem));
  for (const auto& bad : {std::string(), std::string("x"), pem.substr(0, pem.size() / 2),
                          make_authority("Loa", kYear).key})
    EXPECT_FALSE(read_certificate(bad));
}

}  // namespace
}  // namespace loa::protocol
