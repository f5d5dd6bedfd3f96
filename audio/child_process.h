// A program run as a child: started without copying this process, killed and reaped whatever it
// does.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace loa::audio {

// A file descriptor that closes itself.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd() { reset(); }
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void reset();

 private:
  int fd_ = -1;
};

struct Pipe {
  Fd read;
  Fd write;
  // Both ends close on exec. Throws std::system_error.
  static Pipe make();
  // The same over a pair of sockets, for what a child may leave unread. Written with MSG_NOSIGNAL
  // (as Asio's sockets are), a reader that has died is EPIPE, and no SIGPIPE that ends us too.
  static Pipe to_child();
  // The same, and what is sent at once arrives as one (SOCK_SEQPACKET). Nothing waits: send with
  // MSG_DONTWAIT | MSG_NOSIGNAL.
  static Pipe of_packets();
};

// One thread at a time; different children on different threads are fine.
class ChildProcess {
 public:
  // Starts `program` (looked for in PATH if it has no slash). Its standard input and output are
  // `in` and `out`, or /dev/null where that is -1; standard error is ours; nothing else is
  // inherited. It runs at ordinary priority even if the calling thread does not. Throws
  // std::system_error.
  ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
               int in, int out);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Kills it if it runs. Waits 100 ms at most; one that hangs in the kernel is reaped later.
  ~ChildProcess();

  // Waits for its end, `patience` at most; true if it has ended.
  bool ended_within(base::Duration patience);
  void kill();
  // The rest once it has ended.
  bool succeeded() const;
  // "exit status 1", "killed by signal 31 (Bad system call)"
  std::string how_it_ended() const;

 private:
  pid_t pid_ = -1;
  Fd pidfd_;
  bool ended_ = false;
  int status_ = 0;
};

}  // namespace loa::audio
