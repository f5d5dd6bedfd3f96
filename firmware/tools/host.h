// A board's host that waits: sends a command, and gives its answer back. For the command line and
// for tests; the station has signs::drivers::FirmwareBoard.
#pragma once

#include <memory>
#include <stdexcept>
#include <vector>

#include "base/language.h"
#include "firmware/link/host_end.h"
#include "signs/drivers/address.h"

namespace loa::firmware::tools {

// Nobody answered, or the line is broken.
struct NoBoard : std::runtime_error {
  using runtime_error::runtime_error;
};

class Host {
 public:
  struct Answer {
    link::Error error = link::Error::ok;
    std::uint8_t flags = 0;  // link::kInputsChanged, ...
    std::vector<std::uint8_t> data;
  };

  // Opens the line. `silence_s`: see link::Hello. Throws NoBoard if the board does not greet back
  // within `patience` ms.
  Host(const signs::drivers::LineAddress& address, std::uint16_t silence_s, link::Millis patience,
       bool half_duplex = false);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Of the session that runs.
  const link::Identity& identity() const;
  // Blocks until the answer is there. Throws NoBoard if none comes.
  Answer tell(link::Type type, link::Bytes payload);
  // Throws NoBoard where the answer is none.
  link::Status status();
  // Keeps the line alive for a while.
  void idle(link::Millis time);
  // Waits until the board, which was told to restart, greets anew. Throws NoBoard after `patience`
  // ms.
  void await_restart(link::Millis patience);
  // Bytes of both directions so far.
  std::size_t bytes_on_line() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What an operator is told of an error.
base::Text word_of(link::Error error);

}  // namespace loa::firmware::tools
