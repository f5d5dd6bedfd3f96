// Where a simulation keeps its files.
#pragma once

#include <filesystem>

namespace loa::simulation {

// An empty folder on the fastest disk there is, gone with the object.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace loa::simulation
