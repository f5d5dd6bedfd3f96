// Unix sockets, closed over exec.
#pragma once

#include <filesystem>

namespace loa::firmware {

// Both throw std::runtime_error where they cannot.
int connect_to(const std::filesystem::path& path);
// What lies at the path is removed.
int listen_at(const std::filesystem::path& path);

}  // namespace loa::firmware
