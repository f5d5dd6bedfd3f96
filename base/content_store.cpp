#include "base/content_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/descriptor_io.h"
#include "base/files.h"

namespace loa::base {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartEnding = ".part";
constexpr std::size_t kHexDigits = 64;

[[noreturn]] void refused(const fs::path& path, int code) {
  throw std::system_error(code, std::generic_category(), path.string());
}

class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

std::optional<std::uint64_t> size_at(const fs::path& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(about.st_size);
}

// Whether it is there and right; what is there and wrong goes.
bool is_right(const fs::path& path, const Sha256& hash) {
  const auto found = hash_of_file(path);
  if (found == hash) return true;
  if (found) fs::remove(path);
  return false;
}

// Makes a folder, and that it is there, durable.
void make_folder_in(const fs::path& parent, const fs::path& folder) {
  if (fs::create_directory(folder)) sync_folder(parent);
}

std::optional<Sha256> hash_named(std::string_view name) {
  return name.size() == kHexDigits ? sha256_from_hex(name) : std::nullopt;
}

std::optional<ContentStore::File> file_at(const fs::directory_entry& entry) {
  std::string name = entry.path().filename().string();
  ContentStore::File file;
  file.whole = !name.ends_with(kPartEnding);
  if (!file.whole) name.resize(name.size() - kPartEnding.size());
  const auto hash = hash_named(name);
  struct stat about {};
  if (!hash || ::lstat(entry.path().c_str(), &about) != 0 || !S_ISREG(about.st_mode))
    return std::nullopt;
  file.hash = *hash;
  file.bytes = static_cast<std::uint64_t>(about.st_size);
  file.changed = Wall{std::chrono::seconds{about.st_mtim.tv_sec}};
  file.path = entry.path();
  return file;
}

}  // namespace

std::optional<Sha256> hash_of_file(const fs::path& path) {
  const OpenFile file(path, O_RDONLY | O_NOFOLLOW);
  if (file.fd() < 0 && errno == ENOENT) return std::nullopt;
  if (file.fd() < 0) refused(path, errno);
  // A card whose cells have lost a bit is found by reading them.
  ::posix_fadvise(file.fd(), 0, 0, POSIX_FADV_DONTNEED);
  Sha256Stream hash;
  std::array<char, 65536> piece{};
  while (true) {
    const ssize_t got = ::read(file.fd(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refused(path, errno);
    if (got == 0) return hash.finish();
    hash.add({piece.data(), static_cast<std::size_t>(got)});
  }
}

fs::path ContentStore::path_of(const Sha256& hash) const {
  const auto name = to_hex(hash);
  return folder_ / name.substr(0, 2) / name;
}

fs::path ContentStore::part_of(const Sha256& hash) const {
  auto path = path_of(hash);
  path += kPartEnding;
  return path;
}

std::optional<std::uint64_t> ContentStore::size_of(const Sha256& hash) const {
  return size_at(path_of(hash));
}

bool ContentStore::verify(const Sha256& hash) const { return is_right(path_of(hash), hash); }

std::uint64_t ContentStore::begun(const Sha256& hash) const {
  return size_at(part_of(hash)).value_or(0);
}

bool ContentStore::append(const Sha256& hash, std::uint64_t offset, std::string_view piece) const {
  const auto path = part_of(hash);
  if (offset != 0 && offset != begun(hash)) return false;
  make_folder_in(folder_.parent_path(), folder_);
  make_folder_in(folder_, path.parent_path());
  const OpenFile file(path, O_WRONLY | O_CREAT | O_NOFOLLOW);
  if (file.fd() < 0) refused(path, errno);
  const auto end = static_cast<off_t>(offset);
  if (::ftruncate(file.fd(), end) != 0 || ::lseek(file.fd(), end, SEEK_SET) != end)
    refused(path, errno);
  try {
    write_all(file.fd(), piece, path.string());
    if (::fdatasync(file.fd()) != 0) refused(path, errno);
  } catch (const std::system_error&) {
    // A full disk is given back what did not fit. Where even that fails, the whole is found wrong.
    [[maybe_unused]] const int ignored = ::ftruncate(file.fd(), end);
    throw;
  }
  return true;
}

bool ContentStore::finish(const Sha256& hash) const {
  const auto part = part_of(hash);
  if (!is_right(part, hash)) return false;
  fs::rename(part, path_of(hash));
  sync_folder(part.parent_path());
  return true;
}

std::vector<ContentStore::File> ContentStore::files() const {
  std::vector<File> files;
  std::error_code missing;
  for (const auto& inner : fs::directory_iterator(folder_, missing)) {
    if (!inner.is_directory()) continue;
    for (const auto& entry : fs::directory_iterator(inner)) {
      if (auto file = file_at(entry)) files.push_back(std::move(*file));
    }
  }
  return files;
}

void ContentStore::remove(const File& file) const { fs::remove(file.path); }

std::uint64_t ContentStore::available() const {
  std::error_code error;
  const auto space = fs::space(folder_, error);
  return error ? fs::space(folder_.parent_path()).available : space.available;
}

}  // namespace loa::base
