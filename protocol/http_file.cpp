#include "protocol/http_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>

#include "protocol/byte_range.h"

namespace loa::protocol {
namespace {

RangeAsked asked(const HttpRequest& request, std::uint64_t size, const std::string& quoted) {
  const auto range = request.header("range");
  const auto only_if = request.header("if-range");
  if (range.empty() || (!only_if.empty() && only_if != quoted)) return WholeBody{};
  return range_in(range, size);
}

// sendfile() knows no MSG_NOSIGNAL: where the peer has gone it raises SIGPIPE, in this thread.
class NoPipeSignal {
 public:
  NoPipeSignal() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoPipeSignal() {
    const int error = errno;
    const timespec now{};
    if (raised_) sigtimedwait(&pipe_, nullptr, &now);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = error;
  }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;
  void raised() { raised_ = true; }

 private:
  sigset_t pipe_{};
  sigset_t before_{};
  bool raised_ = false;
};

}  // namespace

std::shared_ptr<const SentFile> SentFile::open(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return nullptr;
  struct stat about {};
  if (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    ::close(fd);
    return nullptr;
  }
  return std::shared_ptr<const SentFile>(
      new SentFile(fd, static_cast<std::uint64_t>(about.st_size)));
}

SentFile::~SentFile() { ::close(fd_); }

std::size_t SentFile::read(std::uint64_t offset, char* into, std::size_t size) const {
  while (true) {
    const ssize_t got = ::pread(fd_, into, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    return got < 0 ? 0 : static_cast<std::size_t>(got);
  }
}

std::ptrdiff_t SentFile::send_to(int socket, std::uint64_t offset, std::size_t size) const {
  NoPipeSignal guard;
  auto at = static_cast<off_t>(offset);
  const auto sent = ::sendfile(socket, fd_, &at, size);
  if (sent < 0 && errno == EPIPE) guard.raised();
  return sent;
}

HttpResponse file_answer(const HttpRequest& request, std::shared_ptr<const SentFile> file,
                         const std::string& type, const std::string& tag) {
  const auto size = file->size();
  const auto quoted = '"' + tag + '"';
  HttpResponse answer;
  answer.type = type;
  answer.headers = {{"Accept-Ranges", "bytes"},
                    {"Cache-Control", "public, max-age=31536000, immutable"},
                    {"ETag", quoted}};
  if (names_tag(request.header("if-none-match"), quoted)) {
    answer.status = 304;
    return answer;
  }
  const auto range = asked(request, size, quoted);
  if (std::holds_alternative<NoSuchRange>(range)) {
    return {416,
            "application/json",
            R"({"error":"no-such-range"})",
            {{"Content-Range", fmt::format("bytes */{}", size)}}};
  }
  ByteRange part{0, size};
  if (const auto* wanted = std::get_if<ByteRange>(&range)) {
    part = *wanted;
    answer.status = 206;
    answer.headers.emplace_back("Content-Range",
                                to_text(RangeSent{part.first, part.first + part.length - 1, size}));
  }
  answer.file = {std::move(file), part.first, part.length};
  return answer;
}

}  // namespace loa::protocol
