// A stream of bytes to a board: a serial port, a TCP connection, a Unix socket.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loa::signs::drivers {

struct LineEvents {
  std::function<void()> opened;
  std::function<void(std::string_view bytes)> received;
  // It could not be opened, or is broken; open() may be called again. `why` is the system's word.
  std::function<void(const std::string& why)> closed;
};

// One thread. Nothing here blocks; events come from the loop, never from within a call, and not
// after close() or the end of the line.
class Line {
 public:
  virtual ~Line() = default;
  // Once, before open().
  virtual void listen(LineEvents events) = 0;
  virtual void open() = 0;
  // What was written and not sent is dropped.
  virtual void close() = 0;
  // Only while open. A peer that takes nothing for long is closed.
  virtual void write(std::string_view bytes) = 0;
};

// Datagrams to one board, or raw frames on its cable.
class Packets {
 public:
  virtual ~Packets() = default;
  // Empty, or why the packet did not leave: it is not sent again.
  virtual std::string send(std::string_view packet) = 0;
  // The packets that came since the last call.
  virtual std::vector<std::string> received() = 0;
};

}  // namespace loa::signs::drivers
