// What the station gives up, in which order, where its disk fills up (docs/cai-dat.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::daemon {

// For the record and the week: who brings media is refused where less is left.
inline constexpr std::uintmax_t kKeepFree = 256UL * 1024 * 1024;
// Speech and chimes, which can be made again.
inline constexpr std::uintmax_t kMostMade = 512UL * 1024 * 1024;
// Media from the centre, which it gives again.
inline constexpr std::uintmax_t kMostFetched = std::uint64_t{4} << 30U;
// Files that were brought to be played at once.
inline constexpr std::size_t kMostBrought = 20;

struct DiskFile {
  std::filesystem::path path;
  std::uintmax_t bytes = 0;
  base::Wall changed;
  bool needed = false;  // by a week, or it is not known that none needs it
};

struct Disk {
  std::vector<DiskFile> made;
  std::vector<DiskFile> fetched;
  std::uintmax_t available = 0;  // bytes
};

// What is given up so that `wanted` bytes are left, in that order: of the made sounds the oldest
// first, and only then, if that is not enough, of the fetched media the oldest first. Beyond
// kMostMade and kMostFetched that is done though there is room. What is needed stays, and what is
// younger than a day: it may be about to sound.
std::vector<std::filesystem::path> given_up(const Disk& disk, std::uintmax_t wanted,
                                            base::Wall now);

// Whether so many bytes may be brought to be played at once.
bool takes_brought(std::uintmax_t bytes, std::uintmax_t available);
// All but the kMostBrought newest.
std::vector<std::filesystem::path> beyond_newest(std::vector<DiskFile> brought);

struct DiskFolders {
  std::filesystem::path made;     // speech and chimes
  std::filesystem::path fetched;  // a base::ContentStore
};

// What the weeks need of both. Nothing: not known yet, and then none of the made sounds goes.
struct DiskNeeds {
  std::optional<std::set<std::filesystem::path>> made;
  std::set<base::Sha256> fetched;
};

// Gives that up; true where `wanted` bytes are left then. Thread-safe, one caller at a time: what
// one gives up the next finds free. Blocks; throws std::system_error where the disk refuses.
bool make_room(const DiskFolders& folders, const DiskNeeds& needs, std::uintmax_t wanted,
               base::Wall now);

}  // namespace loa::daemon
