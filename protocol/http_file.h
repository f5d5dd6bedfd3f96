// Answers whose body is a part of a file, which is never whole in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "protocol/http.h"

namespace loa::protocol {

// An open file. It stays what it was though another takes its place.
class SentFile {
 public:
  // Null if there is no regular file. Blocks for a moment.
  static std::shared_ptr<const SentFile> open(const std::filesystem::path& path);
  ~SentFile();
  SentFile(const SentFile&) = delete;
  SentFile& operator=(const SentFile&) = delete;

  std::uint64_t size() const { return size_; }
  // As many bytes as there are at `offset`, `size` at most; 0 where the disk refuses. Blocks.
  std::size_t read(std::uint64_t offset, char* into, std::size_t size) const;
  // From the disk's cache into `socket` without a copy here (sendfile(2)): how many bytes it took,
  // or -1 and errno; EAGAIN where it is full, EPIPE without a signal where nobody reads any more.
  std::ptrdiff_t send_to(int socket, std::uint64_t offset, std::size_t size) const;

 private:
  SentFile(int fd, std::uint64_t size) : fd_(fd), size_(size) {}

  int fd_;
  std::uint64_t size_;
};

// The answer to a GET: all of the file or what Range asks for (RFC 9110, 13 and 14). `tag`, without
// quotes, names this content and no other: it is the ETag, by which If-Range and If-None-Match are
// judged, and caches on the way may keep the answer for good.
HttpResponse file_answer(const HttpRequest& request, std::shared_ptr<const SentFile> file,
                         const std::string& type, const std::string& tag);

}  // namespace loa::protocol
