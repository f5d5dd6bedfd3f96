#include "schedules/media_folder.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace loa::schedules {
namespace {

namespace fs = std::filesystem;

bool is_media(const fs::path& path) {
  static constexpr std::array<std::string_view, 24> kEndings{
      ".mp3",  ".mp2", ".m4a",  ".m4b", ".aac",  ".amr",  ".awb", ".3gp",
      ".3g2",  ".mp4", ".mov",  ".mkv", ".mka",  ".webm", ".ogg", ".oga",
      ".opus", ".wma", ".flac", ".wav", ".aiff", ".aif",  ".caf", ".au"};
  auto ending = path.extension().string();
  std::ranges::transform(ending, ending.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

}  // namespace

std::vector<std::string> media_in(const fs::path& folder, std::size_t most) {
  std::vector<std::string> media;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                         error);
  for (; !error && entry != fs::recursive_directory_iterator() && media.size() < most;
       entry.increment(error)) {
    std::error_code unreadable;
    if (!entry->is_regular_file(unreadable) || !is_media(entry->path())) continue;
    media.push_back(entry->path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(media);
  return media;
}

}  // namespace loa::schedules
