// Files that survive a power cut: plain POSIX calls, each checked.
#include "base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/descriptor_io.h"
#include "base/owned_file.h"

namespace loa::base {
namespace {

[[noreturn]] void fail(int code, const std::filesystem::path& path) {
  throw std::system_error(code, std::generic_category(), path.string());
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

std::filesystem::path folder_of(const std::filesystem::path& path) {
  const auto folder = path.parent_path();
  return folder.empty() ? std::filesystem::path(".") : folder;
}

void make_folder(const std::filesystem::path& folder) {
  if (std::filesystem::is_directory(folder)) return;
  make_folder(folder_of(folder));
  if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) fail(errno, folder);
  sync_folder(folder_of(folder));
}

std::string read_open(int fd, const std::filesystem::path& path, std::size_t max_bytes) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) fail(errno, path);
  if (S_ISDIR(about.st_mode)) fail(EISDIR, path);
  if (!S_ISREG(about.st_mode)) fail(EINVAL, path);
  auto content = read_all(fd, max_bytes, path.string());
  if (!content) fail(EFBIG, path);
  return std::move(*content);
}

int write_and_sync(int fd, std::string_view content) {
  try {
    write_all(fd, content);
  } catch (const std::system_error& error) {
    return error.code().value();
  }
  return ::fsync(fd) == 0 ? 0 : errno;
}

// Returns an errno value, so that the caller can remove the file first.
int write_new(const std::filesystem::path& path, std::string_view content, mode_t mode,
              const FileOwner* owner) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
  if (file.fd() < 0) return errno;
  const bool given = owner == nullptr || ::fchown(file.fd(), owner->user, owner->group) == 0;
  if (!given) return errno;
  // A left-over of a power cut keeps the mode it was made with.
  if (::fchmod(file.fd(), mode) != 0) return errno;
  return write_and_sync(file.fd(), content);
}

void replace(const std::filesystem::path& path, std::string_view content, mode_t mode,
             const FileOwner* owner) {
  // One fixed name, so that power cuts leave at most one of them behind, which the next call
  // reuses.
  auto fresh = path;
  fresh += ".new";
  int error = write_new(fresh, content, mode, owner);
  if (error == 0 && ::rename(fresh.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(fresh.c_str());
    fail(error, path);
  }
  sync_folder(folder_of(path));
}

// Where root is the first to lock a service's folder, the service must be able to lock it after.
void give_to_owner_of(const std::filesystem::path& folder, int fd) {
  struct stat file {};
  struct stat about {};
  if (::geteuid() != 0 || ::fstat(fd, &file) != 0 || file.st_uid != 0 || file.st_nlink != 1) return;
  if (::stat(folder.c_str(), &about) != 0 || ::fchown(fd, about.st_uid, about.st_gid) != 0) {
    fail(errno, folder);
  }
}

}  // namespace

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor open(folder, O_RDONLY | O_DIRECTORY);
  if (open.fd() < 0 || ::fsync(open.fd()) != 0) fail(errno, folder);
}

std::string read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  // O_NONBLOCK: a pipe under this name must not hang the caller.
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);
  if (file.fd() < 0) fail(errno, path);
  return read_open(file.fd(), path, max_bytes);
}

std::optional<std::string> read_file_if_exists(const std::filesystem::path& path,
                                               std::size_t max_bytes) {
  const Descriptor file(path, O_RDONLY | O_NONBLOCK);
  if (file.fd() < 0 && errno == ENOENT) return std::nullopt;
  if (file.fd() < 0) fail(errno, path);
  return read_open(file.fd(), path, max_bytes);
}

void replace_file(const std::filesystem::path& path, std::string_view content, mode_t mode) {
  replace(path, content, mode, nullptr);
}

void replace_file_for(const FileOwner& owner, const std::filesystem::path& path,
                      std::string_view content, mode_t mode) {
  replace(path, content, mode, ::geteuid() == 0 ? &owner : nullptr);
}

std::filesystem::path put_aside(const std::filesystem::path& path) {
  std::filesystem::path name;
  for (int n = 1; name.empty() || std::filesystem::exists(name); ++n) {
    name = path.string() + ".damaged-" + std::to_string(n);
  }
  std::filesystem::rename(path, name);
  sync_folder(folder_of(path));
  return name;
}

std::optional<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  make_folder(folder);
  Descriptor file(folder / "lock", O_RDWR | O_CREAT | O_NOFOLLOW, 0644);
  if (file.fd() < 0) fail(errno, folder / "lock");
  give_to_owner_of(folder, file.fd());
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return std::nullopt;
    fail(errno, folder / "lock");
  }
  return FolderLock(file.release());
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace loa::base
