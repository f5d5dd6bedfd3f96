#include "audio/media_cache.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "audio/child_process.h"
#include "base/crypto.h"

namespace loa::audio {
namespace {

void sync(const std::filesystem::path& path, int flags) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
  if (!fd.is_open() || ::fsync(fd.get()) != 0) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
}

}  // namespace

std::filesystem::path made_once(const std::filesystem::path& folder, const std::string& name,
                                const std::function<void(const std::filesystem::path&)>& make) {
  std::filesystem::path path = folder / name;
  if (std::filesystem::exists(path)) return path;
  std::filesystem::create_directories(folder);
  const std::filesystem::path temporary = folder / ("." + name + "." + base::random_hex(8));
  try {
    make(temporary);
    sync(temporary, 0);
    std::filesystem::rename(temporary, path);
    sync(folder, O_DIRECTORY);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw;
  }
  return path;
}

}  // namespace loa::audio
