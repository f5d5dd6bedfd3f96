// Connects to a Unix socket.
#pragma once

#include <filesystem>

namespace loa::firmware {

// Throws std::runtime_error where it cannot.
int connect_to(const std::filesystem::path& path);

}  // namespace loa::firmware
