// Questions by datagram to boards that are given whole pictures, and what their answers say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loa::signs::drivers {

struct PacketAnswer {
  std::string what;  // what the receiver says it is; printable ASCII
  int width = 0;     // 0: it did not say
  int height = 0;
};

struct PacketQuestion {
  std::string packet;
  // Nothing for a packet that is no answer.
  std::optional<PacketAnswer> (*read)(std::string_view packet);
};

// ArtPoll; the answer names the node (Art-Net 4, ArtPollReply: short name at 26, long name at 44).
PacketQuestion artnet_question();
// DDP's query of the status, destination 251; the answer is JSON.
PacketQuestion ddp_question();
// ColorLight's detection frame; the answer has the firmware's version and the card's size.
PacketQuestion colorlight_question();

}  // namespace loa::signs::drivers
