// Addresses of boards as people write them, and what a configuration may not say.
#include "signs/drivers/address.h"

#include <gtest/gtest.h>

#include "signs/drivers/make_board.h"

namespace loa::signs::drivers {
namespace {

using Kind = LineAddress::Kind;

TEST(LineAddress, NamesASerialPortATcpServerOrASocket) {
  EXPECT_EQ(line_address("serial:/dev/ttyUSB0"),
            (LineAddress{Kind::serial, "/dev/ttyUSB0", 115'200}));
  EXPECT_EQ(line_address("serial:/dev/ttyS1@9600"),
            (LineAddress{Kind::serial, "/dev/ttyS1", 9600}));
  EXPECT_EQ(line_address("tcp:10.0.0.5:4001"), (LineAddress{Kind::tcp, "10.0.0.5", 4001}));
  EXPECT_EQ(line_address("tcp:bang", 5005), (LineAddress{Kind::tcp, "bang", 5005}));
  EXPECT_EQ(line_address("tcp:[fe80::1]:4001"), (LineAddress{Kind::tcp, "fe80::1", 4001}));
  EXPECT_EQ(line_address("unix:/run/board.sock"),
            (LineAddress{Kind::unix_socket, "/run/board.sock", 0}));
}

TEST(LineAddress, RefusesEverythingElse) {
  for (const char* text : {"", "tcp:", "tcp:host", "tcp:host:0", "tcp:host:65536", "tcp::4001",
                           "tcp:[fe80::1", "tcp:a:b:1", "serial:ttyUSB0", "serial:/dev/x@fast",
                           "serial:/dev/x@0", "unix:board.sock", "udp:host:1", "/dev/ttyUSB0"}) {
    EXPECT_FALSE(line_address(text)) << text;
  }
}

TEST(HostAddress, HasAPortOfItsOwnOrTheProtocols) {
  EXPECT_EQ(host_address("wled.local", 4048), (HostAddress{"wled.local", 4048}));
  EXPECT_EQ(host_address("10.0.0.9:21324", 4048), (HostAddress{"10.0.0.9", 21324}));
  EXPECT_EQ(host_address("[::1]", 4048), (HostAddress{"::1", 4048}));
  for (const char* text : {"", ":1", "a:b:c", "http://x", "x:99999"}) {
    EXPECT_FALSE(host_address(text, 4048)) << text;
  }
}

std::vector<std::string> keys(BoardKind kind, const std::string& address, int universe = 1) {
  BoardSettings settings;
  settings.kind = kind;
  settings.address = address;
  settings.universe = universe;
  std::vector<std::string> keys;
  for (const auto& fault : faults_of(settings)) keys.push_back(fault.key);
  return keys;
}

TEST(BoardSettings, AreCheckedBeforeABoardIsMade) {
  using Keys = std::vector<std::string>;
  EXPECT_EQ(keys(BoardKind::simulated, ""), Keys{});
  EXPECT_EQ(keys(BoardKind::simulated, "tcp:a:1"), Keys{"address"});
  EXPECT_EQ(keys(BoardKind::firmware, "tcp:a:1"), Keys{});
  EXPECT_EQ(keys(BoardKind::firmware, ""), Keys{"address"});
  EXPECT_EQ(keys(BoardKind::onbon, "tcp:a"), Keys{"model"});
  EXPECT_EQ(keys(BoardKind::colorlight, "eth1"), Keys{});
  EXPECT_EQ(keys(BoardKind::colorlight, "a-name-too-long-for-it"), Keys{"address"});
  EXPECT_EQ(keys(BoardKind::e131, "a", 0), Keys{"universe"});
  EXPECT_EQ(keys(BoardKind::e131, "a", 63'990), Keys{"universe"}) << "13 universes from there";
  EXPECT_EQ(keys(BoardKind::artnet, "a", 0), Keys{});
}

}  // namespace
}  // namespace loa::signs::drivers
