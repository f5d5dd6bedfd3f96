// The centre's authority: made once, kept, and not replaced in silence.
#include "centre/authority.h"

#include <gtest/gtest.h>

#include <fstream>

#include "centre/centre_key.h"
#include "protocol/certificate.h"
#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using std::chrono::hours;

const base::Wall kNow = test::at(0).wall;

TEST(CentreAuthority, is_the_same_at_the_next_start_and_nobody_elses_to_read) {
  test::Folder folder;
  const Authority first(folder.path(), kNow);
  const Authority second(folder.path(), kNow + hours(24 * 365));
  EXPECT_EQ(second.pin(), first.pin());
  EXPECT_EQ(second.certificate(), first.certificate());
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder.path() / "authority.pem").permissions(),
            perms::owner_read | perms::owner_write);
}

TEST(CentreKey, is_made_once_and_a_damaged_one_is_for_people_to_mend) {
  test::Folder folder;
  const auto key = centre_key(folder.path());
  EXPECT_EQ(centre_key(folder.path()).public_key, key.public_key);
  using std::filesystem::perms;
  const auto file = folder.path() / "centre.key";
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
  for (const std::string& text : {std::string(), std::string("00"), std::string(63, '0')}) {
    std::ofstream(file) << text;
    EXPECT_THROW(centre_key(folder.path()), std::runtime_error) << text;
  }
}

TEST(CentreAuthority, that_is_damaged_is_for_people_to_mend) {
  test::Folder folder;
  { Authority(folder.path(), kNow); }
  std::ofstream(folder.path() / "authority.pem") << "x";
  EXPECT_THROW(Authority(folder.path(), kNow), std::runtime_error);
}

TEST(CentreAuthority, certifies_a_stations_own_key_for_three_months) {
  test::Folder folder;
  const Authority authority(folder.path(), kNow);
  const auto key = base::SigningKey::generate();
  const std::string bytes = *base::from_base64(test::base64(key));
  const auto facts = protocol::read_certificate(authority.certify(test::id_of(key), bytes, kNow));
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->name, test::id_of(key));
  EXPECT_EQ(facts->public_key, bytes);
  EXPECT_EQ(facts->validity.until, kNow + hours(24 * 90));
  EXPECT_LT(facts->validity.from, kNow) << "a station's clock may be behind";
}

TEST(CentreAuthority, keeps_the_servers_certificate_under_its_own) {
  test::Folder folder;
  const Authority authority(folder.path(), kNow);
  const auto server = authority.server({"centre.example"}, kNow);
  EXPECT_EQ(authority.server({"centre.example"}, kNow).certificates, server.certificates);
  std::filesystem::remove(folder.path() / "authority.pem");
  const Authority other(folder.path(), kNow);
  EXPECT_NE(other.server({"centre.example"}, kNow).certificates, server.certificates);
}

}  // namespace
}  // namespace loa::centre
