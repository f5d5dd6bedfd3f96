// What is known of media files, and keeping it over a restart: decoding a week's media takes
// minutes on a small board.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "audio/media.h"

namespace loa::daemon {

// What tells that a file is still the one that was looked at.
struct FileStamp {
  std::uintmax_t size = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;  // of the inode: no program can set it back
  std::uintmax_t inode = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Nothing if there is no regular file. Does not block beyond a stat(2).
std::optional<FileStamp> stamp_of(const std::filesystem::path& file);

// The file of that content (hexadecimal; "" for any) among those that came from the centre; nothing
// if it is not there. Does not block beyond a stat(2).
std::optional<std::filesystem::path> fetched_place(const std::filesystem::path& fetched,
                                                   const std::string& sha256);

struct KnownMedia {
  FileStamp stamp;
  audio::MediaInfo info;
};

// By path. Faults are not kept: what was damaged is looked at again after a start.
using MediaIndex = std::map<std::string, KnownMedia>;

// A file that cannot be read as an index gives an empty one: everything is then looked at again.
MediaIndex read_media_index(const std::filesystem::path& file);
// Durable; throws std::system_error.
void write_media_index(const std::filesystem::path& file, const MediaIndex& index);

}  // namespace loa::daemon
