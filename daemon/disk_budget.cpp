#include "daemon/disk_budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <system_error>

#include "base/content_store.h"
#include "base/log.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

constexpr base::Duration kYoung = std::chrono::hours{24};

// A power cut left it half made, or nobody wants the rest of it.
bool is_left_over(const fs::path& path) {
  return path.filename().string().starts_with(".") || path.extension() == ".part";
}

// One kind's turn; `available` grows by what goes.
void give_up_oldest(std::vector<DiskFile> files, std::uintmax_t most, std::uintmax_t wanted,
                    base::Wall now, std::uintmax_t& available, std::vector<fs::path>& gone) {
  std::ranges::sort(files, {}, &DiskFile::changed);
  std::uintmax_t total = 0;
  for (const auto& file : files) total += file.bytes;
  for (const auto& file : files) {
    if (file.needed || now - file.changed < kYoung) continue;
    const bool fits = total <= most && available >= wanted;
    if (fits && !is_left_over(file.path)) continue;
    gone.push_back(file.path);
    total -= file.bytes;
    available += file.bytes;
  }
}

std::vector<DiskFile> made_in(const fs::path& folder, const DiskNeeds& needs) {
  std::vector<DiskFile> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto changed = entry.last_write_time(error);
    const auto bytes = entry.is_regular_file(error) ? entry.file_size(error) : 0;
    if (error) continue;
    files.push_back(
        {entry.path(), bytes,
         std::chrono::time_point_cast<base::Duration>(std::chrono::file_clock::to_sys(changed)),
         !needs.made || needs.made->contains(entry.path())});
  }
  return files;
}

std::vector<DiskFile> fetched_in(const fs::path& folder, const DiskNeeds& needs) {
  std::vector<DiskFile> files;
  for (const auto& file : base::ContentStore(folder).files()) {
    files.push_back({file.path, file.bytes, file.changed, needs.fetched.contains(file.hash)});
  }
  return files;
}

// Both lie on one disk, and neither need be there yet.
std::uintmax_t available_on(const DiskFolders& folders) {
  std::error_code missing;
  const auto space = fs::space(folders.made, missing);
  return missing ? base::ContentStore(folders.fetched).available() : space.available;
}

}  // namespace

std::vector<fs::path> given_up(const Disk& disk, std::uintmax_t wanted, base::Wall now) {
  std::vector<fs::path> gone;
  auto available = disk.available;
  give_up_oldest(disk.made, kMostMade, wanted, now, available, gone);
  give_up_oldest(disk.fetched, kMostFetched, wanted, now, available, gone);
  return gone;
}

bool takes_brought(std::uintmax_t bytes, std::uintmax_t available) {
  return available >= kKeepFree && available - kKeepFree >= bytes;
}

std::vector<fs::path> beyond_newest(std::vector<DiskFile> brought) {
  std::ranges::sort(brought, std::greater{}, &DiskFile::changed);
  std::vector<fs::path> others;
  for (std::size_t i = kMostBrought; i < brought.size(); ++i) others.push_back(brought[i].path);
  return others;
}

bool make_room(const DiskFolders& folders, const DiskNeeds& needs, std::uintmax_t wanted,
               base::Wall now) {
  static std::mutex turn;
  const std::lock_guard lock(turn);
  const auto gone = given_up(
      {made_in(folders.made, needs), fetched_in(folders.fetched, needs), available_on(folders)},
      wanted, now);
  for (const auto& path : gone) fs::remove(path);
  if (!gone.empty()) {
    base::log(base::LogLevel::info,
              fmt::format("{} made sounds and fetched media that no week needs were removed",
                          gone.size()));
  }
  return available_on(folders) >= wanted;
}

}  // namespace loa::daemon
