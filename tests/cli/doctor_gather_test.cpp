// What loa doctor reads of a machine: from a folder that is laid out as Linux has it.
#include <gtest/gtest.h>
#include <sys/sysmacros.h>

#include <fstream>

#include "cli/doctor/gather.h"
#include "cli/doctor/judge.h"
#include "tests/simulation/scratch_folder.h"

namespace loa::doctor {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

const base::Wall kSummer = *base::from_rfc3339("2026-07-01T00:00:00Z");
const base::Wall kWinter = *base::from_rfc3339("2026-12-01T00:00:00Z");

class Machine : public ::testing::Test {
 protected:
  void put(const std::string& name, const std::string& content) const {
    fs::create_directories((root() / name).parent_path());
    std::ofstream(root() / name) << content;
  }
  void link(const std::string& name, const std::string& target) const {
    fs::create_directories((root() / name).parent_path());
    fs::create_symlink(target, root() / name);
  }
  const fs::path& root() const { return folder_.path(); }

 private:
  simulation::ScratchFolder folder_;
};

// As a Raspberry Pi has its card: the second partition of mmcblk0.
struct MachineWithACard : Machine {
  static constexpr auto kDisk = "sys/devices/platform/emmc/mmc0/mmc0:0001/block/mmcblk0";
  MachineWithACard() {
    fs::create_directories(root() / kDisk / "mmcblk0p2");
    link("sys/dev/block/179:2", "../../../" + std::string(kDisk) + "/mmcblk0p2");
    link(std::string(kDisk) + "/device", "../../../mmc0:0001");
  }
  StateFacts facts() const {
    StateFacts found;
    gather_disk(makedev(179, 2), found, root());
    return found;
  }
};

TEST_F(MachineWithACard, IsNotWornAsFarAsIsKnown) {
  EXPECT_EQ(facts().device, "mmcblk0p2");
  EXPECT_EQ(facts().life_used, 0);
  EXPECT_EQ(facts().errors, 0U);
}

TEST_F(MachineWithACard, IsAsWornAsTheWorseOfItsTwoKindsOfCells) {
  const std::string card = "sys/devices/platform/emmc/mmc0/mmc0:0001/";
  put(card + "life_time", "0x02 0x0a\n");
  put(card + "pre_eol_info", "0x02\n");
  EXPECT_EQ(facts().life_used, 10);
  EXPECT_EQ(facts().end_of_life, 2);
}

TEST_F(MachineWithACard, CountsWhatItsFileSystemHasFoundInItself) {
  put("sys/fs/ext4/mmcblk0p2/errors_count", "7\n");
  put("sys/fs/ext4/mmcblk0p1/errors_count", "1\n");
  EXPECT_EQ(facts().errors, 7U);
}

TEST_F(MachineWithACard, KnowsNothingOfADiskThatTheKernelDoesNotTellOf) {
  StateFacts found;
  gather_disk(makedev(0, 40), found, root());
  EXPECT_EQ(found.device, "");
  EXPECT_EQ(found.errors, 0U);
}

TEST_F(Machine, WithoutATimeServiceNamesNone) {
  put("proc/1/comm", "systemd\n");
  const auto clock = gather_clock(base::ClockTrust::ntp, root());
  EXPECT_EQ(clock.service, "");
  EXPECT_EQ(clock.batteries, 0);
  EXPECT_EQ(clock.battery, "");
}

TEST_F(Machine, NamesTimesyncdWithTheServersOfItsConfigurationAndTheBattery) {
  put("proc/1/comm", "systemd\n");
  put("proc/412/comm", "systemd-timesyn\n");
  put("sys/class/rtc/rtc0/name", "rtc-ds1307 1-0068\n");
  const auto servers = [this] { return gather_clock(base::ClockTrust::ntp, root()).servers; };
  EXPECT_EQ(servers(), "");
  put("etc/systemd/timesyncd.conf", "[Time]\n#NTP=comment\nNTP=a b\n");
  put("usr/lib/systemd/timesyncd.conf.d/20.conf", "[Time]\nNTP=c\n");
  EXPECT_EQ(servers(), "a, b, c");
  put("etc/systemd/timesyncd.conf.d/20.conf", "[Time]\nNTP=\nNTP=d\n");
  EXPECT_EQ(servers(), "d");
  const auto clock = gather_clock(base::ClockTrust::ntp, root());
  EXPECT_EQ(clock.service, "systemd-timesyncd");
  EXPECT_EQ(clock.batteries, 1);
  EXPECT_EQ(clock.battery, "rtc-ds1307 1-0068");
}

TEST_F(Machine, NamesChronyOrNtpdWithTheirServers) {
  put("proc/400/comm", "chronyd\n");
  put("etc/chrony/chrony.conf", "# server no\npool 2.debian.pool.ntp.org iburst\nmakestep 1 3\n");
  put("etc/chrony/sources.d/may-chu-gio.sources", "server time.tinh.vn iburst\n");
  const auto chrony = gather_clock(base::ClockTrust::ntp, root());
  EXPECT_EQ(chrony.service, "chrony");
  EXPECT_EQ(chrony.servers, "2.debian.pool.ntp.org, time.tinh.vn");
  put("proc/400/comm", "ntpd\n");
  put("etc/ntpsec/ntp.conf", "server 10.0.0.1\n");
  const auto ntpd = gather_clock(base::ClockTrust::ntp, root());
  EXPECT_EQ(ntpd.service, "ntpd");
  EXPECT_EQ(ntpd.servers, "10.0.0.1");
}

TEST_F(Machine, HasTheZoneThatItsLocaltimeLeadsTo) {
  EXPECT_EQ(gather_zone("Asia/Ho_Chi_Minh", kSummer, root()).machine, "UTC") << "without one";
  link("etc/localtime", "/usr/share/zoneinfo/Europe/Paris");
  const auto summer = gather_zone("Asia/Ho_Chi_Minh", kSummer, root());
  EXPECT_TRUE(summer.has_data);
  EXPECT_EQ(summer.offset, hours{7});
  EXPECT_EQ(summer.machine, "Europe/Paris");
  EXPECT_EQ(summer.machine_offset, hours{2});
  EXPECT_EQ(gather_zone("Asia/Ho_Chi_Minh", kWinter, root()).machine_offset, hours{1});
}

TEST_F(Machine, WhoseLocaltimeIsACopyTellsItsZoneBesideItOrNotAtAll) {
  put("etc/localtime", "TZif2");
  EXPECT_FALSE(gather_zone("Asia/Ho_Chi_Minh", kSummer, root()).machine_offset);
  put("etc/timezone", "Asia/Bangkok\n");
  EXPECT_EQ(gather_zone("Asia/Ho_Chi_Minh", kSummer, root()).machine_offset, hours{7});
}

TEST_F(Machine, DoesNotKnowEveryZone) {
  const auto zone = gather_zone("Asia/Hanoi-xa", kSummer, root());
  EXPECT_TRUE(zone.has_data);
  EXPECT_FALSE(zone.offset);
}

using Cards = std::vector<audio::SoundCard>;

// The two cards as they are found at a boot, and what doctor says of them.
struct RememberedCards : Machine {
  daemon::Config here() const {
    daemon::Config config;
    config.output = "wav:a.wav";
    config.state = root();
    return config;
  }
  std::vector<std::string> codes_with(const Cards& cards) const {
    // This machine's own are of no interest.
    auto sound = gather_sound(here(), {});
    sound.cards = cards;
    sound.outputs = {{"alsa:hw:1"}};
    remember_cards(cards, root());
    Findings findings;
    judge_cards(sound, findings);
    std::vector<std::string> codes;
    for (const auto& finding : findings) codes.push_back(finding.code);
    return codes;
  }
  using Codes = std::vector<std::string>;
};

TEST_F(RememberedCards, AreComparedWithTheNumbersOfTheLastTime) {
  const Cards first{{0, "Headphones", "bcm2835"}, {1, "Device", "USB Audio"}};
  const Cards swapped{{0, "Device", "USB Audio"}, {1, "Headphones", "bcm2835"}};
  EXPECT_EQ(codes_with(first), Codes{}) << "nothing is known before";
  EXPECT_EQ(codes_with(first), Codes{});
  EXPECT_EQ(codes_with(swapped), Codes{"cards-swapped"});
  EXPECT_EQ(codes_with(swapped), Codes{}) << "told once";
  EXPECT_EQ(codes_with({{2, "Device", "USB Audio"}}), Codes{"card-renumbered"});
}

TEST_F(RememberedCards, AreStillKnownWhenTheyWereUnpluggedMeanwhile) {
  codes_with({{0, "Headphones", "bcm2835"}, {1, "Device", "USB Audio"}});
  codes_with({{0, "Headphones", "bcm2835"}});
  const auto known = gather_sound(here(), {}).remembered;
  EXPECT_EQ(known, (std::map<std::string, int>{{"Device", 1}, {"Headphones", 0}}));
}

TEST_F(RememberedCards, AreForgottenWhereTheFileIsDamagedOrMayNotBeWritten) {
  put("sound-cards.json", R"({"cards": {"Device": "one"}})");
  EXPECT_TRUE(gather_sound(here(), {}).remembered.empty());
  remember_cards({{1, "Device", "USB Audio"}}, root());
  EXPECT_EQ(gather_sound(here(), {}).remembered.size(), 1U);
  remember_cards({{1, "Device", "USB Audio"}}, root() / "nowhere");
  EXPECT_FALSE(fs::exists(root() / "nowhere"));
}

}  // namespace
}  // namespace loa::doctor
