// Opens a media file for a decoder: the decoder itself cannot open anything.
#pragma once

#include <filesystem>

#include "audio/child_process.h"

namespace loa::audio {

// For reading. Only regular files: never waits for the other end of a FIFO, never touches a device.
// Throws std::system_error: ENOENT if it is missing, EISDIR for a folder, EINVAL for what is
// neither file nor folder, or what open(2) says.
Fd open_media_file(const std::filesystem::path& path);

}  // namespace loa::audio
