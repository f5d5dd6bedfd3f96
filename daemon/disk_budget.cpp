#include "daemon/disk_budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <system_error>

#include "base/log.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;

constexpr base::Duration kYoung = std::chrono::hours{24};

std::vector<MadeSound> sounds_in(const fs::path& folder) {
  std::vector<MadeSound> sounds;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto made = entry.last_write_time(error);
    const auto bytes = entry.is_regular_file(error) ? entry.file_size(error) : 0;
    if (error) continue;
    sounds.push_back(
        {entry.path(), bytes,
         std::chrono::time_point_cast<base::Duration>(std::chrono::file_clock::to_sys(made))});
  }
  return sounds;
}

std::uintmax_t bytes_of(const std::vector<MadeSound>& sounds) {
  return std::accumulate(sounds.begin(), sounds.end(), std::uintmax_t{0},
                         [](auto sum, const MadeSound& sound) { return sum + sound.bytes; });
}

// A power cut left it half made, or nobody wants the rest of it.
bool is_left_over(const MadeSound& sound) {
  return sound.path.filename().string().starts_with(".") || sound.path.extension() == ".part";
}

}  // namespace

std::vector<fs::path> expendable(std::vector<MadeSound> sounds, const std::set<fs::path>& needed,
                                 std::uintmax_t most, base::Wall now) {
  std::ranges::sort(sounds, {}, &MadeSound::made);
  auto total = bytes_of(sounds);
  std::vector<fs::path> given_up;
  for (const auto& sound : sounds) {
    const bool stays = needed.contains(sound.path) || now - sound.made < kYoung;
    if (stays || (total <= most && !is_left_over(sound))) continue;
    given_up.push_back(sound.path);
    total -= sound.bytes;
  }
  return given_up;
}

std::uintmax_t most_for_made(std::uintmax_t made, std::uintmax_t available) {
  if (available >= kKeepFree) return kMostMade;
  const auto wanting = kKeepFree - available;
  return std::min(kMostMade, made > wanting ? made - wanting : 0);
}

void tidy_made_sounds(const fs::path& folder, const std::set<fs::path>& needed, base::Wall now) {
  std::error_code error;
  const auto space = fs::space(folder, error);
  if (error) return;  // nothing was made yet
  auto sounds = sounds_in(folder);
  const auto most = most_for_made(bytes_of(sounds), space.available);
  const auto given_up = expendable(std::move(sounds), needed, most, now);
  for (const auto& path : given_up) fs::remove(path, error);
  if (given_up.empty()) return;
  base::log(base::LogLevel::info,
            fmt::format("{} made sounds that no week needs were removed", given_up.size()));
}

void give_up_fetched(const base::ContentStore& store, const std::set<base::Sha256>& needed,
                     std::uintmax_t most, base::Wall now) {
  std::vector<MadeSound> media;
  std::set<fs::path> stay;
  for (const auto& file : store.files()) {
    media.push_back({file.path, file.bytes, file.changed});
    if (needed.contains(file.hash)) stay.insert(file.path);
  }
  const auto given_up = expendable(std::move(media), stay, most, now);
  for (const auto& path : given_up) fs::remove(path);
  if (given_up.empty()) return;
  base::log(base::LogLevel::info,
            fmt::format("{} fetched media that no week needs were removed", given_up.size()));
}

void tidy_fetched(const base::ContentStore& store, const std::set<base::Sha256>& needed,
                  base::Wall now) {
  const auto available = store.available();
  std::uintmax_t all = 0;
  for (const auto& file : store.files()) all += file.bytes;
  const auto wanting = available < kKeepFree ? kKeepFree - available : 0;
  give_up_fetched(store, needed, std::min(kMostFetched, all > wanting ? all - wanting : 0), now);
}

}  // namespace loa::daemon
