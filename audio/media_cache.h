// The folder of sounds that Loa makes itself. A file is there whole, also after a power cut, or
// not.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace loa::audio {

// Returns `folder`/`name`; unless it is there, `make` is asked to write it at the path it is given
// first. Creates the folder. Several threads may ask for the same file at once. Blocks on the disk;
// throws std::system_error, and what `make` throws.
std::filesystem::path made_once(const std::filesystem::path& folder, const std::string& name,
                                const std::function<void(const std::filesystem::path&)>& make);

}  // namespace loa::audio
