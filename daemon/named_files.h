// The files beside the configuration that it names, and which the station reads when it starts.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "daemon/config.h"

namespace loa::daemon {

inline constexpr std::size_t kLargestOtp = 64UL * 1024;
inline constexpr std::size_t kLargestRoot = 8UL * 1024 * 1024;

struct NamedFile {
  const char* key;  // in the configuration: "speech.abbreviations"
  std::filesystem::path path;
  std::size_t most;  // bytes
};

// Those that this configuration names: trust, policy, commandOtp, speech.abbreviations.
std::vector<NamedFile> named_files(const Config& config);

// What the station takes the file to hold: Config::kept, or else what is on the disk. Throws
// std::system_error. Blocks.
std::string text_of(const NamedFile& file, const Config& config);

// Files that are to be put in the place of named ones, by the key that names these.
using BroughtFiles = std::map<std::string, std::filesystem::path>;

// Throws base::BadInput with each that cannot be read, at its key in the configuration: the one
// that was brought, else the one that is there. What is in them is for their readers to say.
// Blocks.
void need_named_files(const Config& config, const BroughtFiles& brought = {});

}  // namespace loa::daemon
