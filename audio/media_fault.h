// Why a medium cannot be used, in words that a station's operator understands.
#pragma once

#include <filesystem>
#include <string>

#include "audio/media.h"

namespace loa::audio {

// `code` as in MediaFault (an unknown one becomes "refused"); `detail`, for the technician, is
// added in brackets unless it is empty.
MediaFault media_fault(const std::string& code, const std::filesystem::path& file,
                       const std::string& detail);

// What to say of a file that is heard in part (`info.damage` is not empty).
base::Text damage_text(const std::filesystem::path& file, const MediaInfo& info);

}  // namespace loa::audio
