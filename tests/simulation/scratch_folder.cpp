// Memory first, disk otherwise.
#include "tests/simulation/scratch_folder.h"

#include <unistd.h>

#include <cstdlib>

#include "base/crypto.h"

namespace loa::simulation {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  // Memory is enough: what is simulated is the power cut, not the disk.
  const fs::path memory = "/dev/shm";
  const fs::path root = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
  path_ = root / ("loa-simulation-" + base::random_hex(8));
  fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  // For looking at what a seed left behind.
  if (std::getenv("LOA_SIM_KEEP") != nullptr) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace loa::simulation
