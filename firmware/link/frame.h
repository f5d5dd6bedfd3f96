// One frame of the board's link: version | type | seq | length | payload | CRC-32, inside COBS.
// docs/protocol-board.md has it with examples.
#pragma once

#include "firmware/link/cobs.h"
#include "firmware/link/wire.h"

namespace loa::firmware::link {

inline constexpr std::uint8_t kVersion = 1;
inline constexpr std::size_t kHeader = 6;
inline constexpr std::size_t kTrailer = 4;
inline constexpr std::size_t kMaxPayload = 240;
inline constexpr std::size_t kMaxFrame = kHeader + kMaxPayload + kTrailer;
// On the line: a zero, which ends what noise left before, then COBS with the zero at its end.
inline constexpr std::size_t kMaxWire = 1 + cobs_size(kMaxFrame);
constexpr std::size_t wire_size(std::size_t payload) {
  return 1 + cobs_size(kHeader + payload + kTrailer);
}

// The number of a frame: the session's byte above a count that wraps.
struct Seq {
  std::uint8_t session = 0;
  std::uint8_t count = 0;

  std::uint16_t packed() const { return static_cast<std::uint16_t>(session << 8U | count); }
  static Seq of(std::uint16_t value) {
    return {static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value & 0xFFU)};
  }
  friend bool operator==(const Seq&, const Seq&) = default;
};

struct Frame {
  std::uint8_t type = 0;
  Seq seq;
  Bytes payload;  // inside the receiver's buffer
};

// The bytes for the line; 0 if `out` is too small or the payload is longer than kMaxPayload.
std::size_t encode_frame(std::uint8_t type, Seq seq, Bytes payload, Buffer out);

// Takes a line's bytes and gives the frames that came whole.
class FrameReceiver {
 public:
  FrameReceiver() : cobs_(buffer_) {}
  FrameReceiver(const FrameReceiver&) = delete;
  FrameReceiver& operator=(const FrameReceiver&) = delete;

  // True when `byte` completed a frame; frame() stays until the next byte.
  bool feed(std::uint8_t byte);
  const Frame& frame() const { return frame_; }
  // Frames that were damaged, too long, or of another version; wraps.
  std::uint16_t bad() const { return bad_; }

 private:
  bool read(Bytes raw);

  std::uint8_t buffer_[kMaxFrame] = {};
  CobsDecoder cobs_;
  Frame frame_;
  std::uint16_t bad_ = 0;
};

}  // namespace loa::firmware::link
