// How hot the board is.
#include "daemon/heat.h"

#include <gtest/gtest.h>

#include <fstream>

#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

TEST(Heat, IsThatOfTheHottestZoneThatTells) {
  Folder folder;
  const std::filesystem::path zones = folder / "";
  EXPECT_FALSE(hottest(zones / "none"));
  EXPECT_FALSE(hottest(zones));
  const auto zone = [&](const char* name, const char* text) {
    std::filesystem::create_directories(zones / name);
    std::ofstream(zones / name / "temp") << text;
  };
  zone("cooling_device0", "99000");
  zone("thermal_zone0", "x");
  EXPECT_FALSE(hottest(zones));
  zone("thermal_zone1", "45678\n");
  zone("thermal_zone2", "81200\n");
  EXPECT_EQ(hottest(zones), 81);
}

}  // namespace
}  // namespace loa::daemon::testing
