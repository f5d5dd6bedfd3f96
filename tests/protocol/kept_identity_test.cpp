// A server's certificate is kept until there is a reason for another one.
#include "protocol/kept_identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/simulation/scratch_folder.h"

namespace loa::protocol {
namespace {

using std::chrono::hours;

class KeptIdentity : public testing::Test {
 protected:
  TlsIdentity get(const std::vector<std::string>& hosts = {"loa.xa"},
                  const std::string& issuers = "") {
    return server_identity(file_, hosts, issuers, now_, self_signed_server);
  }

  simulation::ScratchFolder folder_;
  std::filesystem::path file_ = folder_.path() / "page.pem";
  base::Wall now_ = *base::from_rfc3339("2026-11-23T08:00:00Z");
};

TEST_F(KeptIdentity, is_the_same_at_the_next_start) {
  const auto first = get();
  now_ += hours(24 * 480);
  const auto second = get();
  EXPECT_EQ(second.certificates, first.certificates);
  EXPECT_EQ(second.key, first.key);
}

TEST_F(KeptIdentity, is_nobody_elses_to_read) {
  get();
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(KeptIdentity, is_made_anew_for_other_names_near_its_end_and_where_it_is_damaged) {
  auto last = get().certificates;
  const auto changed = [&](const TlsIdentity& identity) {
    return std::exchange(last, identity.certificates) != identity.certificates;
  };
  EXPECT_TRUE(changed(get({"loa.xa", "10.0.0.1"})));
  EXPECT_TRUE(changed(get({"loa.xa"})));
  EXPECT_TRUE(changed(get({"loa.xa"}, make_authority("Loa", {now_, now_}).certificates)));
  now_ += hours(24 * 490);
  EXPECT_TRUE(changed(get()));
  now_ -= hours(24 * 500);
  EXPECT_TRUE(changed(get())) << "not yet valid: the clock was wrong when it was made";
  std::ofstream(file_) << "x";
  EXPECT_TRUE(changed(get()));
  EXPECT_FALSE(changed(get()));
}

TEST_F(KeptIdentity, stands_for_the_names_that_a_server_has) {
  EXPECT_THAT(server_hosts("0.0.0.0", {"loa.xa", "localhost"}),
              testing::ElementsAre("localhost", "127.0.0.1", "::1", "loa.xa"));
  EXPECT_THAT(server_hosts("10.0.0.1", {}),
              testing::ElementsAre("localhost", "127.0.0.1", "::1", "10.0.0.1"));
}

}  // namespace
}  // namespace loa::protocol
