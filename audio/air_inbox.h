// What the owner asks of the audio thread, on its way there.
#pragma once

#include <mutex>
#include <variant>
#include <vector>

#include "audio/air.h"

namespace loa::audio {

struct WakeCommand {};
struct RestCommand {};
struct StopCommand {
  CueId id = 0;
  base::Duration fade{};
};
struct LowerCommand {
  CueId id = 0;
  Lowering lowering;
};
struct VolumeCommand {
  float gain = 1.0F;
};
using AirCommand =
    std::variant<WakeCommand, RestCommand, Cue, StopCommand, LowerCommand, VolumeCommand>;

// A queue with a file descriptor to poll. Thread-safe; holds its lock only to move a few bytes.
class AirInbox {
 public:
  AirInbox();  // throws std::system_error
  AirInbox(const AirInbox&) = delete;
  AirInbox& operator=(const AirInbox&) = delete;
  ~AirInbox();

  void put(AirCommand command);
  // Nothing more will come: the thread shall end.
  void close();
  bool closed() const;

  // Readable when take() has something to say, or the inbox is closed.
  int fd() const { return fd_; }
  std::vector<AirCommand> take();

 private:
  void signal() const;

  int fd_;
  mutable std::mutex mutex_;
  std::vector<AirCommand> commands_;
  bool closed_ = false;
};

}  // namespace loa::audio
