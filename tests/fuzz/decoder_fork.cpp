// loa-decoder for many files, started once: starting it anew for each costs more than most files.
// For scripts/fuzz-decoder. On the socket that is its standard input it takes a verb with three
// descriptors (the medium, and what become standard output and error), runs it in a child, and says
// two lines: the child's id, then its wait status, processor time in microseconds and greatest
// memory in kB.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

// Of loa-decoder: CMakeLists.txt names it so.
#undef main
int decoder_main(int count, char** arguments);

namespace {

constexpr int kSocket = 0;
constexpr std::size_t kDescriptors = 3;

struct Task {
  std::string verb;
  std::array<int, kDescriptors> descriptors{};
};

// False at the end of the work.
bool receive(Task& task) {
  std::array<char, 16> verb{};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof task.descriptors)> control{};
  iovec text{verb.data(), verb.size()};
  msghdr message{};
  message.msg_iov = &text;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const ssize_t size = recvmsg(kSocket, &message, MSG_CMSG_CLOEXEC);
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (size <= 0 || header == nullptr || header->cmsg_len != CMSG_LEN(sizeof task.descriptors))
    return false;
  task.verb.assign(verb.data(), static_cast<std::size_t>(size));
  std::memcpy(task.descriptors.data(), CMSG_DATA(header), sizeof task.descriptors);
  return true;
}

[[noreturn]] void decode(Task& task) {
  for (std::size_t i = 0; i < kDescriptors; ++i) dup2(task.descriptors[i], static_cast<int>(i));
  std::string program = "loa-decoder";
  std::array<char*, 3> arguments{program.data(), task.verb.data(), nullptr};
  std::exit(decoder_main(2, arguments.data()));
}

void say(const std::string& line) {
  if (write(kSocket, line.data(), line.size()) < 0) std::exit(1);
}

long microseconds(const timeval& time) { return time.tv_sec * 1'000'000 + time.tv_usec; }

}  // namespace

int main() {
  for (Task task; receive(task);) {
    const pid_t child = fork();
    if (child == 0) decode(task);
    for (const int descriptor : task.descriptors) close(descriptor);
    if (child < 0) return 1;
    say(std::to_string(child) + "\n");
    int status = 0;
    rusage used{};
    if (wait4(child, &status, 0, &used) < 0) return 1;
    say(std::to_string(status) + " " +
        std::to_string(microseconds(used.ru_utime) + microseconds(used.ru_stime)) + " " +
        std::to_string(used.ru_maxrss) + "\n");
  }
}
