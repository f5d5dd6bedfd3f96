#include "base/descriptor_io.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace loa::base {

std::optional<std::string> read_all(int fd, std::size_t most, const std::string& what) {
  std::string all;
  std::array<char, 65536> piece;
  while (true) {
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), what);
    if (got == 0) return all;
    all.append(piece.data(), static_cast<std::size_t>(got));
    if (all.size() > most) return std::nullopt;
  }
}

void write_all(int fd, std::string_view bytes, const std::string& what) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw std::system_error(errno, std::generic_category(), what);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

}  // namespace loa::base
