// Puts other content in place of all that a folder holds, and of some files elsewhere, so that a
// power cut at any point leaves either the old or the new. Everything blocks and throws
// std::system_error. Whoever calls holds the folder's lock (base::FolderLock).
//
//   restore.new/      being filled; worth nothing
//   restore.ready/    whole and synced: from here on only moves are left. The old goes away
//   restore.placing/  the old is away, the new moves in
//   restore.done/     nothing of worth is left in it
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace loa::base {

// A file outside the folder.
struct SwapFile {
  std::string staged;            // its name in the staging folder's `files`
  std::filesystem::path target;  // absolute
  unsigned mode = 0644;
};

struct SwapPlan {
  // Other folders whose content changes together with this one's; each has a staging of its own.
  std::vector<std::filesystem::path> folders;
  std::vector<SwapFile> files;
  std::vector<std::string> stays;  // top-level names in the folder that are left as they are
};

// Empties what an unfinished swap left behind, and gives the folder to be filled with the new
// content. The files of a SwapFile go into files_of_swap(). Everything is to be synced by the
// caller, file by file; folders are synced by commit_swap().
std::filesystem::path begin_swap(const std::filesystem::path& folder);
std::filesystem::path files_of_swap(const std::filesystem::path& folder);

// The point of no return.
void commit_swap(const std::filesystem::path& folder, const SwapPlan& plan);

// Whether a committed swap waits to be finished. Does not throw.
bool swap_waits(const std::filesystem::path& folder);

// Whether there is anything of a swap to finish, or to throw away. Does not throw.
bool swap_left(const std::filesystem::path& folder);

// Finishes a committed one and gives the folder's name that holds the old content
// ("before-restore-1", which is free in each of the folders and beside each of the files; these are
// kept as FILE.before-restore-1, and nothing that was kept is written over); throws away one that
// was not committed. May be called again after it was cut off, or failed.
//
// The plan says where files are written to, so root believes only what root has staged: whoever
// else may write into the folder could have every file of the machine replaced. Otherwise
// std::system_error with EPERM, and nothing is touched.
std::optional<std::string> finish_swap(const std::filesystem::path& folder);

// Whether a top-level name in the folder is one of the above, or what a swap put away.
bool belongs_to_swap(const std::string& name);

}  // namespace loa::base
