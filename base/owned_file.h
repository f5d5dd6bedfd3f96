// Durable files that a service reads, written by root.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

namespace loa::base {

struct FileOwner {
  uid_t user = 0;
  gid_t group = 0;
};

// As replace_file() (files.h), with the owner that it has from its first moment on: given to its
// owner only after, a power cut between the two would leave a file that its reader may not read.
// For root; whoever else calls keeps what he writes.
void replace_file_for(const FileOwner& owner, const std::filesystem::path& path,
                      std::string_view content, mode_t mode);

}  // namespace loa::base
