#include "audio/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <system_error>

namespace loa::audio {
namespace {

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

// Children that were killed while they hung in the kernel, as on a disk that is gone.
class Unreaped {
 public:
  void add(pid_t pid) {
    const std::lock_guard lock(mutex_);
    pids_.push_back(pid);
  }
  void reap() {
    const std::lock_guard lock(mutex_);
    std::erase_if(pids_, [](pid_t pid) { return ::waitpid(pid, nullptr, WNOHANG) != 0; });
  }

 private:
  std::mutex mutex_;
  std::vector<pid_t> pids_;
};

Unreaped& unreaped() {
  static Unreaped instance;
  return instance;
}

class FileActions {
 public:
  FileActions(int in, int out) {
    check(::posix_spawn_file_actions_init(&actions_), "posix_spawn");
    redirect(in, STDIN_FILENO, O_RDONLY);
    redirect(out, STDOUT_FILENO, O_WRONLY);
    check(::posix_spawn_file_actions_addclosefrom_np(&actions_, 3), "posix_spawn");
  }
  FileActions(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  void redirect(int from, int to, int mode) {
    check(from >= 0 ? ::posix_spawn_file_actions_adddup2(&actions_, from, to)
                    : ::posix_spawn_file_actions_addopen(&actions_, to, "/dev/null", mode, 0),
          "posix_spawn");
  }
  posix_spawn_file_actions_t actions_;
};

// Signals and scheduling as for a program started from a shell, not as for a real-time thread.
class Attributes {
 public:
  Attributes() {
    check(::posix_spawnattr_init(&attributes_), "posix_spawn");
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    const sched_param ordinary{};
    ::posix_spawnattr_setschedparam(&attributes_, &ordinary);
    ::posix_spawnattr_setschedpolicy(&attributes_, SCHED_OTHER);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSCHEDULER);
  }
  Attributes(const Attributes&) = delete;
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void Fd::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Pipe Pipe::make() {
  int ends[2];
  check(::pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno, "pipe");
  return {Fd(ends[0]), Fd(ends[1])};
}

namespace {

Pipe pair_of_sockets(int kind) {
  int ends[2];
  check(::socketpair(AF_UNIX, kind | SOCK_CLOEXEC, 0, ends) == 0 ? 0 : errno, "socketpair");
  return {Fd(ends[0]), Fd(ends[1])};
}

}  // namespace

Pipe Pipe::to_child() { return pair_of_sockets(SOCK_STREAM); }

Pipe Pipe::of_packets() { return pair_of_sockets(SOCK_SEQPACKET); }

ChildProcess::ChildProcess(const std::filesystem::path& program,
                           const std::vector<std::string>& arguments, int in, int out) {
  unreaped().reap();
  std::string name = program.string();
  std::vector<std::string> texts = arguments;
  std::vector<char*> argv{name.data()};
  for (std::string& text : texts) argv.push_back(text.data());
  argv.push_back(nullptr);
  const FileActions files(in, out);
  const Attributes attributes;
  check(::posix_spawnp(&pid_, name.c_str(), files.get(), attributes.get(), argv.data(), environ),
        name.c_str());
  pidfd_ = Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
}

ChildProcess::~ChildProcess() {
  if (ended_) return;
  kill();
  if (!ended_within(std::chrono::milliseconds{100})) unreaped().add(pid_);
}

bool ChildProcess::ended_within(base::Duration patience) {
  if (ended_) return true;
  pollfd wait{pidfd_.get(), POLLIN, 0};
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(patience).count();
  ::poll(&wait, 1, static_cast<int>(std::clamp<std::int64_t>(ms, 0, 3'600'000)));
  ended_ = ::waitpid(pid_, &status_, WNOHANG) == pid_;
  return ended_;
}

void ChildProcess::kill() {
  if (!ended_) ::kill(pid_, SIGKILL);
}

bool ChildProcess::succeeded() const {
  return ended_ && WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
}

std::string ChildProcess::how_it_ended() const {
  if (!WIFSIGNALED(status_)) return fmt::format("exit status {}", WEXITSTATUS(status_));
  const int signal = WTERMSIG(status_);
  const char* name = ::sigdescr_np(signal);
  return fmt::format("killed by signal {} ({})", signal, name != nullptr ? name : "?");
}

}  // namespace loa::audio
