// loa-station as a whole: the machines, and the loop, files, sound and sockets that carry them.
#pragma once

#include <memory>
#include <string>

#include "daemon/config.h"

namespace loa::daemon {

class App {
 public:
  // Opens everything: the state folder, the journal, the week, the sound and the listening port.
  // Throws std::runtime_error with a sentence for the operator where the station cannot run at all:
  // a second daemon on the state folder, a disk that refuses. A port that cannot be had is tried
  // again every 10 s, and is the fault page-closed until then.
  explicit App(Config config);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Runs the station until stop(), or until SIGTERM or SIGINT; ends within 2 s of either. Or until
  // it has to begin again by another configuration: true then, and the caller sees to it.
  bool run();
  // Thread-safe. `reason` is for the journal.
  void stop(const std::string& reason);

  // Where the page is; 0 while it is closed.
  unsigned short port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::daemon
