// Files that survive a power cut. All functions block, and throw std::system_error with the path in
// the message where the system refuses.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace loa::base {

// The whole regular file; throws std::system_error with EFBIG beyond `max_bytes`.
std::string read_file(const std::filesystem::path& path, std::size_t max_bytes);
// Nothing if it does not exist.
std::optional<std::string> read_file_if_exists(const std::filesystem::path& path,
                                               std::size_t max_bytes);

// Replaces `path` so that after a power cut either the old or the new content is there, whole:
// temporary file beside it (`path`.new), fsync, rename, fsync of the folder. On failure the old
// content stays and no temporary file is left. One writer a path. `mode` is the new file's,
// whatever the old one's or the umask was: 0600 for keys.
void replace_file(const std::filesystem::path& path, std::string_view content, mode_t mode = 0644);

// Renames `path` to the first free of `path`.damaged-1, -2, ..., durably; the new name.
std::filesystem::path put_aside(const std::filesystem::path& path);

// Makes what was created, renamed or removed in `folder` durable.
void sync_folder(const std::filesystem::path& folder);

// Holds an exclusive lock on a folder (flock on `folder`/lock), so that no second daemon works in
// it. Released by the kernel however the process ends. Creates the folder if it is missing.
class FolderLock {
 public:
  // Nothing if another process holds it.
  static std::optional<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace loa::base
