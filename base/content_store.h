// Large files by the SHA-256 of their content, in a folder: HH/HASH, HH the first two digits. One
// that comes in pieces lies beside its place as HASH.part until all of it is there and right.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::base {

// The SHA-256 of a regular file, as the disk has it and not what of it is kept in memory; nothing
// if it is not there. A link is not followed. Blocks; throws std::system_error where the disk
// refuses.
std::optional<Sha256> hash_of_file(const std::filesystem::path& path);

// One writer at a time; who only reads may be another thread or process. Every call blocks on the
// disk, and throws std::system_error where that refuses: what was there before is then unchanged.
class ContentStore {
 public:
  struct File {
    Sha256 hash{};
    bool whole = false;  // else a part
    std::uint64_t bytes = 0;
    Wall changed{};
    std::filesystem::path path;
  };

  // The folder is made when something is put into it; the one around it is there.
  explicit ContentStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  const std::filesystem::path& folder() const { return folder_; }
  // Where the whole file is, or would be.
  std::filesystem::path path_of(const Sha256& hash) const;
  // Of the whole file; nothing if it is not there. Nothing is read.
  std::optional<std::uint64_t> size_of(const Sha256& hash) const;
  // Reads the whole file: false if it is not there, or is not what its name says; then it is
  // removed.
  bool verify(const Sha256& hash) const;

  // How much of its part is there.
  std::uint64_t begun(const Sha256& hash) const;
  // Adds a piece to the part, durably; `offset` 0 begins it anew. False, and nothing is done, where
  // the part ends elsewhere.
  bool append(const Sha256& hash, std::uint64_t offset, std::string_view piece) const;
  // Reads the part. Where it is what its name says it takes its place, durably; else it is removed,
  // and that is false. False too if there is none.
  bool finish(const Sha256& hash) const;

  // All of it, in no order. What has another name than this store gives is not listed.
  std::vector<File> files() const;
  // Nothing if it is not there.
  void remove(const File& file) const;
  // What is left on its disk, for who may not fill it up.
  std::uint64_t available() const;

 private:
  std::filesystem::path part_of(const Sha256& hash) const;

  std::filesystem::path folder_;
};

}  // namespace loa::base
