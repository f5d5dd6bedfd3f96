// A backup as a file: a tar archive (pax) packed with Zstandard, by libarchive.
#pragma once

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace loa::backup {

// A regular file in the archive; there is nothing else in one.
struct MemberHead {
  std::string name;  // safe: see is_safe_name()
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // since 1970
  unsigned mode = 0644;
  friend bool operator==(const MemberHead&, const MemberHead&) = default;
};

// When it was modified; the last second that there is where time_t ends before, as in 2038 on
// armhf.
timespec modified_time(const MemberHead& head);

// Relative, of plain parts joined by '/', not longer than 1,000 bytes, in one of the folders that
// backups have; no ".", "..", empty parts, control characters or backslashes.
bool is_safe_name(std::string_view name);

// Writes a new file of mode 0600: it may hold the station's key. Blocks; throws std::system_error.
class ArchiveWriter {
 public:
  explicit ArchiveWriter(const std::filesystem::path& file);
  ~ArchiveWriter();
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;
  // A member, and then all of its bytes.
  void begin(const MemberHead& head);
  void add(std::string_view bytes);
  // Writes the end and syncs. Without it the file is not whole.
  void close();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Reads an archive that may be anything. Throws base::BadInput: backup-foreign where it is no
// archive of that kind, backup-damaged where it cannot be read on, backup-unsafe for a member that
// is no regular file or has no safe name. Memory is bounded, whatever the file says.
class ArchiveReader {
 public:
  explicit ArchiveReader(const std::filesystem::path& file);
  // `bytes` outlives it; `name` names places.
  ArchiveReader(std::string_view bytes, std::string name);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;
  // The next member, leaving out what was not read of the last one. False at the end.
  bool next(MemberHead& head);
  // The next bytes of the member; empty at its end. Holds until the next call.
  std::string_view piece();
  const std::string& file() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::backup
