// What the station gives up, in which order, where its disk fills up (docs/van-hanh.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <vector>

#include "base/content_store.h"
#include "base/time.h"

namespace loa::daemon {

// For the record and the week: who brings media is refused where less is left.
inline constexpr std::uintmax_t kKeepFree = 256UL * 1024 * 1024;
// Speech and chimes, which can be made again.
inline constexpr std::uintmax_t kMostMade = 512UL * 1024 * 1024;
// Media from the centre, which it gives again.
inline constexpr std::uintmax_t kMostFetched = std::uint64_t{4} << 30U;

struct MadeSound {
  std::filesystem::path path;
  std::uintmax_t bytes = 0;
  base::Wall made;
};

// What of the made sounds is given up so that all of them together take `most` bytes, the oldest
// first. What is needed stays, and what is younger than a day: it may be about to sound.
std::vector<std::filesystem::path> expendable(std::vector<MadeSound> sounds,
                                              const std::set<std::filesystem::path>& needed,
                                              std::uintmax_t most, base::Wall now);

// How much the made sounds may take on a disk with so much left, of which they take `made` now.
std::uintmax_t most_for_made(std::uintmax_t made, std::uintmax_t available);

// Removes from the folder what is expendable. Blocks; what the disk refuses is left for the next
// time. Does not throw.
void tidy_made_sounds(const std::filesystem::path& folder,
                      const std::set<std::filesystem::path>& needed, base::Wall now);

// Of the media that came from the centre, gives up what is not `needed` and older than a day, the
// oldest first, until all of them together take `most` bytes; and what is half there and as old.
// Blocks; throws std::system_error.
void give_up_fetched(const base::ContentStore& store, const std::set<base::Sha256>& needed,
                     std::uintmax_t most, base::Wall now);
// That, as much as kMostFetched and kKeepFree want it. Blocks; throws std::system_error.
void tidy_fetched(const base::ContentStore& store, const std::set<base::Sha256>& needed,
                  base::Wall now);

}  // namespace loa::daemon
