// A program that enters the decoder's sandbox and then does one forbidden (or allowed) thing, so
// that the test sees what becomes of it. Prints nothing; exits 0 if it lives, 3 if the deed is
// refused.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "audio/decoder/sandbox.h"

namespace {

// Made before the door closes: a pair of sockets, and one for datagrams that is not connected.
int ends[2] = {-1, -1};
int datagrams = -1;

bool compute() {
  std::vector<double> much(1'000'000, 1.5);
  char byte = 0;
  return much.back() == 1.5 && ::read(STDIN_FILENO, &byte, 1) >= 0;
}

bool talk() {
  char byte = 'x';
  return ::send(ends[0], &byte, 1, 0) == 1 && ::recv(ends[1], &byte, 1, 0) == 1;
}

// More than a decoder may have, all of it in use.
bool hog() {
  constexpr std::size_t kPiece = 10UL * 1024 * 1024;
  for (int i = 0; i < 60; ++i) {
    auto* piece = static_cast<char*>(std::malloc(kPiece));
    if (piece == nullptr) return false;
    std::memset(piece, 1, kPiece);
  }
  return true;
}

sockaddr_in somebody() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool address_by_sendto() {
  const sockaddr_in to = somebody();
  return ::sendto(datagrams, "x", 1, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 1;
}

bool address_by_sendmsg() {
  sockaddr_in to = somebody();
  char byte = 'x';
  iovec content{&byte, 1};
  msghdr message{};
  message.msg_name = &to;
  message.msg_namelen = sizeof to;
  message.msg_iov = &content;
  message.msg_iovlen = 1;
  return ::sendmsg(datagrams, &message, 0) == 1;
}

const std::map<std::string, std::function<bool()>> kDeeds{
    {"hog", hog},
    {"sendto", address_by_sendto},
    {"sendmsg", address_by_sendmsg},
    {"compute", compute},
    {"talk", talk},
    {"open", [] { return ::open("/etc/passwd", O_RDONLY) >= 0; }},
    {"create", [] { return ::open("/tmp/loa-escaped", O_CREAT | O_WRONLY, 0600) >= 0; }},
    {"unlink", [] { return ::unlink("/tmp/loa-escaped") == 0; }},
    {"socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
    {"connect", [] { return ::connect(ends[0], nullptr, 0) == 0; }},
    {"execve", [] { return ::execl("/bin/true", "true", nullptr) == 0; }},
    {"fork", [] { return ::fork() >= 0; }},
    {"kill", [] { return ::kill(::getppid(), 0) == 0; }},
    {"ptrace", [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
    {"mprotect-exec",
     [] {
       void* page =
           ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
       return ::mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
     }},
    {"mmap-exec",
     [] {
       return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
              MAP_FAILED;
     }},
    {"lift", [] { return ::prctl(PR_SET_SECCOMP, 0) == 0; }},
    {"io_uring", [] { return ::syscall(SYS_io_uring_setup, 1, nullptr) >= 0; }},
};

const std::map<std::string, loa::audio::Sandbox> kSandboxes{
    {"file", loa::audio::Sandbox::file},       {"relay", loa::audio::Sandbox::relay},
    {"session", loa::audio::Sandbox::session}, {"document", loa::audio::Sandbox::document},
    {"voice", loa::audio::Sandbox::voice},
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3 || !kSandboxes.contains(arguments[1]) || !kDeeds.contains(arguments[2])) return 2;
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 2;
  datagrams = ::socket(AF_INET, SOCK_DGRAM, 0);
  if (datagrams < 0) return 2;
  loa::audio::limit_resources();
  loa::audio::enter(kSandboxes.at(arguments[1]));
  ::_exit(kDeeds.at(arguments[2])() ? 0 : 3);
}
