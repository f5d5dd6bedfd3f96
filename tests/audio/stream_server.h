// A radio on the network, for tests: it sends a tone at its own pace, and fails as it is told.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "audio/child_process.h"

namespace loa::audio {

// Listens on a port of 127.0.0.1 from the beginning. Each connection gets an endless WAV of a
// 440 Hz tone, a second ahead of real time; one at a time.
class StreamServer {
 public:
  StreamServer();
  ~StreamServer();
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/live"; }

  // What is due while it stands still comes at once when it goes on.
  void stand_still() { still_ = true; }
  void go_on() { still_ = false; }
  // Silence instead of the tone.
  void mute() { muted_ = true; }
  void sound() { muted_ = false; }
  // Breaks off the connection that is open.
  void break_off() { ++breaks_; }
  // Connections are closed at once, until open() is called.
  void shut() { shut_ = true; }
  void open() { shut_ = false; }

 private:
  void run();
  void serve(const Fd& peer);

  Fd listener_;
  int port_ = 0;
  std::atomic<bool> still_ = false;
  std::atomic<bool> shut_ = false;
  std::atomic<bool> muted_ = false;
  std::atomic<int> breaks_ = 0;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace loa::audio
