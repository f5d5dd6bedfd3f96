// The page images of a SQLite file and its write-ahead log.
#include "journal/pages.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loa::journal {
namespace {

constexpr std::int64_t kLogHeader = 32;
constexpr std::int64_t kFrameHeader = 24;
constexpr std::int64_t kFrame = kFrameHeader + kPageSize;

int open_file(const std::filesystem::path& path) {
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

std::int64_t size_of(int fd) {
  struct stat about {};
  return fd >= 0 && ::fstat(fd, &about) == 0 ? about.st_size : 0;
}

void read_page(int fd, std::int64_t offset, Page& page) {
  page.fill(0);
  // In sectors: one that fails costs only itself.
  constexpr std::size_t sector = 512;
  for (std::size_t at = 0; at < page.size(); at += sector) {
    const auto got = ::pread(fd, page.data() + at, sector, offset + static_cast<std::int64_t>(at));
    if (got == 0) return;
  }
}

std::uint32_t big_endian(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | bytes[3];
}

constexpr std::int64_t frame_offset(std::int64_t frame) { return kLogHeader + frame * kFrame; }

}  // namespace

PageImages::PageImages(const std::filesystem::path& path)
    : file_(open_file(path)), log_(open_file(path.string() + "-wal")) {
  file_pages_ = (size_of(file_) + kPageSize - 1) / kPageSize;
  log_frames_ = (size_of(log_) - kLogHeader + kFrame - 1) / kFrame;
  for (std::int64_t frame = 0; frame < log_frames_; ++frame) {
    unsigned char number[4] = {};
    if (::pread(log_, number, sizeof number, frame_offset(frame)) != sizeof number) continue;
    newest_frame_[big_endian(number)] = frame;
  }
}

PageImages::~PageImages() {
  if (file_ >= 0) ::close(file_);
  if (log_ >= 0) ::close(log_);
}

void PageImages::each(const std::function<void(const Page&)>& take) const {
  Page page;
  for (std::int64_t i = 0; i < file_pages_; ++i) {
    read_page(file_, i * kPageSize, page);
    take(page);
  }
  for (std::int64_t i = 0; i < log_frames_; ++i) {
    read_page(log_, frame_offset(i) + kFrameHeader, page);
    take(page);
  }
}

bool PageImages::read(std::uint32_t number, Page& page) const {
  if (const auto frame = newest_frame_.find(number); frame != newest_frame_.end()) {
    read_page(log_, frame_offset(frame->second) + kFrameHeader, page);
    return true;
  }
  if (number == 0 || std::int64_t{number} > file_pages_) return false;
  read_page(file_, (std::int64_t{number} - 1) * kPageSize, page);
  return true;
}

}  // namespace loa::journal
