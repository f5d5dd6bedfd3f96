// A test tone on a sound card that the station does not play on, on a thread of its own.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "base/language.h"
#include "daemon/config_amplifier.h"

namespace loa::daemon {

struct ToneHeard {
  std::error_code error;           // why it did not sound
  std::vector<base::Text> faults;  // lines of the amplifier that could not be switched
};

class ToneWorker {
 public:
  // `post`: runs its argument on the loop, from any thread.
  explicit ToneWorker(std::function<void(std::function<void()>)> post);
  // Cuts a tone that sounds; half a second.
  ~ToneWorker();

  // False while one sounds; then `done` is not called. Else it is, on the loop, after the leads of
  // the amplifier's lines and 2 s of tone. `card`: as AlsaOutput takes it.
  bool play(const std::string& card, const AmplifierConfig& amplifier,
            std::function<void(const ToneHeard&)> done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::daemon
