// A voice that is on the air, as packets of Opus that come one by one: no container, so nothing has
// to be probed or held back.
#pragma once

#include <vector>

#include "audio/decoder/resampler.h"

namespace loa::audio {

// Moves nowhere. Enters the sandbox when it is made; throws Failure.
class PacketDecoder {
 public:
  // `fd`: a socket that keeps packets apart (SOCK_SEQPACKET).
  explicit PacketDecoder(int fd);

  // Waits for a packet and appends its frames to `out`; false at the end. One that makes no sense
  // is passed over; after many in a row Failure "damaged" is thrown.
  bool read(std::vector<float>& out);

 private:
  bool decode(std::vector<float>& out);

  int fd_;
  std::vector<std::uint8_t> bytes_;
  Libav<AVCodecContext> codec_;
  Libav<AVPacket> packet_;
  Libav<AVFrame> frame_;
  Resampler resampler_;
  int bad_ = 0;
};

}  // namespace loa::audio
