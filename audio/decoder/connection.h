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
  // The sandbox (Sandbox::session) is entered as soon as libav has made a connection, before it
  // reads from it.
  void close_door_once_connected();

 private:
  // True (1) when libav is to give up.
  static int is_over(void* opaque) noexcept;
  base::Steady since_{};
  bool door_open_ = false;
};

// Listens for udp packets. Blocks no longer than that takes. Throws Failure "refused".
AVIOContext* listen_at(const std::string& url, const AVIOInterruptCB& patience);

}  // namespace loa::audio
