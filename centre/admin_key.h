// The secret with which the machine's own administrator speaks to the running centre, and where the
// centre listens: files in the state folder. All functions block, and throw std::system_error.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace loa::centre {

// Reads the key, or makes it (mode 0600).
std::string admin_key(const std::filesystem::path& state);
std::optional<std::string> existing_admin_key(const std::filesystem::path& state);

// Where the running centre listens: "http://127.0.0.1:8480".
void note_origin(const std::filesystem::path& state, const std::string& origin);
std::optional<std::string> noted_origin(const std::filesystem::path& state);

}  // namespace loa::centre
