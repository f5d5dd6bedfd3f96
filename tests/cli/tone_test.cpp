// Setup's test tone, by the station that runs and has the card.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/local_station.h"
#include "station_program.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;

daemon::AmplifierConfig one_line() {
  daemon::AmplifierConfig amplifier;
  amplifier.lines = {{"nguồn", "no-such-chip:1", true, std::chrono::seconds{1}}};
  return amplifier;
}

TEST(ToneThere, IsTheStationsToSoundAndItsReasonIsTold) {
  const Folder folder;
  const StationProgram station(folder);
  const StationClient client(station.url(), folder.path() + "/state");
  const auto tone = tone_there(client, "NoSuchCard", one_line());
  ASSERT_TRUE(tone.has_value());
  ASSERT_TRUE(tone->why_not.has_value());
  EXPECT_THAT(tone->why_not->en, HasSubstr("there is no such sound device"));
}

TEST(ToneThere, IsNoneWithoutAStationOrWithoutItsOwnersToken) {
  const Folder folder;
  EXPECT_FALSE(tone_there(StationClient("http://127.0.0.1:1", folder.path()), "Device", {}));
  const StationProgram station(folder);
  const StationClient stranger(station.url(), folder.path() + "/elsewhere");
  EXPECT_FALSE(tone_there(stranger, "Device", {}));
}

}  // namespace
}  // namespace loa::cli::testing
