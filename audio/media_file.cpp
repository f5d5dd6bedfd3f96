#include "audio/media_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace loa::audio {

Fd open_media_file(const std::filesystem::path& path) {
  const auto refuse = [&path](int error) {
    throw std::system_error(error, std::generic_category(), path.string());
  };
  Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) refuse(errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) refuse(errno);
  if (S_ISDIR(status.st_mode)) refuse(EISDIR);
  if (!S_ISREG(status.st_mode)) refuse(EINVAL);
  return file;
}

}  // namespace loa::audio
