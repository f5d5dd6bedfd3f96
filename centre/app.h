// loa-centre as it runs: the state folder, the server, the signals.
#pragma once

#include <memory>

#include "centre/config.h"

namespace loa::centre {

class App {
 public:
  // Throws std::runtime_error, in the user's language, where another one works in the state folder,
  // and std::system_error where the address or the folder cannot be had.
  explicit App(const Config& config);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Until SIGTERM or SIGINT.
  void run();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::centre
