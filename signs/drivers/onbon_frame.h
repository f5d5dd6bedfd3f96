// The frames that Onbon's BX-5E and BX-6E cards speak over TCP and serial lines:
//
//     A5 x 8 | header, 16 bytes | data | CRC-16/ARC of both | 5A
//
// with A5, A6, 5A and 5B inside escaped as A6 02, A6 01, 5B 02, 5B 01. Numbers are little-endian.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa::signs::drivers {

// Reflected 0x8005, starts at 0. "123456789" has 0xBB3D.
std::uint16_t crc16_arc(std::string_view bytes);

// From a PC to whatever card listens. `device`: the card's type, 0xFFFE for any.
std::string onbon_frame(std::uint16_t device, std::string_view data);

// Takes a line's bytes and gives the data of the frames that came whole.
class OnbonReceiver {
 public:
  // The data of a frame that `byte` completed.
  std::optional<std::string> feed(char byte);
  // The card's type, as the header of the last whole frame says.
  std::uint16_t device() const { return device_; }

 private:
  std::optional<std::string> finish();

  static constexpr std::size_t kMost = 64UL * 1024;
  bool inside_ = false;
  char escape_ = 0;
  std::uint16_t device_ = 0;
  std::string bytes_;
};

// What a card answers.
struct OnbonReply {
  std::uint8_t group = 0;
  std::uint8_t command = 0;
  std::uint16_t status = 0;
  std::uint16_t error = 0;
  bool accepted() const { return (status & 1U) == 0 && error == 0; }
};
std::optional<OnbonReply> onbon_reply(std::string_view data);
// "busy", "checksum": the description's names.
std::string_view onbon_error(std::uint16_t error);

}  // namespace loa::signs::drivers
