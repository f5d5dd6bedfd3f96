// A backup as a file, by libarchive.
#include "cli/backup/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <vector>

#include "base/clock.h"
#include "cli/backup/refusal.h"

namespace loa::backup {
namespace {

constexpr std::array<std::string_view, 7> kFolders{"config/", "state/", "media/", "trust/",
                                                   "policy/", "otp/",   "speech/"};
constexpr std::size_t kLongestName = 1000;
constexpr std::size_t kBlock = 256UL * 1024;
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";  // RFC 8878 §3.1.1

// libarchive takes and gives names in the thread's locale on their way to and from UTF-8. Without
// one it has no name at all for what is not ASCII, and reads through a null pointer.
void speak_utf8() {
  static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 == nullptr) throw std::system_error(errno, std::generic_category(), "C.UTF-8");
  ::uselocale(utf8);
}

// Fewer, or none, where there are no more: opening it for good tells why.
std::string first_bytes(const std::filesystem::path& file) {
  std::string bytes(kZstdMagic.size(), '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return bytes;
}

bool is_plain_part(std::string_view part) { return !part.empty() && part != "." && part != ".."; }

bool is_known_place(std::string_view name) {
  if (name == kHeader || name == kManifest) return true;
  for (const auto& folder : kFolders) {
    if (name.starts_with(folder)) return true;
  }
  return false;
}

}  // namespace

timespec modified_time(const MemberHead& head) {
  return base::timespec_of(base::Duration{head.modified_ns});
}

bool is_safe_name(std::string_view name) {
  if (name.size() > kLongestName || !is_known_place(name)) return false;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\') return false;
  }
  for (std::size_t from = 0; from <= name.size();) {
    const auto slash = std::min(name.find('/', from), name.size());
    if (!is_plain_part(name.substr(from, slash - from))) return false;
    from = slash + 1;
  }
  return true;
}

struct ArchiveWriter::Impl {
  explicit Impl(const std::filesystem::path& p) : path(p) {}
  ~Impl() {
    if (out != nullptr) archive_write_free(out);
    if (entry != nullptr) archive_entry_free(entry);
    if (fd >= 0) ::close(fd);
  }

  void check(int code) const {
    if (code >= ARCHIVE_OK) return;
    const int error = archive_errno(out);
    throw std::system_error(error > 0 ? error : EIO, std::generic_category(), path.string());
  }

  std::filesystem::path path;
  int fd = -1;
  archive* out = archive_write_new();
  archive_entry* entry = archive_entry_new();
};

ArchiveWriter::ArchiveWriter(const std::filesystem::path& file)
    : impl_(std::make_unique<Impl>(file)) {
  speak_utf8();
  impl_->fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (impl_->fd < 0 || ::fchmod(impl_->fd, 0600) != 0) {
    throw std::system_error(errno, std::generic_category(), file.string());
  }
  impl_->check(archive_write_set_format_pax(impl_->out));
  impl_->check(archive_write_add_filter_zstd(impl_->out));
  impl_->check(archive_write_open_fd(impl_->out, impl_->fd));
}

ArchiveWriter::~ArchiveWriter() = default;

void ArchiveWriter::begin(const MemberHead& head) {
  auto* entry = archive_entry_clear(impl_->entry);
  archive_entry_set_pathname_utf8(entry, head.name.c_str());
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, head.mode);
  archive_entry_set_size(entry, static_cast<la_int64_t>(head.size));
  const auto modified = modified_time(head);
  archive_entry_set_mtime(entry, modified.tv_sec, modified.tv_nsec);
  impl_->check(archive_write_header(impl_->out, entry));
}

void ArchiveWriter::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto taken = archive_write_data(impl_->out, bytes.data(), bytes.size());
    if (taken <= 0) impl_->check(taken < 0 ? static_cast<int>(taken) : ARCHIVE_FATAL);
    bytes.remove_prefix(static_cast<std::size_t>(taken));
  }
}

void ArchiveWriter::close() {
  impl_->check(archive_write_close(impl_->out));
  if (::fsync(impl_->fd) != 0) {
    throw std::system_error(errno, std::generic_category(), impl_->path.string());
  }
}

struct ArchiveReader::Impl {
  Impl(std::string n, std::string_view begin)
      : name(std::move(n)), packed(begin.starts_with(kZstdMagic)) {
    // Only what a backup is made of: the fewer formats, the fewer surprises.
    archive_read_support_format_tar(in);
    archive_read_support_filter_zstd(in);
  }
  ~Impl() { archive_read_free(in); }

  void opened(int code) const {
    if (code == ARCHIVE_OK) return;
    const int error = archive_errno(in);
    // The system's refusals are no fault of the file.
    if (error == ENOENT || error == EACCES || error == EISDIR) {
      throw std::system_error(error, std::generic_category(), name);
    }
    refuse();
  }

  // Packed as ours are, it was one once; else it is something else.
  [[noreturn]] void refuse() const {
    if (any || packed) refuse_damaged(name);
    refuse_foreign(name);
  }

  std::string name;
  bool packed;
  archive* in = archive_read_new();
  bool any = false;  // a member was read
};

ArchiveReader::ArchiveReader(const std::filesystem::path& file)
    : impl_(std::make_unique<Impl>(file.string(), first_bytes(file))) {
  speak_utf8();
  impl_->opened(archive_read_open_filename(impl_->in, file.c_str(), kBlock));
}

ArchiveReader::ArchiveReader(std::string_view bytes, std::string name)
    : impl_(std::make_unique<Impl>(std::move(name), bytes)) {
  speak_utf8();
  impl_->opened(archive_read_open_memory(impl_->in, bytes.data(), bytes.size()));
}

ArchiveReader::~ArchiveReader() = default;

bool ArchiveReader::next(MemberHead& head) {
  archive_entry* entry = nullptr;
  const int code = archive_read_next_header(impl_->in, &entry);
  if (code == ARCHIVE_EOF && impl_->any) return false;
  if (code != ARCHIVE_OK) impl_->refuse();
  impl_->any = true;
  const char* name = archive_entry_pathname_utf8(entry);
  head.name = name == nullptr ? "" : name;
  const bool plain = archive_entry_filetype(entry) == AE_IFREG &&
                     archive_entry_hardlink(entry) == nullptr &&
                     archive_entry_symlink(entry) == nullptr && archive_entry_size(entry) >= 0;
  if (!plain || !is_safe_name(head.name)) refuse_unsafe(impl_->name, head.name);
  head.size = static_cast<std::uint64_t>(archive_entry_size(entry));
  head.mode = archive_entry_perm(entry) & 0666U;
  // A time beyond 1970 to 2262 does not fit, and helps nobody.
  const std::int64_t seconds = archive_entry_mtime(entry);
  const bool sane = seconds >= 0 && seconds < 9'000'000'000;
  head.modified_ns = sane ? seconds * kNsPerSecond + archive_entry_mtime_nsec(entry) : 0;
  return true;
}

std::string_view ArchiveReader::piece() {
  const void* bytes = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  // Sparse files come in blocks with holes between; a backup has none, so the sizes will differ.
  while (size == 0) {
    const int code = archive_read_data_block(impl_->in, &bytes, &size, &offset);
    if (code == ARCHIVE_EOF) return {};
    if (code != ARCHIVE_OK) refuse_damaged(impl_->name);
  }
  return {static_cast<const char*>(bytes), size};
}

const std::string& ArchiveReader::file() const { return impl_->name; }

}  // namespace loa::backup
