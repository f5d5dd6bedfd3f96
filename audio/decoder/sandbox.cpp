#include "audio/decoder/sandbox.h"

#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <memory>
#include <span>
#include <system_error>

namespace loa::audio {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LOA_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LOA_SANITIZED 1
#endif

// Debian's libav maps about 150 MB; a decoder needs some 10 MB, and a cover picture its own size.
[[maybe_unused]] constexpr rlim_t kMemory = 512UL * 1024 * 1024;
// A week of relay takes less; a file that sends the decoder in circles is stopped.
constexpr rlim_t kCpuSeconds = 1800;

constexpr int kAlways[] = {
    SCMP_SYS(read),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(write),
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(alarm),
    SCMP_SYS(setitimer),
};
constexpr int kOverSockets[] = {
    SCMP_SYS(recvfrom),    SCMP_SYS(recvmsg),  SCMP_SYS(recv),       SCMP_SYS(send),
    SCMP_SYS(poll),        SCMP_SYS(ppoll),    SCMP_SYS(getsockopt), SCMP_SYS(getsockname),
    SCMP_SYS(getpeername), SCMP_SYS(shutdown), SCMP_SYS(nanosleep),  SCMP_SYS(clock_nanosleep),
};
// Files by name, and how much memory the machine has, which qsort(3) wants to know.
constexpr int kAskedInVain[] = {
    SCMP_SYS(open),       SCMP_SYS(openat),     SCMP_SYS(stat),       SCMP_SYS(lstat),
    SCMP_SYS(statx),      SCMP_SYS(newfstatat), SCMP_SYS(access),     SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(readlink),   SCMP_SYS(readlinkat), SCMP_SYS(sysinfo),
};
constexpr int kLookedAt[] = {
    SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(newfstatat), SCMP_SYS(fstatat64),
    SCMP_SYS(stat),  SCMP_SYS(statx),   SCMP_SYS(access),     SCMP_SYS(faccessat),
};
#ifdef LOA_SANITIZED
// (UBSan asks the kernel, through a pipe, whether an address can be read.)
constexpr int kForSanitizers[] = {SCMP_SYS(pipe2), SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigaction),
                                  SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep)};
#endif

void check(int result) {
  if (result < 0) throw std::system_error(-result, std::generic_category(), "seccomp");
}

void allow(scmp_filter_ctx filter, std::span<const int> calls) {
  for (const int call : calls) check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0));
}

// Memory, but never memory that can be executed.
void allow_memory(scmp_filter_ctx filter) {
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mmap2), SCMP_SYS(mprotect)}) {
    check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                           SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
  }
}

// Where to is the socket's to know: whom it was connected to before the door closed. (sendmsg(2)
// takes the address behind a pointer, where no filter sees it.)
void allow_talk(scmp_filter_ctx filter) {
  allow(filter, kOverSockets);
  check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 1, SCMP_A4(SCMP_CMP_EQ, 0, 0)));
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(sendto), 1,
                         SCMP_A4(SCMP_CMP_NE, 0, 0)));
  // Where MPEG-TS names its service, libav asks iconv for it, and iconv looks for its modules.
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0));
}

// Files by name, for reading and nothing else.
void allow_reading(scmp_filter_ctx filter) {
  constexpr scmp_datum_t kWriting = O_ACCMODE | O_CREAT | O_TRUNC;
  check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                         SCMP_A1(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY)));
  check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY)));
  allow(filter, kLookedAt);
}

void limit(__rlimit_resource what, rlim_t value) {
  const rlimit both{value, value};
  if (::setrlimit(what, &both) != 0) {
    throw std::system_error(errno, std::generic_category(), "setrlimit");
  }
}

}  // namespace

void limit_resources() {
#ifndef LOA_SANITIZED  // sanitizers map terabytes
  limit(RLIMIT_AS, kMemory);
#endif
  limit(RLIMIT_CPU, kCpuSeconds);
  limit(RLIMIT_NOFILE, kOpenFiles);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    throw std::system_error(errno, std::generic_category(), "prctl");
  }
}

void end_as(const char* program, const std::function<int()>& run) {
  int status = 2;
  try {
    status = run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", program, error.what());
  }
  _exit(status);
}

void enter(Sandbox sandbox) {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(
      seccomp_init(SCMP_ACT_KILL_PROCESS), &seccomp_release);
  if (filter == nullptr) check(-ENOMEM);
  check(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1));
  allow(filter.get(), kAlways);
  allow_memory(filter.get());
  if (sandbox == Sandbox::relay || sandbox == Sandbox::session) allow_talk(filter.get());
  if (sandbox == Sandbox::session) {
    // (RTP's reports would tell the machine's name, which is what uname(2) is for.)
    for (const int call : {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(uname)}) {
      check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), call, 0));
    }
  }
  if (sandbox == Sandbox::document) {
    for (const int call : kAskedInVain) {
      check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), call, 0));
    }
  }
  if (sandbox == Sandbox::voice) allow_reading(filter.get());
#ifdef LOA_SANITIZED
  allow(filter.get(), kForSanitizers);
#endif
  check(seccomp_load(filter.get()));
}

}  // namespace loa::audio
