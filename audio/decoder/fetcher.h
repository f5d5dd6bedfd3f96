// Opens addresses for a decoder that has closed its door: a play list (HLS) names one piece after
// the other, and each is a connection of its own.
#pragma once

#include <string>

namespace loa::audio {

// A process of its own asks the server and hands the body of each answer over as a pipe. So the
// decoder, which parses them, can reach nothing but these pipes. One thread.
class Fetcher {
 public:
  // Forks: to be made before the sandbox is entered, while there is one thread. Nothing but the
  // server of `address` is asked. The other process ends with this one. Throws std::system_error.
  explicit Fetcher(const std::string& address);
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;
  ~Fetcher();

  // Blocks until the server has answered, 20 s at most. A descriptor that gives the body, 16 MB at
  // most, and is the caller's to close; or libav's error number.
  int open(const std::string& url) const;

 private:
  int channel_ = -1;
};

}  // namespace loa::audio
