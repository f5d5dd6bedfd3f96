// Three processes: the decoder, one that waits for its wishes, and one for each answer, which
// enters the sandbox as well once it is connected.
#include "audio/decoder/fetcher.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include "audio/decoder/connection.h"
#include "audio/decoder/failure.h"
#include "audio/decoder/http.h"
#include "audio/decoder/libav.h"
#include "audio/decoder/sandbox.h"
#include "base/descriptor_io.h"

namespace loa::audio {
namespace {

// A piece of 10 s at 320 kbit/s has 400 kB; a play list a few.
constexpr std::int64_t kMostBytes = 16L * 1024 * 1024;
constexpr std::size_t kMostUrl = 4096;
constexpr std::size_t kCopied = 16384;  // bytes at a time
constexpr int kPipeBytes = 1024 * 1024;

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// A descriptor goes beside one byte (unix(7), SCM_RIGHTS).
struct Parcel {
  char byte = 0;
  iovec content{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> space{};
  msghdr header{};

  Parcel() {
    header.msg_iov = &content;
    header.msg_iovlen = 1;
    header.msg_control = space.data();
    header.msg_controllen = space.size();
  }
};

void hand_over(int channel, int fd) {
  Parcel parcel;
  cmsghdr* rights = CMSG_FIRSTHDR(&parcel.header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(rights), &fd, sizeof fd);
  if (::sendmsg(channel, &parcel.header, MSG_NOSIGNAL) < 0) throw_errno("sendmsg");
}

int take_over(int channel) {
  Parcel parcel;
  if (::recvmsg(channel, &parcel.header, MSG_CMSG_CLOEXEC) != 1) return -1;
  const cmsghdr* rights = CMSG_FIRSTHDR(&parcel.header);
  if (rights == nullptr || rights->cmsg_type != SCM_RIGHTS) return -1;
  int fd = -1;
  std::memcpy(&fd, CMSG_DATA(rights), sizeof fd);
  return fd;
}

// What the server answered comes first: 0, or libav's error number.
void tell(int to, int status) {
  base::write_all(to, {reinterpret_cast<const char*>(&status), sizeof status});
}

std::optional<int> told(int from) {
  int status = 0;
  ssize_t got = 0;
  do got = ::read(from, &status, sizeof status);
  while (got < 0 && errno == EINTR);
  if (got != sizeof status) return std::nullopt;
  return status;
}

void copy_body(AVIOContext& io, Patience& patience, int to) {
  std::array<unsigned char, kCopied> bytes{};
  for (std::int64_t left = kMostBytes; left > 0;) {
    patience.begin();
    const int got = avio_read_partial(&io, bytes.data(), bytes.size());
    if (got <= 0) return;
    base::write_all(to,
                    {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(got)});
    left -= got;
  }
}

int deliver(const std::string& own, const std::string& url, int to) {
  if (!same_server(own, url)) {
    tell(to, AVERROR(EACCES));
    return 1;
  }
  Patience patience;
  patience.begin();
  ::alarm(kConnectSeconds);
  AVIOContext* io = nullptr;
  try {
    io = ask(url, patience.callback()).body;
  } catch (const Failure&) {
    tell(to, AVERROR(EIO));
    return 1;
  }
  ::alarm(0);
  tell(to, 0);
  enter(Sandbox::relay);
  copy_body(*io, patience, to);
  return 0;
}

void answer(int channel, const std::string& own, const std::string& url) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("pipe2");
  (void)::fcntl(ends[1], F_SETPIPE_SZ, kPipeBytes);
  const pid_t child = ::fork();
  if (child < 0) throw_errno("fork");
  if (child == 0) {
    ::close(channel);
    ::close(ends[0]);
    end_as("loa-decoder", [&] { return deliver(own, url, ends[1]); });
  }
  ::close(ends[1]);
  hand_over(channel, ends[0]);
  ::close(ends[0]);
}

int serve(int channel, const std::string& own) {
  ::close(STDOUT_FILENO);      // the station waits for the end of the decoder's, not of ours
  ::signal(SIGCHLD, SIG_IGN);  // nobody waits for the children
  std::array<char, kMostUrl> url{};
  for (;;) {
    const ssize_t got = ::recv(channel, url.data(), url.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    answer(channel, own, {url.data(), static_cast<std::size_t>(got)});
  }
}

}  // namespace

Fetcher::Fetcher(const std::string& address) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw_errno("socketpair");
  }
  const pid_t child = ::fork();
  if (child < 0) throw_errno("fork");
  if (child == 0) {
    ::alarm(0);
    ::close(ends[0]);
    end_as("loa-decoder", [&] { return serve(ends[1], address); });
  }
  ::close(ends[1]);
  channel_ = ends[0];
}

Fetcher::~Fetcher() { ::close(channel_); }

int Fetcher::open(const std::string& url) const {
  if (url.empty() || url.size() > kMostUrl) return AVERROR(EINVAL);
  if (::send(channel_, url.data(), url.size(), MSG_NOSIGNAL) < 0) return AVERROR(errno);
  const int fd = take_over(channel_);
  if (fd < 0) return AVERROR(EIO);
  const int status = told(fd).value_or(AVERROR(ETIMEDOUT));
  if (status == 0) return fd;
  ::close(fd);
  return status;
}

}  // namespace loa::audio
