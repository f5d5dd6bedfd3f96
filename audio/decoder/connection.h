// Connections by libav, and how long it may wait on them.
#pragma once

#include <string>

#include "audio/decoder/libav.h"
#include "base/time.h"

namespace loa::audio {

// Looking up a name cannot be interrupted, but by alarm(2).
inline constexpr unsigned kConnectSeconds = 20;

// Ends what libav waits for after 10 s. Stays where it is while libav may ask.
class Patience {
 public:
  void begin();
  AVIOInterruptCB callback() { return {&Patience::is_over, this}; }

 private:
  // True (1) when libav is to give up.
  static int is_over(void* opaque);
  base::Steady since_{};
};

// Connects over http, https or udp, and reads the head of the answer. Blocks. Throws Failure
// "refused".
AVIOContext* connect_to(const std::string& url, const AVIOInterruptCB& patience);

// What may be connected to.
inline constexpr const char* kRelayProtocols = "http,https,tcp,tls,udp,rtp,rtsp";

}  // namespace loa::audio
