// The media folder, for an import.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "schedules/intake/understand.h"

namespace loa::cli {

// What the folder holds, lengths unknown. Blocks. Throws std::filesystem::filesystem_error where
// there is no such folder.
std::vector<schedules::intake::KnownMedia> media_in(const std::filesystem::path& folder);

// Sets the lengths of those of `media` that are named in `wanted`, by loa-decoder; whether any is
// known then. Where there is no loa-decoder none is. Blocks for as long as decoding takes.
bool measure(std::vector<schedules::intake::KnownMedia>& media, const std::filesystem::path& folder,
             const std::vector<std::string>& wanted);

}  // namespace loa::cli
