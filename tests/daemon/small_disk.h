// A disk that is soon full, for tests.
#pragma once

#include <sched.h>
#include <sys/mount.h>

#include <filesystem>
#include <string>

namespace loa::daemon {

// Mounts an empty disk of that size ("262m") there; false where this user may not. It is seen by
// the calling thread and by those that it starts from then on, and gone with them.
inline bool mount_disk(const std::filesystem::path& folder, const std::string& size) {
  return ::unshare(CLONE_NEWNS) == 0 &&
         ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount("disk", folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
}

}  // namespace loa::daemon
