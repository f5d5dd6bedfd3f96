// Which live commands have come already.
#include "daemon/got_commands.h"

#include <gmock/gmock.h>

#include "protocol/messages.h"

namespace loa::daemon {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

base::Steady at(base::Duration since) { return base::Steady{since}; }

TEST(GotCommands, AreKnownForLongerThanTheyAreLive) {
  GotCommands got;
  EXPECT_TRUE(got.is_new("a", at(0s)));
  got.note("a", true, at(0s));
  EXPECT_FALSE(got.is_new("a", at(120s)));
  EXPECT_THAT(got.ids(at(120s)), ElementsAre("a"));
  EXPECT_THAT(got.ids(at(180s)), IsEmpty());
}

TEST(GotCommands, ThatMayBeObeyedLaterAreAskedForAgain) {
  GotCommands got;
  got.note("early", false, at(0s));
  EXPECT_FALSE(got.is_new("early", at(29s)));
  EXPECT_TRUE(got.is_new("early", at(30s)));
  EXPECT_THAT(got.ids(at(30s)), IsEmpty());
}

TEST(GotCommands, AreNeverMoreThanAMessageHolds) {
  GotCommands got;
  for (int i = 0; i < 1000; ++i)
    got.note(std::to_string(i), true, at(std::chrono::milliseconds(i)));
  const auto ids = got.ids(at(1s));
  EXPECT_EQ(ids.size(), protocol::kMaxGot);
  EXPECT_FALSE(got.is_new("999", at(1s)));
  EXPECT_TRUE(got.is_new("0", at(1s))) << "the oldest goes";
}

}  // namespace
}  // namespace loa::daemon
