#include "cli/import_media.h"

#include <algorithm>

#include "audio/air.h"
#include "audio/media.h"
#include "base/installed.h"
#include "schedules/media_folder.h"

namespace loa::cli {

namespace fs = std::filesystem;
using schedules::intake::KnownMedia;

namespace {

// A file that takes longer is no item of a week.
constexpr base::Duration kPatience = std::chrono::minutes{2};

schedules::Seconds length_of(const fs::path& decoder, const fs::path& file) {
  const auto found = audio::probe_media(decoder, file, kPatience);
  const auto* info = std::get_if<audio::MediaInfo>(&found);
  if (info == nullptr) return schedules::Seconds{0};
  return std::chrono::ceil<schedules::Seconds>(audio::duration_of(info->frames));
}

}  // namespace

std::vector<KnownMedia> media_in(const fs::path& folder) {
  if (!fs::is_directory(folder)) {
    throw fs::filesystem_error("media", folder, std::make_error_code(std::errc::not_a_directory));
  }
  std::vector<KnownMedia> media;
  for (auto& path : schedules::media_in(folder)) media.push_back({std::move(path), {}});
  return media;
}

bool measure(std::vector<KnownMedia>& media, const fs::path& folder,
             const std::vector<std::string>& wanted) {
  const auto decoder = base::installed("loa-decoder");
  if (!fs::exists(decoder)) return false;
  bool any = false;
  for (auto& one : media) {
    if (std::ranges::find(wanted, one.path) == wanted.end()) continue;
    one.length = length_of(decoder, folder / one.path);
    any = any || one.length > schedules::Seconds{0};
  }
  return any;
}

}  // namespace loa::cli
