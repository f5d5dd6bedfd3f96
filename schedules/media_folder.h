// What a station's media folder holds, for those who look for a title in it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace loa::schedules {

// The paths of the sound files in the folder and below, relative to it with '/' between folders, in
// order; at most `most`. Known by their endings (.mp3, .wav, ...). Reads directories, and so may
// block; what cannot be read is left out.
std::vector<std::string> media_in(const std::filesystem::path& folder, std::size_t most = 20'000);

}  // namespace loa::schedules
