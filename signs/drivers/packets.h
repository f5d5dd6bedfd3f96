// drivers::Packets on sockets of this machine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "signs/drivers/address.h"
#include "signs/drivers/line.h"

namespace loa::signs::drivers {

// UDP to one host. The name is looked up at the first packet, which blocks for that long once (as
// long as it fails: every 30 s): give addresses in numbers where that matters.
// `answers_to`: the port to which the protocol sends answers, whatever port asked; 0: back to us.
std::unique_ptr<Packets> make_udp(HostAddress address, std::uint16_t answers_to = 0);
// Whole Ethernet frames out of one interface, and ColorLight cards' answers. Needs CAP_NET_RAW;
// without it send() says so.
std::unique_ptr<Packets> make_ethernet(std::string interface);

inline constexpr std::size_t kMostPackets = 32;  // at a time
// What has come on a socket; the rest the next time. Does not block.
std::vector<std::string> waiting_packets(int socket);

}  // namespace loa::signs::drivers
